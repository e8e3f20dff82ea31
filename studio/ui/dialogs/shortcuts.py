"""Every keyboard shortcut on one page."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from studio.ui.action_spec import ActionSpec
from studio.ui.action_table import ACTIONS
from studio.ui.actions import readable


class ShortcutsDialog(QDialog):
    """A table of what can be done, how, and what it does."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("shortcuts_dialog")
        self.setWindowTitle("Keyboard shortcuts")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(720, 620)
        shown = [spec for spec in ACTIONS if spec.shortcut]
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.addWidget(_table(shown))
        layout.addWidget(buttons)


def _table(specs: list[ActionSpec]) -> QTableWidget:
    table = QTableWidget(len(specs), 4)
    table.setObjectName("shortcuts_table")
    table.setAccessibleName("Keyboard shortcuts")
    table.setHorizontalHeaderLabels(["Menu", "Action", "Shortcut", "What it does"])
    table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.verticalHeader().hide()
    table.setShowGrid(False)
    for row, spec in enumerate(specs):
        texts = (spec.menu, spec.title.rstrip("…"), readable(spec.shortcut), spec.tip)
        for column, text in enumerate(texts):
            table.setItem(row, column, QTableWidgetItem(text))
    table.resizeColumnsToContents()
    last = table.columnCount() - 1
    mode = QHeaderView.ResizeMode.Stretch
    table.horizontalHeader().setSectionResizeMode(last, mode)
    return table
