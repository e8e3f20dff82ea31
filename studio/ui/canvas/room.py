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
    area = QRectF()
    for node in fragment.nodes:
        area |= QRectF(*node.position, CARD_WIDTH, CARD_HEIGHT)
    for note in fragment.comments:
        area |= QRectF(*note.position, note.width, note.height)
    area.moveTopLeft(at)
    top, low = area.top(), area.bottom()  # it moves to the right alone
    row = [rect for rect in taken if rect.top() < low and top < rect.bottom()]
    while covered := [rect for rect in row if rect.intersects(area)]:
        area.moveLeft(max(rect.right() for rect in covered) + _AIR)
    return snap(area.x(), area.y())
