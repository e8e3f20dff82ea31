"""Where a layer dragged from the palette, or a copy, will land."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QFont, QPainter, QPen
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from studio.graph.card_shape import CARD_HEIGHT, CARD_WIDTH
from studio.graph.model import Edge, Point
from studio.ui.canvas.edge_item import DRAFT_LAYER
from studio.ui.canvas.geometry import snap
from studio.ui.canvas.inserting import edge_under
from studio.ui.canvas.mime import block_of
from studio.ui.canvas.scene import CanvasScene
from studio.ui.theme import Theme

_CARD = QSizeF(CARD_WIDTH, CARD_HEIGHT)
MOST_SHADES = 200
"""Outlines of copies that are drawn; of more, the first ones."""


class GhostItem(QGraphicsItem):
    """A dashed card with the class' name."""

    def __init__(self, title: str, theme: Theme, size: QSizeF = _CARD) -> None:
        super().__init__()
        self._rect = QRectF(QPointF(0, 0), size)
        self._title = title
        self._theme = theme
        self.setZValue(DRAFT_LAYER)

    def boundingRect(self) -> QRectF:
        """The card's outline."""
        return self._rect.adjusted(-1, -1, 1, 1)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionGraphicsItem,
        widget: QWidget | None = None,
    ) -> None:
        """Paint the outline and the name."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        accent = self._theme.color("accent")
        pen = QPen(accent, 1.5, Qt.PenStyle.DashLine)
        painter.setPen(pen)
        accent.setAlphaF(0.08)
        painter.setBrush(accent)
        rect = self._rect
        painter.drawRoundedRect(rect, self._theme.radius, self._theme.radius)
        font = QFont()
        font.setPixelSize(13)
        font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        painter.setPen(self._theme.color("text"))
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, self._title)


class Shades:
    """Outlines of where copies will land."""

    def __init__(self, scene: CanvasScene, ids: Collection[str]) -> None:
        self._scene = scene
        self._items: dict[str, GhostItem] = {}
        for item_id in sorted(ids)[:MOST_SHADES]:
            node = scene.nodes.get(item_id)
            rect = node.rect if node else scene.comments[item_id].rect
            title = node.card.title if node else ""
            self._items[item_id] = GhostItem(title, scene.theme, rect.size())
            scene.addItem(self._items[item_id])

    def move(self, places: Mapping[str, Point]) -> None:
        """Show the copies at these places."""
        for item_id, item in self._items.items():
            item.setPos(*places[item_id])

    def remove(self) -> None:
        """Take them off the scene."""
        for item in self._items.values():
            self._scene.removeItem(item)


class Ghost:
    """A layer that hovers over the canvas, and the wire it would go into."""

    def __init__(self, scene: CanvasScene, class_path: str) -> None:
        self.class_path = class_path
        self._scene = scene
        self.edge: Edge | None = None
        name = block_of(class_path) or class_path.rpartition(".")[2]
        self._item = GhostItem(name, scene.theme)
        scene.addItem(self._item)

    def move(self, centre: QPointF) -> None:
        """Hover around a point of the scene."""
        left, top = centre.x() - CARD_WIDTH / 2, centre.y() - CARD_HEIGHT / 2
        self._item.setPos(*snap(left, top))
        self._light(edge_under(self._scene, centre))

    def remove(self) -> None:
        """Take it off the scene."""
        self._light(None)
        self._scene.removeItem(self._item)

    def _light(self, edge: Edge | None) -> None:
        for which, hot in ((self.edge, False), (edge, True)):
            if which is not None and which.key in self._scene.edges:
                self._scene.edges[which.key].set_state(False, hot)
        self.edge = edge
