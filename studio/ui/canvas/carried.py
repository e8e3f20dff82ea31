"""Many nodes on their way: from afar one picture is moved, near by what is seen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF

from studio.graph.model import Point
from studio.ui.canvas.edge_item import EdgeItem

if TYPE_CHECKING:
    from studio.ui.canvas.scene import CanvasScene

MANY = 200
"""Nodes from which not every one is moved in every frame."""


class Carried:
    """Nodes that are dragged together, until the document says where they are."""

    def __init__(self, scene: CanvasScene, start: Mapping[str, Point]) -> None:
        """Take hold of nodes at `start`."""
        self._scene = scene
        self._start = {n: point for n, point in start.items() if n in scene.nodes}
        self._near: set[str] = set()
        sizes = [scene.nodes[node].rect.size() for node in self._start]
        self._width = max((size.width() for size in sizes), default=0.0)
        self._height = max((size.height() for size in sizes), default=0.0)
        inner = [key for key, item in scene.edges.items() if self._holds(item)]
        self._border = {
            end
            for item in scene.edges.values()
            for end in (item.edge.source, item.edge.target)
            if end in self._start and not self._holds(item)
        }
        scene.overview.refresh(scene.nodes, scene.edges)
        scene.overview.lift(self._start, inner)

    def move(self, dx: float, dy: float, area: QRectF) -> None:
        """Show them that far from their start; items are painted in `area` alone."""
        scene = self._scene
        scene.overview.carry(QPointF(dx, dy))
        if not area.isEmpty():
            self._near |= self._seen(dx, dy, area)
        # Wires to what stays behind are drawn one by one.
        moved = self._near | self._border
        for node in moved:
            x, y = self._start[node]
            scene.nodes[node].place(x + dx, y + dy)
        scene.route(moved)
        scene.content_changed.emit()

    def end(self) -> None:
        """Let go: the items that were not seen are still where they started."""
        self._scene.overview.land()

    def _holds(self, item: EdgeItem) -> bool:
        return item.edge.source in self._start and item.edge.target in self._start

    def _seen(self, dx: float, dy: float, area: QRectF) -> set[str]:
        """Nodes that are in the area now or were at the start, and ends of wires."""
        left, right = area.left() - self._width, area.right()
        top, bottom = area.top() - self._height, area.bottom()
        seen = {
            node
            for node, (x, y) in self._start.items()
            if (left <= x <= right and top <= y <= bottom)
            or (left <= x + dx <= right and top <= y + dy <= bottom)
        }
        wires: Iterable[EdgeItem] = (
            item for item in self._scene.items(area) if isinstance(item, EdgeItem)
        )
        ends = {end for item in wires for end in (item.edge.source, item.edge.target)}
        return seen | (ends & self._start.keys())
