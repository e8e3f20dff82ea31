"""Pictures of what many cards have in common, drawn once for each zoom."""

from __future__ import annotations

from collections.abc import Callable, Hashable

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPixmap, QTransform

_MOST = 256
"""Different looks that are kept; a graph has some dozens."""


class Stamps:
    """Draws a thing by its picture. A zoom through 300 cards takes half the time."""

    def __init__(self) -> None:
        self._scale = (0.0, 0.0)
        self._pictures: dict[Hashable, QPixmap] = {}

    def draw(
        self,
        painter: QPainter,
        key: Hashable,
        bounds: QRectF,
        paint: Callable[[QPainter], None],
    ) -> None:
        """Draw what `paint` paints inside `bounds`, on whole view pixels."""
        world = painter.worldTransform()
        dense = painter.device().devicePixelRatioF()
        scale = (world.m11(), dense)
        if scale != self._scale or len(self._pictures) >= _MOST:
            self._scale = scale
            self._pictures.clear()
        picture = self._pictures.get(key)
        if picture is None:
            picture = _picture(bounds, world.m11(), dense, paint)
            self._pictures[key] = picture
        corner = world.map(bounds.topLeft()).toPoint()
        painter.setWorldTransform(QTransform())
        painter.drawPixmap(corner, picture)
        painter.setWorldTransform(world)


def _picture(
    bounds: QRectF, zoom: float, dense: float, paint: Callable[[QPainter], None]
) -> QPixmap:
    size = QRectF(0, 0, bounds.width() * zoom * dense, bounds.height() * zoom * dense)
    picture = QPixmap(size.toAlignedRect().size())
    picture.setDevicePixelRatio(dense)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(zoom, zoom)
    painter.translate(-bounds.topLeft())
    paint(painter)
    painter.end()
    return picture
