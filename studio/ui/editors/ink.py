"""Icon buttons that take their colour from the palette they stand in."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtGui import QPalette, QShowEvent
from PySide6.QtWidgets import QToolButton, QWidget

from studio.ui.icons import icon
from studio.ui.text_size import scaled_size
from studio.ui.tokens import LIGHT


class InkButton(QToolButton):
    """A flat button with an icon, muted, redrawn when the theme changes."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self.setAutoRaise(True)
        self.setIconSize(scaled_size(16, 16))

    def set_icon(self, name: str) -> None:
        """Show another icon."""
        self._name = name
        self._draw()

    def showEvent(self, event: QShowEvent) -> None:
        """Draw the icon when it is first needed; most of a form are not."""
        if self.icon().isNull():
            self._draw()
        super().showEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Draw the icon anew in a new palette."""
        if event.type() == QEvent.Type.PaletteChange and not self.icon().isNull():
            self._draw()
        super().changeEvent(event)

    def _draw(self) -> None:
        # Given a colour, the icon takes nothing else from the theme.
        ink = self.palette().color(QPalette.ColorRole.PlaceholderText)
        self.setIcon(icon(self._name, LIGHT, ink))
