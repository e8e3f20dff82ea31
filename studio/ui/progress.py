"""A bar that says how much is done; what is waited for stands beside it."""

from __future__ import annotations

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QProgressBar, QWidget

from studio.ui import motion

_STEPS = 1000


class Progress(QProgressBar):
    """Moves to and fro while nobody knows how much, unless motion is unwanted."""

    def __init__(self, name: str, meaning: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(meaning)
        self.setTextVisible(False)
        self._fraction: float | None = None
        self.show_fraction(None)

    def show_fraction(self, fraction: float | None) -> None:
        """Show how much is done, 0 to 1; None while that is unknown."""
        self._fraction = fraction
        if fraction is None:
            self.setRange(0, _STEPS if not motion.duration(1) else 0)
            self.setValue(0)
        else:
            self.setRange(0, _STEPS)
            self.setValue(round(fraction * _STEPS))

    def showEvent(self, event: QShowEvent) -> None:
        """Rest or move, as motion is wanted now."""
        super().showEvent(event)
        self.show_fraction(self._fraction)
