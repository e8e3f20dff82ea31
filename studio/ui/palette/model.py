"""The palette's rows: groups of entries, or the entries found."""

from __future__ import annotations

import html
from collections.abc import Callable, Iterable, Sequence

from PySide6.QtCore import QMimeData, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel

from studio.ui.canvas.mime import LAYER_MIME, block_of
from studio.ui.palette.entries import Entry, grouped, is_folded

PATH_ROLE = Qt.ItemDataRole.UserRole + 1
CATEGORY_ROLE = Qt.ItemDataRole.UserRole + 2
FOLDED_ROLE = Qt.ItemDataRole.UserRole + 3
"""Whether a group is folded at first."""

Index = QModelIndex | QPersistentModelIndex


class PaletteModel(QStandardItemModel):
    """Rows that can be dragged onto the canvas."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.setColumnCount(1)

    def show_groups(
        self,
        entries: Iterable[Entry],
        recent: Sequence[Entry],
        title: Callable[[str], str],
    ) -> None:
        """Input and output, what was used last, then a group a category."""
        self.clear()
        for category, members in grouped(entries).items():
            if category in ("input", "output"):
                self.appendRow(_row(members[0]))
                continue
            if recent:
                self.appendRow(_group("Recent", recent))
                recent = ()
            group = _group(title(category), members)
            group.setData(is_folded(category), FOLDED_ROLE)
            self.appendRow(group)

    def show_found(self, entries: Iterable[Entry]) -> None:
        """A plain list."""
        self.clear()
        for entry in entries:
            self.appendRow(_row(entry))

    def mimeTypes(self) -> list[str]:
        """How rows travel."""
        return [LAYER_MIME]

    def mimeData(self, indexes: Sequence[Index]) -> QMimeData:
        """The dragged entry's class path."""
        data = QMimeData()
        for index in indexes:
            path = index.data(PATH_ROLE)
            if path:
                data.setData(LAYER_MIME, str(path).encode())
        return data


def _row(entry: Entry) -> QStandardItem:
    item = QStandardItem(entry.name)
    item.setEditable(block_of(entry.path) is not None)  # its name
    item.setData(entry.path, PATH_ROLE)
    item.setData(entry.category, CATEGORY_ROLE)
    item.setToolTip(f"<b>{entry.name}</b><br>{html.escape(entry.summary)}")
    item.setAccessibleDescription(entry.summary)
    return item


def _group(title: str, members: Iterable[Entry]) -> QStandardItem:
    item = QStandardItem(title)
    item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
    for entry in members:
        item.appendRow(_row(entry))
    return item
