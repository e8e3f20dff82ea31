"""The whole graph in a corner of the canvas, and what of it is in view."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import (
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QTransform,
)
from PySide6.QtWidgets import QWidget

from studio.ui.canvas.stage import Stage
from studio.ui.text_size import scaled_size

SIZE = (176, 120)
"""Width and height; a long graph has a longer and narrower map."""
_LONG = (80, 220)
_ELONGATED = 2.5
"""Length of a graph by its width, from which on it counts as long."""
WAIT_MS = 200
"""So long after the last of many changes, as of a drag, they show."""
_SHARE = 1.6
"""So many times as large as the map is the canvas at least that has one."""
_MARGIN = 12
_AIR = 8.0


class Minimap(QWidget):
    """Click or drag in it to look elsewhere.

    Hidden while all is in view anyway, and where it would cover most of the canvas.
    """

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage)
        self._stage = stage
        self._wanted = True
        self._picture = QPixmap()
        self._way = QTransform()
        self._content = QRectF()
        self.setObjectName("canvas_minimap")
        self.setAccessibleName("Map of the whole graph")
        self.setFixedSize(scaled_size(*SIZE))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._timer = QTimer(self, interval=WAIT_MS, singleShot=True)
        self._timer.timeout.connect(self._draw)
        stage.stage_scene.content_changed.connect(self._on_content_changed)
        stage.zoom_changed.connect(self.follow)
        for bar in (stage.horizontalScrollBar(), stage.verticalScrollBar()):
            bar.valueChanged.connect(self.follow)
        self.hide()

    @property
    def is_wanted(self) -> bool:
        """Whether it may be shown at all."""
        return self._wanted

    def set_wanted(self, wanted: bool) -> None:
        """Show it where it is of use, or never."""
        self._wanted = wanted
        self._draw()

    def follow(self) -> None:
        """Mark what is in view now; go where that is everything."""
        if self._timer.isActive():
            self._timer.start()  # the picture waits until the hand rests
        drawn = not self._picture.isNull()
        room = self._stage.viewport().size()
        large = self.size() * _SHARE
        fits = large.width() <= room.width() and large.height() <= room.height()
        is_all_seen = self._stage.visible().contains(self._content)
        self.setVisible(drawn and fits and not is_all_seen)
        corner = (room.width() - _MARGIN, room.height() - _MARGIN)
        self.move(corner[0] - self.width(), corner[1] - self.height())
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the picture of the graph and the frame of what is in view."""
        theme = self._stage.stage_scene.theme
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._picture)
        painter.setPen(QPen(theme.color("accent"), 1.5))
        tint = theme.color("accent")
        tint.setAlphaF(0.08)
        painter.setBrush(tint)
        seen = self._way.mapRect(self._stage.visible())
        painter.drawRect(seen.intersected(QRectF(self.rect()).adjusted(1, 1, -1, -1)))
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Look at what is under the mouse."""
        self._look(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Look at what is under the mouse."""
        self._look(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Keep the release from the canvas below."""

    def _look(self, at: QPointF) -> None:
        inverse, possible = self._way.inverted()
        if possible:
            self._stage.centerOn(inverse.map(at))

    def _on_content_changed(self) -> None:
        self._timer.start()

    def _draw(self) -> None:
        """Make the picture anew; without a graph there is none."""
        scene = self._stage.stage_scene
        self._content = scene.content_rect()
        if self._content.isEmpty() or not self._wanted:
            self._picture = QPixmap()
            self.hide()
            return
        self.setFixedSize(_size_for(self._content))
        dense = self.devicePixelRatioF()
        self._picture = QPixmap(self.size() * dense)
        self._picture.setDevicePixelRatio(dense)
        self._picture.fill(scene.theme.color("panel"))
        inner = QRectF(self.rect()).adjusted(_AIR, _AIR, -_AIR, -_AIR)
        across = inner.width() / self._content.width()
        scale = min(across, inner.height() / self._content.height(), 0.2)
        middle, centre = inner.center(), self._content.center()
        self._way = QTransform(
            scale,
            0.0,
            0.0,
            scale,
            middle.x() - centre.x() * scale,
            middle.y() - centre.y() * scale,
        )
        painter = QPainter(self._picture)
        painter.setPen(scene.theme.color("border"))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.setTransform(self._way)
        scene.overview.refresh(scene.nodes, scene.edges)
        notes = (comment.rect for comment in scene.comments.values())
        scene.overview.paint(painter, scene.theme, notes)
        painter.end()
        self.follow()


def _size_for(content: QRectF) -> QSize:
    """Size of the map of a graph that takes so much room."""
    if content.height() > _ELONGATED * content.width():
        return scaled_size(*_LONG)
    if content.width() > _ELONGATED * content.height():
        return scaled_size(*reversed(_LONG))
    return scaled_size(*SIZE)
