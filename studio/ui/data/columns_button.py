"""Choice of several columns, in a menu that stays open."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QAction, QMouseEvent
from PySide6.QtWidgets import QMenu, QPushButton, QSizePolicy, QWidget

from studio.ui.editors.states import tooltip

_NONE = "None"


class ColumnsButton(QPushButton):
    """Shows which columns are chosen; its menu has an entry for each.

    Signals:
        edited(tuple): the user chose others, in the order of the table.
    """

    edited = Signal(tuple)

    def __init__(self, name: str, title: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(title)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._menu = QMenu(self)
        self._menu.installEventFilter(self)
        self.setMenu(self._menu)

    def show_columns(self, columns: Sequence[str], chosen: Sequence[str]) -> None:
        """Offer these columns, some of them chosen. Emits nothing."""
        text = ", ".join(chosen)
        self.setText(text.replace("&", "&&") or _NONE)
        self.setToolTip(tooltip(text))
        if [action.data() for action in self._menu.actions()] != list(columns):
            self._menu.clear()
            for column in columns:
                action = QAction(column.replace("&", "&&"), self._menu, checkable=True)
                action.setData(column)
                action.triggered.connect(self._on_triggered)
                self._menu.addAction(action)
        for action in self._menu.actions():
            action.setChecked(action.data() in chosen)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let a click choose without closing the menu: several are wanted."""
        if (
            isinstance(event, QMouseEvent)
            and event.type() is QEvent.Type.MouseButtonRelease
        ):
            action = self._menu.actionAt(event.position().toPoint())
            if action is not None:
                action.trigger()
                return True
        return super().eventFilter(watched, event)

    def _on_triggered(self) -> None:
        actions = self._menu.actions()
        self.edited.emit(tuple(a.data() for a in actions if a.isChecked()))
