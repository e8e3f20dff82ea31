"""Edits on Qt's undo stack."""

from __future__ import annotations

from PySide6.QtGui import QUndoCommand

from studio.graph.document import Document
from studio.graph.edits import Compound, Edit


class EditCommand(QUndoCommand):
    """One undo step: applies an edit, and its inverse on undo.

    Commands pushed in a row with the same `gesture` become one step, so that
    typing a number is undone at once.
    """

    def __init__(
        self, document: Document, edit: Edit, text: str, gesture: str | None = None
    ) -> None:
        """Apply `edit` at once; Qt's first `redo`, on push, does nothing.

        Raises:
            EditRefused: the edit does not fit; push nothing. (An exception
                inside `redo` would be lost in Qt.)
        """
        super().__init__(text)
        self._document = document
        self._edit = edit
        self._gesture = gesture
        self._inverse = document.apply(edit)
        self._applied = True

    def redo(self) -> None:
        """Apply the edit, unless it is applied already."""
        if not self._applied:
            self._inverse = self._document.apply(self._edit)
            self._applied = True

    def undo(self) -> None:
        """Take the edit back."""
        self._document.apply(self._inverse)
        self._applied = False

    def id(self) -> int:
        """Qt merges only commands of one id other than -1."""
        return -1 if self._gesture is None else 1

    def mergeWith(self, other: QUndoCommand) -> bool:
        """Join a later command of the same gesture."""
        if not isinstance(other, EditCommand) or other._gesture != self._gesture:
            return False
        self._edit = Compound(self.text(), (self._edit, other._edit))
        self._inverse = Compound(self.text(), (other._inverse, self._inverse))
        return True
