"""Whether things may move, as the system and the user have it."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication, QStyle

_REDUCED = "reduced_motion"
"""Property of the application: the user asked for less motion."""


def set_reduced(reduced: bool) -> None:
    """Let nothing move, or all as the system has it."""
    app = QCoreApplication.instance()
    if app is not None:
        app.setProperty(_REDUCED, reduced)


def duration(longest: int) -> int:
    """Milliseconds that a movement lasts: at most `longest`, 0 for none at all."""
    app = QCoreApplication.instance()
    if app is not None and app.property(_REDUCED):
        return 0
    hint = QStyle.StyleHint.SH_Widget_Animation_Duration
    return max(0, min(longest, QApplication.style().styleHint(hint)))
