"""Every keyboard shortcut on one page, to be searched."""

from __future__ import annotations

import html
from collections.abc import Iterator
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLineEdit,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from studio.ui.action_table import ACTIONS
from studio.ui.actions import readable
from studio.ui.canvas.keys import KEYS
from studio.ui.text_size import scaled, scaled_size

_WIDEST = 280
"""Of the column of actions."""
_TITLES = ["Where", "Action", "Shortcut", "What it does"]


class Row(NamedTuple):
    """One line of the table."""

    where: str
    action: str
    shortcut: str
    tip: str


class ShortcutsDialog(QDialog):
    """A table of what can be done, how, and what it does; typing narrows it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("shortcuts_dialog")
        self.setWindowTitle("Keyboard shortcuts")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(scaled_size(860, 640))
        self._rows = list(shortcut_rows())
        self.search = QLineEdit(self)
        self.search.setObjectName("shortcuts_search")
        self.search.setAccessibleName("Search shortcuts")
        self.search.setPlaceholderText("Search by action or key")
        self.search.setClearButtonEnabled(True)
        self.table = _table(self._rows)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.addWidget(self.search)
        layout.addWidget(self.table)
        layout.addWidget(buttons)
        self.search.textChanged.connect(self._on_text_changed)

    def _on_text_changed(self, text: str) -> None:
        words = text.lower().split()
        for number, row in enumerate(self._rows):
            said = " ".join(row).lower()
            self.table.setRowHidden(number, not all(word in said for word in words))


def shortcut_rows() -> Iterator[Row]:
    """The window's shortcuts by menu, then the canvas' keys that are not among them."""
    taken = {spec.shortcut for spec in ACTIONS}
    for spec in ACTIONS:
        if spec.shortcut:
            title = spec.title.rstrip("…")
            yield Row(spec.menu, title, readable(spec.shortcut), spec.tip)
    for key, what in KEYS.items():
        if key not in taken:
            yield Row("Canvas", what.title, readable(key), "")


def _table(rows: list[Row]) -> QTableWidget:
    table = QTableWidget(len(rows), len(_TITLES))
    table.setObjectName("shortcuts_table")
    table.setAccessibleName("Keyboard shortcuts")
    table.setHorizontalHeaderLabels(_TITLES)
    table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setTabKeyNavigation(False)
    table.verticalHeader().hide()
    table.setShowGrid(False)
    for number, row in enumerate(rows):
        for column, text in enumerate(row):
            item = QTableWidgetItem(text)
            item.setToolTip(html.escape(text))
            table.setItem(number, column, item)
    table.resizeColumnsToContents()
    table.setColumnWidth(1, min(table.columnWidth(1), scaled(_WIDEST)))
    last = table.columnCount() - 1
    mode = QHeaderView.ResizeMode.Stretch
    table.horizontalHeader().setSectionResizeMode(last, mode)
    return table
