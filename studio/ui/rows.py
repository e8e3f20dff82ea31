"""Tables of rows: titles above, no grid, whole rows chosen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)
from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)


class RowModel(QAbstractTableModel):
    """Titles of columns; numbers and their titles stand at the right."""

    def __init__(
        self,
        titles: Sequence[str],
        parent: QObject | None,
        numbers: Sequence[bool] = (),
    ) -> None:
        """Take the titles, and which columns hold numbers (none by default)."""
        super().__init__(parent)
        self._titles = tuple(titles)
        self._numbers = tuple(numbers) or (False,) * len(self._titles)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        """Number of columns."""
        return 0 if parent.isValid() else len(self._titles)

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        """Titles of the columns."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._titles[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self.side_of(section)
        return None

    def side_of(self, column: int) -> int:
        """Alignment of a column's cells and title."""
        return RIGHT if self._numbers[column] else LEFT


class RowTable(QTableView):
    """A table that is read, not written, row by row."""

    def __init__(self, model: RowModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModel(model)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.horizontalHeader().setHighlightSections(False)
        # It looks for chosen columns: with all of 5,000 rows that took 0.1 seconds.
        self.horizontalHeader().setSelectionModel(QItemSelectionModel(model, self))
