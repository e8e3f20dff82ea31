"""The personal library as the window shares it: one list, and word of changes."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from studio.graph.fragment import Fragment
from studio.project.library import Library


class BlockShelf(QObject):
    """Blocks kept for other models, by name.

    Signals:
        changed: another block is kept, or none of that name any more.
    """

    changed = Signal()

    def __init__(self, library: Library, parent: QObject) -> None:
        super().__init__(parent)
        self._library = library
        self.names: tuple[str, ...] = tuple(library.names())

    def load(self, name: str) -> Fragment:
        """Block of that name.

        Raises:
            StudioError: the file cannot be read, or holds no block.
        """
        return self._library.load(name)

    def keep(self, name: str, fragment: Fragment) -> str:
        """Keep a block under a name, or with a number behind it; the name.

        Raises:
            StudioError: the file cannot be written.
        """
        kept = self._library.save(name, fragment)
        self._refresh()
        return kept

    def rename(self, old: str, new: str) -> None:
        """Give a block another name.

        Raises:
            StudioError: there is one of that name, or the file cannot be moved.
        """
        self._library.rename(old, new)
        self._refresh()

    def remove(self, name: str) -> None:
        """Keep a block no longer.

        Raises:
            StudioError: the file cannot be removed.
        """
        self._library.remove(name)
        self._refresh()

    def _refresh(self) -> None:
        self.names = tuple(self._library.names())
        self.changed.emit()
