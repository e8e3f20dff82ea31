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
    top, low = area.top(), area.bottom()
    row = [
        (rect.left(), rect.right())
        for rect in taken
        if rect.top() < low and top < rect.bottom()
    ]
    x = area.x()
    while covered := [r for left, r in row if left < x + area.width() and x < r]:
        x = max(covered) + _AIR
    return snap(x, area.y())
