"""Names in the overview: of frames, and of nodes that are few and large enough."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QRectF
from PySide6.QtGui import QFont, QPainter

from studio.graph.card_shape import GRID
from studio.ui.canvas.comment_item import CommentItem
from studio.ui.canvas.node_item import NodeItem
from studio.ui.canvas.painter import note_ground
from studio.ui.canvas.typeface import Typeface
from studio.ui.text_size import scaled
from studio.ui.theme import Theme
from studio.ui.tokens import ink_on

MOST_NAMED = 300
"""More nodes stay bare boxes: each name costs time on every frame."""
_PX = 10
_AIR = 1
"""View pixels above and below a name at least."""


class FarNames:
    """Writes names in the overview in the same size on every zoom."""

    def __init__(self) -> None:
        self._faces: dict[QFont.Weight, tuple[int, Typeface]] = {}

    def paint(
        self, painter: QPainter, items: Iterable[NodeItem], theme: Theme, zoom: float
    ) -> None:
        """Paint in scene coordinates; boxes too low for text stay bare."""
        size = round(scaled(_PX) / zoom)
        air = _AIR / zoom
        face = self._typeface(size, QFont.Weight.Medium)
        inks = {}
        for item in items:
            rect = item.rect
            if rect.height() < size + 2 * air:
                continue
            category = item.card.category
            if category not in inks:
                inks[category] = ink_on(theme.category(category))
            painter.setPen(inks[category])
            width = rect.width() - 2 * GRID
            top = rect.center().y() - size * 0.6
            face.draw(painter, item.card.title, rect.left() + GRID, top, width)

    def paint_titles(
        self, painter: QPainter, items: Iterable[CommentItem], theme: Theme, zoom: float
    ) -> None:
        """Paint the frames' titles as tabs on them, for inside there is no room."""
        size = round(scaled(_PX) / zoom)
        face = self._typeface(size, QFont.Weight.DemiBold)
        ground = note_ground(theme, frame=False)
        painter.setPen(theme.color("text"))
        for item in items:
            title = item.comment.text
            if not item.comment.frame or not title:
                continue
            left, width = item.rect.left(), item.rect.width()
            inside = min(face.width(title), width - size)
            tab = QRectF(left, item.rect.top() - 1.5 * size, inside + size, 1.5 * size)
            painter.fillRect(tab, ground)
            face.draw(painter, title, left + size / 2, tab.top() + size * 0.1, inside)

    def _typeface(self, size: int, weight: QFont.Weight) -> Typeface:
        known = self._faces.get(weight)
        if known is None or known[0] != size:
            known = self._faces[weight] = size, Typeface(size, weight)
        return known[1]
