"""The palette panel: search, and every layer to drag onto the canvas."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QStandardItem
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget

from studio.catalog.overlay import load_overlay
from studio.errors import StudioError
from studio.ui.canvas.mime import block_of
from studio.ui.palette.entries import Entry, palette_entries
from studio.ui.palette.matching import find
from studio.ui.palette.model import PATH_ROLE, PaletteModel
from studio.ui.palette.tree import PaletteTree
from studio.ui.theme import ThemeManager
from studio.ui.workspace import Workspace

MOST_RECENT = 5


class PalettePanel(QWidget):
    """Lists what can be placed.

    Signals:
        place_requested: an entry was chosen by double-click or Enter; its
            class path (`studio.ui.canvas.mime.OUTPUT_PATH` for an output).
        refused: why a kept block stays as it is, as a sentence.
    """

    place_requested = Signal(str)
    refused = Signal(str)

    def __init__(
        self,
        workspace: Workspace,
        themes: ThemeManager,
        may_remove: Callable[[str], bool],
    ) -> None:
        """List what there is; `may_remove` asks before a kept block goes."""
        super().__init__()
        self._may_remove = may_remove
        self.setObjectName("palette")
        self._workspace = workspace
        self._overlay = load_overlay()
        self._entries: list[Entry] = []
        self._recent: list[str] = []
        self.search = QLineEdit(self)
        self.search.setObjectName("palette_search")
        self.search.setAccessibleName("Search layers")
        self.search.setPlaceholderText("Search layers")
        self.search.setClearButtonEnabled(True)
        self.model = PaletteModel(self)
        self.tree = PaletteTree(self.model, themes, self)
        self._nothing = QLabel("No layer fits. Try fewer letters.", self)
        self._nothing.setObjectName("palette_nothing")
        self._nothing.setMargin(12)
        self._nothing.hide()
        self._lay_out()
        self.search.textChanged.connect(self._on_text_changed)
        self.search.returnPressed.connect(self._on_return_pressed)
        self.search.installEventFilter(self)
        self.tree.activated.connect(self._on_activated)
        self.tree.dragged.connect(self.note_used)
        themes.changed.connect(self.tree.viewport().update)
        workspace.catalog_changed.connect(self._on_catalog_changed)
        # Later: a row's own signal may have changed the shelf.
        queued = Qt.ConnectionType.QueuedConnection
        workspace.shelf.changed.connect(self._on_catalog_changed, queued)
        self.tree.removal_wanted.connect(self._on_removal_wanted)
        self.model.itemChanged.connect(self._on_item_changed)
        self._on_catalog_changed()

    def focus_search(self) -> None:
        """Put the cursor into the search field."""
        self.search.setFocus()
        self.search.selectAll()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrow keys in the search field walk the list, Esc empties it."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Escape and self.search.text():
                self.search.clear()
                return True
            if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
                self._step(1 if event.key() == Qt.Key.Key_Down else -1)
                return True
        return super().eventFilter(watched, event)

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 0)
        layout.setSpacing(8)
        layout.addWidget(self.search)
        layout.addWidget(self._nothing)
        layout.addWidget(self.tree, 1)

    def _on_catalog_changed(self) -> None:
        self._entries = palette_entries(
            self._workspace.catalog, self._workspace.shelf.names
        )
        self._show()

    def _on_text_changed(self) -> None:
        self._show()

    def _show(self) -> None:
        query = self.search.text().strip()
        if query:
            self.model.show_found(find(self._entries, query))
        else:
            by_path = {entry.path: entry for entry in self._entries}
            recent = [by_path[p] for p in self._recent if p in by_path]
            self.model.show_groups(self._entries, recent, self._overlay.title)
            self.tree.unfold()
        self.tree.setCurrentIndex(self.model.index(0, 0) if query else QModelIndex())
        self._nothing.setVisible(not self.model.rowCount())

    def _step(self, way: int) -> None:
        current = self.tree.currentIndex()
        if not current.isValid():
            self.tree.setCurrentIndex(self.model.index(0, 0))
            return
        step = self.tree.indexBelow if way > 0 else self.tree.indexAbove
        following = step(current)
        while following.isValid() and not following.data(PATH_ROLE):
            following = step(following)
        if following.isValid():
            self.tree.setCurrentIndex(following)

    def _on_removal_wanted(self, name: str) -> None:
        if self._may_remove(name):
            self._change(lambda: self._workspace.shelf.remove(name))

    def _on_item_changed(self, item: QStandardItem) -> None:
        old, new = block_of(str(item.data(PATH_ROLE))), item.text().strip()
        if old is not None and new != old:
            self._change(lambda: self._workspace.shelf.rename(old, new))

    def _change(self, change: Callable[[], None]) -> None:
        try:
            change()
        except StudioError as error:
            self.refused.emit(str(error))
            self._workspace.shelf.changed.emit()  # the row shows its name again

    def _on_return_pressed(self) -> None:
        self._place(self.tree.currentIndex())

    def _on_activated(self, index: QModelIndex) -> None:
        self._place(index)

    def _place(self, index: QModelIndex) -> None:
        path = index.data(PATH_ROLE)
        if not path:
            return
        self.note_used(str(path))
        self.place_requested.emit(str(path))

    def note_used(self, path: str) -> None:
        """Put an entry on top of the recent ones.

        They show when the list is made anew, not while it is in use.
        """
        self._recent = [path, *(p for p in self._recent if p != path)][:MOST_RECENT]
