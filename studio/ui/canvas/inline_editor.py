"""Edits a name or a note in place, over the canvas."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QRect, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

Commit = Callable[[str], str]
"""Takes the text; answers why it will not do, or nothing."""


class NameEditor(QLineEdit):
    """One line over a card. Enter takes it, Esc and leaving drop it."""

    def __init__(
        self,
        parent: QWidget,
        text: str,
        area: QRect,
        commit: Commit,
        complain: Callable[[str], None],
    ) -> None:
        super().__init__(text, parent)
        self._commit, self._complain = commit, complain
        self._parent = parent
        self.setObjectName("canvas_name_editor")
        self.setAccessibleName("Layer name")
        self.setGeometry(area)
        self.returnPressed.connect(self._on_return)
        self.selectAll()
        self.show()
        self.setFocus()
        self.installEventFilter(self)

    def _on_return(self) -> None:
        reason = self._commit(self.text())
        if reason:
            self._complain(reason)
        else:
            self._leave()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Close on Esc and when something else is clicked."""
        if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            if event.type() == QEvent.Type.KeyPress:
                self._leave()
            event.accept()
            return True
        if event.type() == QEvent.Type.FocusOut:
            self._leave()
        return False

    def _leave(self) -> None:
        self.removeEventFilter(self)
        self.hide()
        self._parent.setFocus()
        self.deleteLater()


class NoteEditor(QPlainTextEdit):
    """A comment's text. Leaving or Ctrl+Enter takes it, Esc drops it."""

    def __init__(self, parent: QWidget, text: str, area: QRect, commit: Commit) -> None:
        super().__init__(text, parent)
        self._commit = commit
        self._parent = parent
        self._open = True
        self.setObjectName("canvas_note_editor")
        self.setAccessibleName("Comment text")
        self.setPlaceholderText("Write a note…")
        self.setGeometry(area)
        self.show()
        self.setFocus()
        self.selectAll()
        self.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Close on Esc, Ctrl+Enter and when something else is clicked."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
            enters = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if event.key() == Qt.Key.Key_Escape or (control and enters):
                self._leave(take=bool(control))
                return True
        elif event.type() == QEvent.Type.FocusOut:
            self._leave(take=True)
        return False

    def _leave(self, take: bool) -> None:
        if not self._open:
            return
        self._open = False
        self.removeEventFilter(self)
        if take:
            self._commit(self.toPlainText())
        self.hide()
        self._parent.setFocus()
        self.deleteLater()
