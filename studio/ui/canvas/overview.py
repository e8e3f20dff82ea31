"""The whole graph from afar: flat boxes and straight lines, painted at once."""

from __future__ import annotations

from collections import defaultdict

from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from studio.graph.problems import Severity
from studio.ui.canvas.painter import NOTE_CATEGORY, wire_pen
from studio.ui.canvas.scene import CanvasScene

OVERVIEW_ZOOM = 0.3
"""Below this zoom the overview is painted in place of the items."""


class Overview:
    """Boxes by colour and lines, made anew only after a change."""

    def __init__(self, scene: CanvasScene) -> None:
        self._scene = scene
        self._stale = True
        self._boxes: dict[str, list[QRectF]] = {}
        self._rings: dict[str, list[QRectF]] = {}
        self._lines: list[QLineF] = []
        self._notes: list[QRectF] = []

    def mark_stale(self) -> None:
        """Something changed: collect again before painting."""
        self._stale = True

    def paint(self, painter: QPainter) -> None:
        """Paint everything in scene coordinates."""
        if self._stale:
            self._collect()
        theme = self._scene.theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        self._paint_notes(painter)
        painter.setPen(wire_pen(theme.color("wire")))
        painter.drawLines(self._lines)
        painter.setPen(Qt.PenStyle.NoPen)
        for name, boxes in self._boxes.items():
            painter.setBrush(QColor(name))
            painter.drawRects(boxes)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for name, rings in self._rings.items():
            painter.setPen(wire_pen(theme.color(name), 2.0))
            painter.drawRects(rings)

    def _paint_notes(self, painter: QPainter) -> None:
        ink = self._scene.theme.category(NOTE_CATEGORY)
        ink.setAlphaF(0.25)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink)
        painter.drawRects(self._notes)

    def _collect(self) -> None:
        theme = self._scene.theme
        boxes: dict[str, list[QRectF]] = defaultdict(list)
        rings: dict[str, list[QRectF]] = defaultdict(list)
        for node in self._scene.nodes.values():
            rect = node.scene_rect()
            boxes[theme.category(node.card.category).name()].append(rect)
            if node.card.severity is Severity.ERROR:
                rings["error"].append(rect.adjusted(-12, -12, 12, 12))
            if node.look.selected:
                rings["accent"].append(rect.adjusted(-24, -24, 24, 24))
        self._boxes, self._rings = dict(boxes), dict(rings)
        self._lines = [QLineF(e.start, e.end) for e in self._scene.edges.values()]
        self._notes = [c.scene_rect() for c in self._scene.comments.values()]
        self._stale = False
