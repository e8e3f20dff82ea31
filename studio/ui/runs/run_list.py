"""The runs to choose from: filtered, sorted, one or several chosen."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QItemSelectionModel, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from studio.runtime.run import Run
from studio.ui.runs.run_table import RunModel, RunTable
from studio.ui.text_size import scaled
from studio.ui.theme import ThemeManager

_HINT = "Ctrl or Shift and click: compare"
_FIELD_WIDTH = 220


class RunList(QWidget):
    """A field that filters, and the table.

    Attributes:
        table: a row for each run that the filter leaves.

    Signals:
        chosen: other runs are selected, or they were read anew.
    """

    chosen = Signal()

    def __init__(self, themes: ThemeManager) -> None:
        super().__init__()
        self._model = RunModel(themes, self)
        self._wanted: list[str] = []
        self.table = RunTable(self._model)
        self.field = QLineEdit()
        self.field.setObjectName("runs.filter")
        self.field.setAccessibleName("Filter the runs")
        self.field.setPlaceholderText("Filter")
        self.field.setClearButtonEnabled(True)
        self.field.setMaximumWidth(scaled(_FIELD_WIDTH))
        self._hint = QLabel(_HINT)
        self._hint.setProperty("role", "muted")
        self._hint.setMinimumWidth(1)
        self._head = QWidget()
        row = QHBoxLayout(self._head)
        row.setContentsMargins(8, 0, 8, 6)
        row.addWidget(self.field, 1)
        row.addWidget(self._hint, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head)
        column.addWidget(self.table, 1)
        self.field.textChanged.connect(self._model.set_filter)
        self.table.selectionModel().selectionChanged.connect(self._on_selected)
        self._model.modelReset.connect(self._select_wanted)
        themes.changed.connect(self.table.viewport().update)

    @property
    def selected(self) -> list[Run]:
        """The chosen runs, as they stand in the table."""
        rows = sorted(i.row() for i in self.table.selectionModel().selectedRows())
        return [self._model.runs[row] for row in rows]

    def show_runs(self, runs: Sequence[Run], wanted: Sequence[str] = ()) -> None:
        """Show these; choose those of the ids `wanted`, or the same as before."""
        self._wanted = list(wanted) or self._wanted
        self._hint.setVisible(len(runs) > 1)
        self._model.show_runs(runs)

    def _on_selected(self) -> None:
        self._wanted = [run.id for run in self.selected]
        self.chosen.emit()

    def _select_wanted(self) -> None:
        """Choose the same rows again, or the first one."""
        model, selection = self._model, self.table.selectionModel()
        wanted = set(self._wanted)
        rows = [n for n, run in enumerate(model.runs) if run.id in wanted]
        kept = self._wanted
        flags = QItemSelectionModel.SelectionFlag
        selection.blockSignals(True)
        for row in rows or range(min(1, len(model.runs))):
            how = flags.Select | flags.Rows
            selection.select(model.index(row, 0), how)
        selection.blockSignals(False)
        self._wanted = kept if rows else [run.id for run in self.selected]
        self.table.viewport().update()
        self.chosen.emit()
