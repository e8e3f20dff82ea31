"""A node on the scene: shows a card, knows nothing else."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QGraphicsItem,
    QStyleOptionGraphicsItem,
    QWidget,
)

from studio.graph.model import Point
from studio.ui.canvas.card import Card
from studio.ui.canvas.geometry import card_geometry
from studio.ui.canvas.painter import CardPainter, Look

NODE_LAYER = 1.0
_PLAIN = Look()


class NodeItem(QGraphicsItem):
    """One node. Its bounding rectangle changes only with its ports.

    Attributes:
        at: scene position of its top-left corner.
        rect: the card's rectangle on the scene, without ports and ring.
    """

    def __init__(self, painter: CardPainter, card: Card, stale: set[str]) -> None:
        """Show `card`; ids go into `stale` when the item looks different."""
        super().__init__()
        self._painter = painter
        self._stale = stale
        self.card = card
        self.geometry = card_geometry(card)
        self.at = QPointF()
        self.rect = self.geometry.rect
        self.look = _PLAIN
        self.setZValue(NODE_LAYER)
        self.setCacheMode(QGraphicsItem.CacheMode.DeviceCoordinateCache)

    def place(self, x: float, y: float) -> None:
        """Put the top-left corner there."""
        self.at = at = QPointF(x, y)
        self.setPos(at)
        self.rect = self.geometry.rect.translated(at)
        self._stale.add(self.card.node)

    def set_card(self, card: Card) -> None:
        """Show another card."""
        if card == self.card:
            return
        geometry = card_geometry(card)
        if geometry.rect != self.geometry.rect:
            self.prepareGeometryChange()
        self.card = card
        if geometry is not self.geometry:
            self.geometry = geometry
            self._fit()
        self._stale.add(card.node)
        self.update()

    def set_look(self, look: Look) -> None:
        """Show another momentary state."""
        if look != self.look:
            self.look = look
            self._stale.add(self.card.node)
            self.update()

    def settle(self, position: Point) -> bool:
        """Show nothing of a gesture; whether it had to move to its place."""
        self.set_look(_PLAIN)
        if (self.at.x(), self.at.y()) == position:
            return False
        self.place(*position)
        return True

    def set_painter(self, painter: CardPainter) -> None:
        """Paint in another theme."""
        self._painter = painter
        self.update()

    def input_at(self, port: str) -> QPointF:
        """Scene position of an input port."""
        return self.at + self.geometry.inputs[port]

    def output_at(self, output: str) -> QPointF:
        """Scene position of an output port."""
        return self.at + self.geometry.outputs[output]

    def boundingRect(self) -> QRectF:
        """Card, ports and selection ring."""
        return self.geometry.bounds

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionGraphicsItem,
        widget: QWidget | None = None,
    ) -> None:
        """Paint the card in the detail the zoom allows."""
        zoom = QStyleOptionGraphicsItem.levelOfDetailFromTransform(
            painter.worldTransform()
        )
        self._painter.paint(painter, self.card, self.geometry, self.look, zoom)

    def _fit(self) -> None:
        self.rect = self.geometry.rect.translated(self.at)
        self._stale.add(self.card.node)
