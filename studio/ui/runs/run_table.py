"""All runs as a table."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from studio.runtime.run_record import RunRecord, RunState
from studio.runtime.runs import Run
from studio.ui.editors.states import tooltip
from studio.ui.text_size import scaled
from studio.ui.theme import ThemeManager
from studio.ui.training.number_text import duration_text
from studio.ui.training.outcome_text import metrics_text, state_text

_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_COLUMNS = ("Model", "Started", "State", "Test", "Epochs", "Time", "Device", "Seed")
_INKS = {
    RunState.FAILED: "error",
    RunState.DAMAGED: "error",
    RunState.INTERRUPTED: "warning",
    RunState.RUNNING: "accent",
}


class RunModel(QAbstractTableModel):
    """Runs, newest first."""

    def __init__(self, themes: ThemeManager, parent: QWidget) -> None:
        super().__init__(parent)
        self._themes = themes
        self.runs: list[Run] = []

    def show_runs(self, runs: Sequence[Run]) -> None:
        """Show these."""
        self.beginResetModel()
        self.runs = list(runs)
        self.endResetModel()

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        """Number of runs."""
        return 0 if parent.isValid() else len(self.runs)

    def columnCount(self, parent: _Index = _NOWHERE) -> int:
        """Number of columns."""
        return 0 if parent.isValid() else len(_COLUMNS)

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        """Titles of the columns."""
        is_title = orientation is Qt.Orientation.Horizontal
        return (
            _COLUMNS[section]
            if is_title and role == Qt.ItemDataRole.DisplayRole
            else None
        )

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
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


class RunTable(QTableView):
    """One row a run; a click selects it."""

    def __init__(self, model: RunModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModel(model)
        self.setObjectName("runs.table")
        self.setAccessibleName("Runs")
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(scaled(26))
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft)
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
