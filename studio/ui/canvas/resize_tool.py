"""Changes the size of a comment or a frame by its corner."""

from __future__ import annotations

from dataclasses import replace

from studio.graph import commands
from studio.graph.edits import Compound
from studio.ui.canvas.geometry import snap
from studio.ui.canvas.hits import CommentHit
from studio.ui.canvas.tool import Pointer, Surface, Tool

LEAST_NOTE = (96.0, 48.0)
"""Width and height below which no comment goes."""


class ResizeTool(Tool):
    """The corner follows the mouse on the grid; the document changes on release."""

    def __init__(self, surface: Surface, hit: CommentHit) -> None:
        self._surface = surface
        self._item = surface.scene.comments[hit.comment]
        self._old = self._item.comment
        surface.selection.replace((), (), {hit.comment})

    def move(self, pointer: Pointer) -> None:
        """Show the size at which the mouse is."""
        x, y = self._old.position
        width, height = snap(pointer.scene.x() - x, pointer.scene.y() - y)
        width, height = max(width, LEAST_NOTE[0]), max(height, LEAST_NOTE[1])
        self._item.set_comment(replace(self._old, width=width, height=height))

    def finish(self, pointer: Pointer) -> None:
        """Keep the size."""
        new = self._item.comment
        self._item.set_comment(self._old)
        if new != self._old:
            edit = commands.change_comment(
                self._surface.document, new.id, width=new.width, height=new.height
            )
            what = "frame" if new.frame else "comment"
            self._surface.apply(Compound(f"Resize {what}", edit.edits), pointer.view)

    def cancel(self) -> None:
        """Keep the old size."""
        self._item.set_comment(self._old)
