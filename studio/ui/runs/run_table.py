"""All runs as a table."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QWidget

from studio.runtime.run_record import RunRecord, RunState
from studio.runtime.runs import Run
from studio.ui.editors.states import tooltip
from studio.ui.rows import NOWHERE, Index, RowModel, RowTable
from studio.ui.text_size import scaled
from studio.ui.theme import ThemeManager
from studio.ui.training.number_text import duration_text
from studio.ui.training.outcome_text import metrics_text, state_text

_COLUMNS = ("Model", "Started", "State", "Test", "Epochs", "Time", "Device", "Seed")
_INKS = {
    RunState.FAILED: "error",
    RunState.DAMAGED: "error",
    RunState.INTERRUPTED: "warning",
    RunState.RUNNING: "accent",
}


class RunModel(RowModel):
    """Runs, newest first."""

    def __init__(self, themes: ThemeManager, parent: QWidget) -> None:
        super().__init__(_COLUMNS, parent)
        self._themes = themes
        self.runs: list[Run] = []

    def show_runs(self, runs: Sequence[Run]) -> None:
        """Show these."""
        self.beginResetModel()
        self.runs = list(runs)
        self.endResetModel()

    def rowCount(self, parent: Index = NOWHERE) -> int:
        """Number of runs."""
        return 0 if parent.isValid() else len(self.runs)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Text, colour and tooltip of a cell."""
        record = self.runs[index.row()].record
        if role == Qt.ItemDataRole.DisplayRole:
            return _text(record, _COLUMNS[index.column()])
        if role == Qt.ItemDataRole.ToolTipRole:
            return tooltip(record.error) or record.id
        if role == Qt.ItemDataRole.ForegroundRole and index.column() == 2:
            return self._ink(record.state)
        return None

    def _ink(self, state: RunState) -> QColor:
        return self._themes.theme.color(_INKS.get(state, "text"))


class RunTable(RowTable):
    """One row a run; a click selects it."""

    def __init__(self, model: RunModel, parent: QWidget | None = None) -> None:
        super().__init__(model, parent)
        self.setObjectName("runs.table")
        self.setAccessibleName("Runs")
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setWordWrap(False)
        self.verticalHeader().setDefaultSectionSize(scaled(26))
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setStretchLastSection(True)


def _text(record: RunRecord, column: str) -> str:
    if record.state is RunState.DAMAGED and column not in ("Model", "State"):
        return ""
    match column:
        case "Model":
            return record.title or record.id
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
    return str(record.seed)


def started_text(record: RunRecord) -> str:
    """When a run began, in local time: ``2026-11-21 10:04``."""
    try:
        began = datetime.fromisoformat(record.started)
    except ValueError:
        return record.started
    return f"{began.astimezone():%Y-%m-%d %H:%M}"
