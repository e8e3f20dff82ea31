"""The outline: every node in a list, with every edit of the canvas by keys."""

from __future__ import annotations

from PySide6.QtCore import QItemSelection, QItemSelectionModel, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from studio.ui.outline.model import LAYER, NAME, OutlineModel
from studio.ui.ranges import runs, selected_rows
from studio.ui.seen import is_seen
from studio.ui.text_size import scaled
from studio.ui.workspace import Workspace

WAIT_MS = 50
_OWN = frozenset(("Up", "Down", "Home", "End", "PgUp", "PgDown", "Tab", "Shift+Tab"))
"""Keys with which one walks in the list and out of it."""
_ALL_ROWS = frozenset(("F2", "Left", "Right"))


class OutlinePanel(QTableView):
    """Selects with the canvas; keys that it does not need are the canvas'.

    Signals:
        key_pressed(str): a key that may be one of the canvas, in portable form.
    """

    key_pressed = Signal(str)

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self.setObjectName("outline")
        self.setAccessibleName("Outline of the model, in the order of its layers")
        self._workspace = workspace
        self._rows = OutlineModel(workspace)
        self._following = False
        self.setModel(self._rows)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setStretchLastSection(True)
        header.setHighlightSections(False)
        header.setDefaultAlignment(
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        )
        header.setSectionResizeMode(NAME, QHeaderView.ResizeMode.Interactive)
        header.setDefaultSectionSize(scaled(110))
        header.resizeSection(NAME, scaled(180))
        header.resizeSection(LAYER, scaled(160))
        self._timer = QTimer(self, interval=WAIT_MS, singleShot=True)
        self._timer.timeout.connect(self._refresh)
        for signal in (
            workspace.document_replaced,
            workspace.document_edited,
            workspace.scope_changed,
            workspace.results_changed,
        ):
            signal.connect(self._wait)
        workspace.selection_changed.connect(self._show_selection)
        self.selectionModel().selectionChanged.connect(self._on_chosen)

    def showEvent(self, event: QShowEvent) -> None:
        """Take up what happened while nobody looked."""
        super().showEvent(event)
        self._refresh()

    def take_up(self) -> None:
        """Come to the front: show what happened behind another panel."""
        self._timer.start()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk and rename here; all else is the canvas'."""
        keys = QKeySequence(event.keyCombination()).toString().replace("Num+", "")
        editing = self.state() == QAbstractItemView.State.EditingState
        if editing or keys in _OWN or keys in _ALL_ROWS or keys.startswith("Shift+"):
            super().keyPressEvent(event)
            return
        self.key_pressed.emit(keys)

    def _wait(self) -> None:
        if is_seen(self):
            self._timer.start()

    def _refresh(self) -> None:
        self._rows.refresh()
        self._show_selection()

    def _on_chosen(self) -> None:
        if self._following:
            return
        rows = selected_rows(self.selectionModel())
        self._workspace.select([self._rows.nodes[row] for row in rows])

    def _show_selection(self) -> None:
        """Select the rows of what is selected on the canvas."""
        if not is_seen(self):
            return
        rows = map(self._rows.row_of, self._workspace.selection)
        wanted = sorted(row for row in rows if row is not None)
        if wanted == selected_rows(self.selectionModel()):
            return
        chosen = QItemSelection()
        last = self._rows.columnCount() - 1
        for top, end in runs(wanted):
            chosen.select(self._rows.index(top, 0), self._rows.index(end, last))
        flags = QItemSelectionModel.SelectionFlag
        self._following = True
        try:
            model = self.selectionModel()
            model.select(chosen, flags.ClearAndSelect)
            if wanted:
                first = self._rows.index(wanted[0], NAME)
                model.setCurrentIndex(first, flags.NoUpdate)
                self.scrollTo(first)
        finally:
            self._following = False
