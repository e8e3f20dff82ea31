"""Drags a reroute point of a wire."""

from __future__ import annotations

from studio.graph.model import Point
from studio.graph.routing import move_point
from studio.ui.canvas.geometry import snap
from studio.ui.canvas.hits import PointHit
from studio.ui.canvas.tool import Pointer, Surface, Tool


class BendTool(Tool):
    """The point follows the mouse on the grid; the document changes on release."""

    def __init__(self, surface: Surface, hit: PointHit) -> None:
        self._surface = surface
        self._hit = hit
        self._item = surface.scene.edges[hit.key]
        self._at: Point | None = None
        surface.selection.replace((), {hit.key})

    def move(self, pointer: Pointer) -> None:
        """Show the wire through where the mouse is."""
        self._at = snap(pointer.scene.x(), pointer.scene.y())
        via, index = self._item.edge.via, self._hit.index
        self._item.bend((*via[:index], self._at, *via[index + 1 :]))

    def finish(self, pointer: Pointer) -> None:
        """Put the point there; a click without a drag moves nothing."""
        if self._at is None:
            return
        document, hit = self._surface.document, self._hit
        edit = move_point(document, hit.key, hit.index, self._at)
        if not self._surface.apply(edit, pointer.view):
            self.cancel()

    def cancel(self) -> None:
        """Let the wire run as it did."""
        if self._hit.key in self._surface.scene.edges:
            self._item.bend(self._item.edge.via)
