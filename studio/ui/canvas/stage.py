"""A view that paints a canvas scene fast, zooms to the mouse and pans."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QPainter,
    QPaintEvent,
    QPixmapCache,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QGraphicsView

from studio.ui.canvas.camera import STEP, Camera
from studio.ui.canvas.far_names import MOST_NAMED, FarNames
from studio.ui.canvas.grid import paint_ground
from studio.ui.canvas.overview import OVERVIEW_ZOOM
from studio.ui.canvas.scene import CanvasScene

_FIELD = QRectF(-1_000_000, -1_000_000, 2_000_000, 2_000_000)
"""How far one can pan: a chain of 5,000 layers is 600,000 units tall."""
_CACHE_KB = 128 * 1024
"""Room for the pictures of some 500 cards on a dense screen."""
_WHEEL_NOTCH = 120
_READABLE = 0.6
"""Zoom, of actual size, below which a graph that is opened is not shown whole."""
_AIR = 40.0
"""Scene units between the beginning of a graph and the edge of the view."""


class Stage(QGraphicsView):
    """Paints the scene, or from afar its overview.

    Signals:
        zoom_changed: the zoom is another one; 1 is actual size.
    """

    zoom_changed = Signal(float)

    def __init__(self, scene: CanvasScene) -> None:
        super().__init__()
        self.stage_scene = scene
        scene.setParent(self)
        self.camera = Camera(self)
        self._far_names = FarNames()
        self._last_zoom = self.zoom
        self.setScene(scene)
        self.setSceneRect(_FIELD)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.NoAnchor)
        self.setViewportUpdateMode(
            QGraphicsView.ViewportUpdateMode.MinimalViewportUpdate
        )
        self.setOptimizationFlags(
            QGraphicsView.OptimizationFlag.DontSavePainterState
            | QGraphicsView.OptimizationFlag.DontAdjustForAntialiasing
        )
        self.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.viewport().setMouseTracking(True)
        # All of it is painted; a style sheet would make Qt think otherwise and
        # repaint everything where scrolling needs a strip.
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        QPixmapCache.setCacheLimit(max(QPixmapCache.cacheLimit(), _CACHE_KB))
        scene.content_changed.connect(self._on_content_changed)

    @property
    def zoom(self) -> float:
        """View pixels per scene unit."""
        return self.camera.zoom

    def centre(self) -> QPointF:
        """Centre of what is seen, on the scene."""
        return self.mapToScene(self.viewport().rect().center())

    def visible(self) -> QRectF:
        """What is seen of the scene."""
        return self.mapToScene(self.viewport().rect()).boundingRect()

    def detailed(self) -> QRectF:
        """What is seen of the items themselves: nothing from afar."""
        return self.visible() if self.zoom >= OVERVIEW_ZOOM else QRectF()

    def zoom_in(self) -> None:
        """Show things larger."""
        self.camera.zoom_centre(STEP)
        self.tell_zoom()

    def zoom_out(self) -> None:
        """Show more."""
        self.camera.zoom_centre(1 / STEP)
        self.tell_zoom()

    def reset_zoom(self) -> None:
        """Show things in their own size."""
        self.camera.zoom_centre(self.camera.actual / self.zoom)
        self.tell_zoom()

    def fit(self) -> None:
        """Show everything."""
        self.camera.show(self.stage_scene.content_rect())
        self.tell_zoom()

    def begin(self) -> None:
        """Show everything or, where that would be too small to read, its beginning."""
        self.fit()
        least = _READABLE * self.camera.actual
        content = self.stage_scene.content_rect()
        if self.zoom >= least or content.isEmpty():
            return
        self.camera.zoom_centre(least / self.zoom)
        rects = [item.rect for item in self.stage_scene.nodes.values()] or [content]
        half = self.visible().size() / 2
        if content.height() >= content.width():
            first = min(rects, key=QRectF.top)
            self.centerOn(first.center().x(), first.top() + half.height() - _AIR)
        else:
            first = min(rects, key=QRectF.left)
            self.centerOn(first.left() + half.width() - _AIR, first.center().y())
        self.tell_zoom()

    def reveal_readably(self, rect: QRectF) -> None:
        """Bring a rectangle into view, large enough to be read."""
        if self.zoom < OVERVIEW_ZOOM:
            self.reset_zoom()
        self.camera.reveal(rect)

    def tell_zoom(self) -> None:
        """Emit `zoom_changed` if it did."""
        if self.zoom != self._last_zoom:
            self._last_zoom = self.zoom
            self.zoom_changed.emit(self.zoom / self.camera.actual)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom to the mouse; with Shift pan sideways."""
        at: QPoint = event.position().toPoint()
        turned = event.angleDelta()
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.camera.pan(QPoint(turned.x() or turned.y(), 0))
        elif turned.y():
            self.camera.zoom_at(STEP ** (turned.y() / _WHEEL_NOTCH), at)
            self.tell_zoom()
        event.accept()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the model in view, smaller if need be, where all of it was."""
        content = self.stage_scene.content_rect()
        before = self.mapToScene(QRect(QPoint(0, 0), event.oldSize())).boundingRect()
        super().resizeEvent(event)
        if before.contains(content) and not self.visible().contains(content):
            self.camera.show(content, largest=self.zoom)
            self.tell_zoom()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Scroll. From afar all is painted anyway, and long lines end alike."""
        super().scrollContentsBy(dx, dy)
        if self.zoom < OVERVIEW_ZOOM:
            self.viewport().update()

    def drawBackground(self, painter: QPainter, rect: QRectF | object) -> None:
        """Paint the grid."""
        assert isinstance(rect, QRectF)
        paint_ground(painter, rect, self.stage_scene.theme, self.zoom)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the items, or from afar the overview in their place."""
        if self.zoom >= OVERVIEW_ZOOM:
            self.stage_scene.shaping.look(self.visible())
            super().paintEvent(event)
            return
        painter = QPainter(self.viewport())
        painter.setClipRegion(event.region())
        painter.setTransform(self.viewportTransform())
        area = self.mapToScene(event.rect().adjusted(-2, -2, 2, 2)).boundingRect()
        paint_ground(painter, area, self.stage_scene.theme, self.zoom)
        scene = self.stage_scene
        scene.overview.refresh(scene.nodes, scene.edges)
        notes = (comment.rect for comment in scene.comments.values())
        scene.overview.paint(painter, scene.theme, notes)
        if len(scene.nodes) <= MOST_NAMED and not scene.overview.is_lifted:
            items = scene.nodes.values()
            self._far_names.paint(painter, items, scene.theme, self.zoom)
        frames = scene.comments.values()
        self._far_names.paint_titles(painter, frames, scene.theme, self.zoom)
        painter.end()

    def _on_content_changed(self) -> None:
        # A wire whose curve is still to come cannot say what it will cover.
        if self.zoom < OVERVIEW_ZOOM or self.stage_scene.shaping.is_busy:
            self.viewport().update()
