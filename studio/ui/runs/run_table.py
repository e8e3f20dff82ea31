"""All runs as a table."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QWidget

from studio.runtime.run_record import RunRecord, RunState
from studio.runtime.runs import Run
from studio.ui.editors.states import tooltip
from studio.ui.icons import icon
from studio.ui.rows import NOWHERE, Index, RowModel, RowTable
from studio.ui.text_size import scaled
from studio.ui.theme import ThemeManager
from studio.ui.training.number_text import duration_text
from studio.ui.training.outcome_text import metrics_text, state_text

_COLUMNS = (
    "Model",
    "Started",
    "State",
    "Test",
    "Epochs",
    "Time",
    "Device",
    "Seed",
    "Note",
)
_INKS = {
    RunState.FAILED: "error",
    RunState.DAMAGED: "error",
    RunState.INTERRUPTED: "warning",
    RunState.RUNNING: "accent",
}


class RunModel(RowModel):
    """Runs, pinned ones first, in the order of a column; those that a filter leaves.

    Attributes:
        runs: those that are shown.
    """

    def __init__(self, themes: ThemeManager, parent: QWidget) -> None:
        super().__init__(_COLUMNS, parent)
        self._themes = themes
        self._all: list[Run] = []
        self._words: list[str] = []
        self._column = _COLUMNS.index("Started")
        self._is_falling = True
        self.runs: list[Run] = []

    def show_runs(self, runs: Sequence[Run]) -> None:
        """Take these."""
        self._all = list(runs)
        self._arrange()

    def set_filter(self, text: str) -> None:
        """Leave the runs in whose cells each of these words stands."""
        self._words = text.casefold().split()
        self._arrange()

    def sort(
        self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder
    ) -> None:
        """Order by a column; runs that are alike in it stay newest first."""
        self._column = column
        self._is_falling = order is Qt.SortOrder.DescendingOrder
        self._arrange()

    def rowCount(self, parent: Index = NOWHERE) -> int:
        """Number of runs."""
        return 0 if parent.isValid() else len(self.runs)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Text, colour and tooltip of a cell; a star before a pinned run."""
        run, column = self.runs[index.row()], _COLUMNS[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return _text(run, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return tooltip(run.notes.note or run.record.error) or run.id
        if role == Qt.ItemDataRole.ForegroundRole and column == "State":
            return self._ink(run.record.state)
        if role == Qt.ItemDataRole.DecorationRole and column == "Model":
            return icon("star", self._themes.theme) if run.notes.pinned else None
        return None

    def _arrange(self) -> None:
        self.beginResetModel()
        column = _COLUMNS[self._column]
        found = [run for run in self._all if _holds(run, self._words)]
        found.sort(key=lambda run: _sort_key(run, column), reverse=self._is_falling)
        self.runs = sorted(found, key=lambda run: not run.notes.pinned)
        self.endResetModel()

    def _ink(self, state: RunState) -> QColor:
        return self._themes.theme.color(_INKS.get(state, "text"))


class RunTable(RowTable):
    """One row a run; a click selects it, with Ctrl or Shift several."""

    def __init__(self, model: RunModel, parent: QWidget | None = None) -> None:
        super().__init__(model, parent)
        self.setObjectName("runs.table")
        self.setAccessibleName("Runs")
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setWordWrap(False)
        self.verticalHeader().setDefaultSectionSize(scaled(26))
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setStretchLastSection(True)
        header.setSortIndicator(_COLUMNS.index("Started"), Qt.SortOrder.DescendingOrder)
        self.setSortingEnabled(True)


def _holds(run: Run, words: Sequence[str]) -> bool:
    """Whether each word stands in a cell of the run, or in its folder's name."""
    if not words:
        return True
    cells = (_text(run, column) for column in _COLUMNS)
    text = "\n".join((run.id, *cells)).casefold()
    return all(word in text for word in words)


def _sort_key(run: Run, column: str) -> tuple[float, str]:
    """What a column sorts by: numbers as numbers, the rest as it is read."""
    record = run.record
    match column:
        case "Started":
            return 0.0, f"{record.started} {run.id}"
        case "Epochs":
            return record.epochs_done, ""
        case "Time":
            return record.seconds, ""
        case "Seed":
            return record.seed, ""
        case "Test":
            return _score(record), ""
    return 0.0, _text(run, column).casefold()


def _score(record: RunRecord) -> float:
    """The first metric of the test, else the loss; a run without any comes last."""
    names = sorted(record.evaluation, key=lambda name: name == "loss")
    return record.evaluation[names[0]] if names else -math.inf


def _text(run: Run, column: str) -> str:
    record = run.record
    if record.state is RunState.DAMAGED and column not in ("Model", "State"):
        return ""
    match column:
        case "Model":
            return run.title
        case "Started":
            return started_text(record)
        case "State":
            return state_text(record.state)
        case "Epochs":
            return f"{record.epochs_done}/{record.epochs}"
        case "Time":
            return duration_text(record.seconds) if record.ended else ""
        case "Test":
            return metrics_text(record.evaluation)
        case "Device":
            return record.device
        case "Note":
            return " ".join(run.notes.note.split())
    return str(record.seed)


def started_text(record: RunRecord) -> str:
    """When a run began, in local time: ``2026-11-21 10:04``."""
    try:
        began = datetime.fromisoformat(record.started)
    except ValueError:
        return record.started
    return f"{began.astimezone():%Y-%m-%d %H:%M}"
