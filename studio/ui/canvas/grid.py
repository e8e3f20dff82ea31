"""The ground of the canvas: plain, with a quiet grid of dots."""

from __future__ import annotations

from math import floor

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from studio.ui.canvas.painter import wire_pen
from studio.ui.theme import Theme

_STEP = 24.0
_CLOSEST = 14.0
"""Fewest view pixels between two dots."""


def paint_ground(painter: QPainter, area: QRectF, theme: Theme, zoom: float) -> None:
    """Paint an area of the scene, opaque."""
    painter.fillRect(area, theme.color("canvas"))
    step = _STEP
    while step * zoom < _CLOSEST:
        step *= 2
    left, top = floor(area.left() / step), floor(area.top() / step)
    columns = range(left, floor(area.right() / step) + 1)
    rows = range(top, floor(area.bottom() / step) + 1)
    painter.setPen(wire_pen(theme.color("grid"), 2.0))
    painter.drawPoints([QPointF(x * step, y * step) for x in columns for y in rows])
