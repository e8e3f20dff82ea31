"""Samples that are no pictures, as rows of a table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget

from studio.ui.text_size import scaled
from studio.ui.training.number_text import value_text

MAX_COLUMNS = 200
_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class SampleModel(QAbstractTableModel):
    """Rows of numbers, the label last."""

    def __init__(
        self,
        names: Sequence[str],
        rows: Sequence[Sequence[float]],
        labels: Sequence[str],
        label_title: str,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._names = [*names[:MAX_COLUMNS], label_title]
        self._rows, self._labels = rows, labels

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        """Number of samples."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index = _NOWHERE) -> int:
        """Features and the label."""
        return 0 if parent.isValid() else len(self._names)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Text and alignment of a cell."""
        is_label = index.column() == len(self._names) - 1
        if role == Qt.ItemDataRole.DisplayRole:
            if is_label:
                return self._labels[index.row()]
            return value_text(self._rows[index.row()][index.column()])
        if role == Qt.ItemDataRole.TextAlignmentRole and not is_label:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return None

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        """Names of the columns; rows count from 1."""
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if orientation is Qt.Orientation.Vertical:
            return section + 1
        return self._names[section]


class SampleTable(QTableView):
    """Shows samples; nothing can be changed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("data.table")
        self.setAccessibleName("Samples")
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setAlternatingRowColors(True)
        self.setShowGrid(False)
        self.verticalHeader().setDefaultSectionSize(scaled(22))

    def show_samples(
        self,
        names: Sequence[str],
        rows: Sequence[Sequence[float]],
        labels: Sequence[str],
        label_title: str = "label",
    ) -> None:
        """Show these rows; columns without a name are numbered."""
        width = len(rows[0]) if rows else 0
        names = [*names, *(f"#{n + 1}" for n in range(len(names), width))]
        old = self.model()
        self.setModel(SampleModel(names[:width], rows, labels, label_title, self))
        if old is not None:
            old.deleteLater()
        self.resizeColumnsToContents()
