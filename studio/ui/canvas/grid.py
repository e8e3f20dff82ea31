"""The ground of the canvas: plain, with a quiet grid of dots."""

from __future__ import annotations

from math import floor

from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QPainter

from studio.ui.canvas.painter import wire_pen
from studio.ui.theme import Theme

_STEP = 24.0
_CLOSEST = 14.0
"""Fewest view pixels between two dots."""
_DOT = 2.0


def paint_ground(painter: QPainter, area: QRectF, theme: Theme, zoom: float) -> None:
    """Paint an area of the scene, opaque.

    The dots of a row are one dashed line: a third of the time of single dots.
    """
    painter.fillRect(area, theme.color("canvas"))
    step = _STEP
    while step * zoom < _CLOSEST:
        step *= 2
    pen = wire_pen(theme.color("grid"), _DOT)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    # Dash lengths count in pen widths, which are view pixels here.
    pen.setDashPattern([1, step * zoom / _DOT - 1])
    painter.setPen(pen)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    left = floor(area.left() / step) * step
    rows = range(floor(area.top() / step), floor(area.bottom() / step) + 1)
    painter.drawLines([QLineF(left, y * step, area.right(), y * step) for y in rows])
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
