"""What every mouse tool is: one gesture from press to release."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPoint, QPointF, Qt

from studio.graph.document import Document
from studio.graph.edits import Compound, Edit, EditRefused
from studio.graph.model import Flow
from studio.graph.scoping import scoped
from studio.ui.canvas.hint import Hint
from studio.ui.canvas.scene import CanvasScene
from studio.ui.canvas.selection import Selection
from studio.ui.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Pointer:
    """The mouse: on the scene, in the view, and which keys are held."""

    scene: QPointF
    view: QPoint
    modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier

    @property
    def adds(self) -> bool:
        """Whether a click adds to the selection."""
        wanted = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
        return bool(self.modifiers & wanted)


@dataclass(frozen=True, slots=True)
class Surface:
    """What tools work on."""

    workspace: Workspace
    scene: CanvasScene
    selection: Selection
    hint: Hint

    @property
    def document(self) -> Document:
        """The document in view; for edits of a block, its inside."""
        return self.workspace.here

    @property
    def flow(self) -> Flow:
        """Which way wires run."""
        return self.workspace.document.setup.canvas.flow

    def apply(self, edit: Compound, at: QPoint | None = None) -> bool:
        """Apply an edit as one undo step; say why it was refused."""
        whole = scoped(edit, self.workspace.block_here)
        return bool(edit.edits) and self.apply_whole(whole, edit.name, at)

    def apply_whole(self, edit: Edit, name: str, at: QPoint | None = None) -> bool:
        """Apply an edit made for the document as a whole, like `apply`."""
        try:
            self.workspace.edit(edit, name)
        except EditRefused as error:
            self.hint.say(str(error), at or QPoint(16, 16))
            return False
        return True


class Tool:
    """One gesture. Its effect on the document is one undo step, or none."""

    cursor = Qt.CursorShape.ArrowCursor
    scrolls = True
    """Whether the canvas scrolls while the mouse is at its edge."""

    def move(self, pointer: Pointer) -> None:
        """Follow the mouse."""

    def finish(self, pointer: Pointer) -> None:
        """Do it: the button was released."""

    def cancel(self) -> None:
        """Leave everything as it was."""


class KeyTool(Tool):
    """A gesture of keys: all of them are its own until it ends."""

    scrolls = False

    def key(self, key: Qt.Key) -> bool:
        """Go on; true for the key that ends it."""
        raise NotImplementedError
