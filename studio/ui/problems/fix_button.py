"""A button for a repair."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QEnterEvent, QFocusEvent, QHideEvent
from PySide6.QtWidgets import QPushButton, QWidget

from studio.graph.problems import Fix
from studio.ui.editors.states import tooltip


class FixButton(QPushButton):
    """A button that offers a repair, and shows its effect before it is pressed.

    Signals:
        chosen(Fix): the user wants it.
        previewed(Fix or None): the mouse or the focus is on it, or has left.
    """

    chosen = Signal(object)
    previewed = Signal(object)

    def __init__(self, fix: Fix, parent: QWidget) -> None:
        super().__init__(fix.title.replace("&", "&&"), parent)
        self._fix = fix
        self.setObjectName("fix")
        self.setAccessibleName(f"Fix: {fix.title}")
        self.setAccessibleDescription(fix.effect)
        self.setToolTip(tooltip(fix.effect))
        self.clicked.connect(self._on_clicked)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show the effect."""
        self.previewed.emit(self._fix)
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Hide the effect."""
        self.previewed.emit(None)
        super().leaveEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the effect."""
        self.previewed.emit(self._fix)
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hide the effect."""
        self.previewed.emit(None)
        super().focusOutEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Hide the effect: the button goes."""
        self.previewed.emit(None)
        super().hideEvent(event)

    def _on_clicked(self) -> None:
        self.chosen.emit(self._fix)
