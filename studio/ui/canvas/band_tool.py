"""Selects what a rubber band touches."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from studio.ui.canvas.stage import Stage
from studio.ui.canvas.tool import Pointer, Surface, Tool

_TINT = 0.08


class Band(QWidget):
    """The rubber band: a thin frame, hardly tinted."""

    def __init__(self, parent: QWidget, color: QColor) -> None:
        super().__init__(parent)
        self.setObjectName("canvas_band")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._color = color

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the frame."""
        painter = QPainter(self)
        painter.setPen(self._color)
        tint = QColor(self._color)
        tint.setAlphaF(_TINT)
        painter.setBrush(tint)
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()


class BandTool(Tool):
    """Drag over empty canvas. Ctrl or Shift adds to what is selected."""

    def __init__(self, surface: Surface, stage: Stage, pointer: Pointer) -> None:
        self._surface = surface
        self._stage = stage
        self._start = pointer
        selection = surface.selection
        self._nodes = selection.nodes if pointer.adds else frozenset()
        self._comments = selection.comments if pointer.adds else frozenset()
        self._before = (selection.nodes, selection.edges, selection.comments)
        if not pointer.adds:
            selection.replace()
        self._band = Band(stage, surface.scene.theme.color("accent"))
        self._band.setGeometry(QRect(pointer.view, QSize()))
        self._band.show()

    def move(self, pointer: Pointer) -> None:
        """Mark what the band touches now."""
        corner = self._stage.mapFromScene(self._start.scene)
        self._band.setGeometry(QRect(corner, pointer.view).normalized())
        self._surface.selection.preview(self._touched(pointer))

    def finish(self, pointer: Pointer) -> None:
        """Select what the band touches."""
        self._drop_band()
        if pointer.scene == self._start.scene:
            return
        area = QRectF(self._start.scene, pointer.scene).normalized()
        comments = {
            i for i, c in self._surface.scene.comments.items() if area.contains(c.rect)
        }
        self._surface.selection.replace(
            self._touched(pointer), (), self._comments | comments
        )

    def _touched(self, pointer: Pointer) -> frozenset[str]:
        area = QRectF(self._start.scene, pointer.scene).normalized()
        nodes = self._surface.scene.nodes.items()
        return self._nodes | {i for i, n in nodes if area.intersects(n.rect)}

    def cancel(self) -> None:
        """Select what was selected before."""
        self._drop_band()
        self._surface.selection.replace(*self._before)

    def _drop_band(self) -> None:
        self._band.hide()
        self._band.deleteLater()
