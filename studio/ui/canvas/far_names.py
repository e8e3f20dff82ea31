"""Names of the nodes in the overview, as long as they are few and large enough."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtGui import QFont, QPainter

from studio.graph.card_shape import GRID
from studio.ui.canvas.node_item import NodeItem
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
    """Writes names on the overview's boxes in the same size on every zoom."""

    def __init__(self) -> None:
        self._face: Typeface | None = None
        self._size = 0

    def paint(
        self, painter: QPainter, items: Iterable[NodeItem], theme: Theme, zoom: float
    ) -> None:
        """Paint in scene coordinates; boxes too low for text stay bare."""
        size = round(scaled(_PX) / zoom)
        air = _AIR / zoom
        face = self._typeface(size)
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

    def _typeface(self, size: int) -> Typeface:
        if self._face is None or size != self._size:
            self._face, self._size = Typeface(size, QFont.Weight.Medium), size
        return self._face
