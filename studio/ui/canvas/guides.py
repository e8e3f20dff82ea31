"""Lines that show with what a dragged card is aligned."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QLineF, QPointF, QRectF
from PySide6.QtGui import QPainterPath
from PySide6.QtWidgets import QGraphicsPathItem

from studio.ui.canvas.edge_item import DRAFT_LAYER
from studio.ui.canvas.painter import wire_pen
from studio.ui.canvas.scene import CanvasScene

REACH = 6.0
"""How near, in scene units, an edge or middle is drawn to another one."""
MOST_OTHERS = 200
_BEYOND = 12.0


class Guides:
    """Pulls a rectangle to the lines of others, and draws the lines it is on."""

    def __init__(self, scene: CanvasScene, others: Iterable[QRectF]) -> None:
        self._scene = scene
        self._others = list(others)[:MOST_OTHERS]
        self._item: QGraphicsPathItem | None = None

    def pull(self, rect: QRectF) -> QPointF:
        """How far to move `rect` so that it is aligned, and show with what."""
        across = _nearest(rect, self._others, _columns)
        down = _nearest(rect, self._others, _rows)
        way = QPointF(across or 0.0, down or 0.0)
        placed = rect.translated(way)
        lines = []
        for other in self._others:
            if across is not None and set(_columns(placed)) & set(_columns(other)):
                x = min(set(_columns(placed)) & set(_columns(other)))
                both = placed.united(other)
                top, bottom = both.top() - _BEYOND, both.bottom() + _BEYOND
                lines.append(QLineF(x, top, x, bottom))
            if down is not None and set(_rows(placed)) & set(_rows(other)):
                y = min(set(_rows(placed)) & set(_rows(other)))
                both = placed.united(other)
                left, right = both.left() - _BEYOND, both.right() + _BEYOND
                lines.append(QLineF(left, y, right, y))
        self._draw(lines)
        return way

    def remove(self) -> None:
        """Take the lines away."""
        if self._item is not None:
            self._scene.removeItem(self._item)
            self._item = None

    def _draw(self, lines: Iterable[QLineF]) -> None:
        path = QPainterPath()
        for line in lines:
            path.moveTo(line.p1())
            path.lineTo(line.p2())
        if self._item is None:
            self._item = QGraphicsPathItem()
            self._item.setZValue(DRAFT_LAYER)
            self._item.setPen(wire_pen(self._scene.theme.color("accent")))
            self._scene.addItem(self._item)
        self._item.setPath(path)


def _columns(rect: QRectF) -> tuple[float, float, float]:
    return rect.left(), rect.center().x(), rect.right()


def _rows(rect: QRectF) -> tuple[float, float, float]:
    return rect.top(), rect.center().y(), rect.bottom()


def _nearest(
    rect: QRectF,
    others: Iterable[QRectF],
    lines: Callable[[QRectF], tuple[float, float, float]],
) -> float | None:
    """Shortest way from a line of `rect` to the same line of another, if near."""
    ways = (
        theirs - own
        for other in others
        for own, theirs in zip(lines(rect), lines(other), strict=True)
    )
    near = [way for way in ways if abs(way) <= REACH]
    return min(near, key=abs, default=None)
