"""Free places on the canvas."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import QPointF, QRectF

from studio.graph.card_shape import CARD_HEIGHT, CARD_WIDTH, GRID
from studio.graph.fragment import Fragment
from studio.graph.model import Point
from studio.ui.canvas.geometry import snap

_AIR = 4 * GRID


def beside(fragment: Fragment, at: QPointF, taken: Collection[QRectF]) -> Point:
    """Corner for a fragment at a point, or at the right of what it would cover."""
    spots = [QPointF(*node.position) for node in fragment.nodes]
    left = min((spot.x() for spot in spots), default=0.0)
    top = min((spot.y() for spot in spots), default=0.0)
    right = max((spot.x() for spot in spots), default=0.0) + CARD_WIDTH
    bottom = max((spot.y() for spot in spots), default=0.0) + CARD_HEIGHT
    area = QRectF(at.x(), at.y(), right - left, bottom - top)
    while covered := [rect for rect in taken if rect.intersects(area)]:
        area.moveLeft(max(rect.right() for rect in covered) + _AIR)
    return snap(area.x(), area.y())
