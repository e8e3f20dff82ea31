"""Zoom, pan and fit of a graphics view."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRectF
from PySide6.QtGui import QTransform
from PySide6.QtWidgets import QGraphicsView

from studio.ui.text_size import text_scale

SMALLEST, LARGEST = 0.02, 3.0
"""Zoom factors. Above the largest, cached cards would be clipped by Qt."""
STEP = 1.2
_AIR = 24.0
"""Empty space around what is fitted, in view pixels."""


class Camera:
    """Where a view looks, and how closely.

    Attributes:
        actual: zoom at which text has the application's size.
    """

    def __init__(self, view: QGraphicsView) -> None:
        self._view = view
        self.actual = text_scale()
        self._set_zoom(self.actual)

    @property
    def zoom(self) -> float:
        """View pixels per scene unit."""
        return self._view.transform().m11()

    def zoom_at(self, factor: float, at: QPoint) -> None:
        """Zoom by a factor; the scene under `at` (view pixels) stays there."""
        anchor = self._view.mapToScene(at)
        self._set_zoom(self.zoom * factor)
        self.pan(at - self._view.mapFromScene(anchor))

    def zoom_centre(self, factor: float) -> None:
        """Zoom by a factor; the centre of the view stays."""
        self.zoom_at(factor, self._view.viewport().rect().center())

    def pan(self, way: QPoint) -> None:
        """Move the picture by view pixels."""
        across = self._view.horizontalScrollBar()
        down = self._view.verticalScrollBar()
        across.setValue(across.value() - way.x())
        down.setValue(down.value() - way.y())

    def show(self, rect: QRectF, largest: float | None = None) -> None:
        """Show a rectangle of the scene whole, no larger than `largest` or actual."""
        if rect.isEmpty():
            return
        size = self._view.viewport().size()
        across = (size.width() - 2 * _AIR) / rect.width()
        down = (size.height() - 2 * _AIR) / rect.height()
        self._set_zoom(min(across, down, largest or self.actual))
        self._view.centerOn(rect.center())

    def reveal(self, rect: QRectF) -> None:
        """Bring a rectangle into view without zooming, if it is not."""
        seen = self._view.mapToScene(self._view.viewport().rect()).boundingRect()
        if not seen.contains(rect):
            self._view.centerOn(rect.center())

    def _set_zoom(self, zoom: float) -> None:
        zoom = max(SMALLEST, min(LARGEST, zoom))
        self._view.setTransform(QTransform.fromScale(zoom, zoom))
