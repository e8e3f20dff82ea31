"""Which edits belong to one undo step: those typed in one field at one go."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QWidget


class Gestures(QObject):
    """Names the gesture of an edit; it ends when the focus moves on."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._number = 0
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._on_focus_changed)

    def current(self, field: str) -> str | None:
        """Gesture id of typing in `field`; None for a click, a step of its own."""
        focus = QApplication.focusWidget()
        typing = isinstance(focus, QLineEdit) and not isinstance(
            focus.parent(), QComboBox
        )
        return f"{field}#{self._number}" if typing else None

    def _on_focus_changed(self, old: QWidget | None, new: QWidget | None) -> None:
        self._number += 1
