"""Paints cards, wires and comments; for the screen and for files alike."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QPainter,
    QPainterPath,
    QPen,
    QPolygonF,
)

from studio.graph.problems import Severity
from studio.ui.canvas.card import Card, Port
from studio.ui.canvas.geometry import PORT_RADIUS, CardGeometry
from studio.ui.theme import Theme

TEXT_ZOOM = 0.35
DETAIL_ZOOM = 0.6
_STRIPE = 5.0
_PAD = 16.0
_RIGHT = 12.0
_BADGE = 15.0
NOTE_CATEGORY = "pooling"
"""The category whose warm colour sticky notes share."""


@dataclass(frozen=True, slots=True)
class Look:
    """Momentary state of a card: selected, aimed at by a wire, the port under it."""

    selected: bool = False
    targets: frozenset[str] = frozenset()
    hot: str = ""
    """Port under the mouse, ``>`` before an output's name."""


class CardPainter:
    """Paints cards in one theme. Holds pens and fonts, so that painting is fast."""

    def __init__(self, theme: Theme) -> None:
        self.theme = theme
        self._title = _font(13, QFont.Weight.DemiBold)
        self._line = _font(12)
        self._mono = _font(11, family=theme.mono_family)
        self._large = _font(19, QFont.Weight.DemiBold)
        self._large_mono = _font(16, family=theme.mono_family)
        self._node = theme.color("node")
        self._border = QPen(theme.color("node_border"), 1.0)
        self._text = theme.color("text")
        self._muted = theme.color("muted")
        self._accent = theme.color("accent")
        self._severe = {s: theme.color(s.value) for s in Severity}

    def paint(
        self,
        painter: QPainter,
        card: Card,
        geometry: CardGeometry,
        look: Look,
        zoom: float,
    ) -> None:
        """Paint a card with its top-left corner at the origin."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._body(painter, card, geometry.rect, look)
        if zoom >= DETAIL_ZOOM:
            self._texts(painter, card, geometry.rect)
        elif zoom >= TEXT_ZOOM:
            self._headline(painter, card, geometry.rect)
        if card.severity:
            self._badge(painter, card.severity, geometry.rect)
        if zoom >= TEXT_ZOOM:
            self._ports(painter, card, geometry, look)

    def shows_line(self, card: Card, geometry: CardGeometry) -> bool:
        """Whether the line of class and parameters fits the card."""
        width = QFontMetricsF(self._line).horizontalAdvance(card.line)
        return width <= geometry.width - _PAD - _RIGHT

    def _body(self, painter: QPainter, card: Card, rect: QRectF, look: Look) -> None:
        radius = float(self.theme.radius)
        if look.selected:
            painter.setPen(QPen(self._accent, 2.0))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(rect.adjusted(-3, -3, 3, 3), radius + 3, radius + 3)
        outline = QPainterPath()
        outline.addRoundedRect(rect, radius, radius)
        painter.fillPath(outline, self._node)
        stripe = QPainterPath()
        stripe.addRect(QRectF(rect.left(), rect.top(), _STRIPE, rect.height()))
        colour = self.theme.category(card.category)
        painter.fillPath(outline.intersected(stripe), colour)
        if card.callers > 1:
            self._second_edge(painter, rect, radius)
        painter.setPen(self._outline_pen(card))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(outline)

    def _second_edge(self, painter: QPainter, rect: QRectF, radius: float) -> None:
        """A second outline inside the first: the weights are shared."""
        painter.setPen(self._border)
        inner = rect.adjusted(_STRIPE + 3, 3, -3, -3)
        painter.drawRoundedRect(inner, radius - 3, radius - 3)

    def _outline_pen(self, card: Card) -> QPen:
        if card.severity:
            return QPen(self._severe[card.severity], 1.5)
        return self._border

    def _texts(self, painter: QPainter, card: Card, rect: QRectF) -> None:
        left, width = rect.left() + _PAD, rect.width() - _PAD - _RIGHT
        badge = _BADGE + 4 if card.severity else 0.0
        shared = f"{card.callers} ×" if card.callers > 1 else ""
        room = self._right(painter, shared, rect, 8, width - badge, self._line)
        painter.setPen(self._text)
        _draw(painter, self._title, card.title, left, 8, width - badge - room)
        painter.setPen(self._muted)
        _draw(painter, self._line, card.line, left, 27, width)
        painter.setPen(self._border)
        painter.drawLine(QLineF(left, 46.5, left + width, 46.5))
        params = f"{card.params} params" if card.params else ""
        room = self._right(painter, params, rect, 50, width, self._line)
        painter.setPen(self._text if card.shape else self._muted)
        shape = card.shape or "shape unknown"
        font = self._mono if card.shape else self._line
        _draw(painter, font, shape, left, 50, width - room - 8 * bool(room))

    def _right(
        self,
        painter: QPainter,
        text: str,
        rect: QRectF,
        top: float,
        width: float,
        font: QFont,
    ) -> float:
        """Draw right-aligned; the width it took."""
        if not text:
            return 0.0
        painter.setPen(self._muted)
        room = QFontMetricsF(font).horizontalAdvance(text)
        left = rect.left() + _PAD + width - room
        _draw(painter, font, text, left, top, room + 1)
        return room

    def _headline(self, painter: QPainter, card: Card, rect: QRectF) -> None:
        """From afar: name and shape alone, larger."""
        left, width = rect.left() + _PAD, rect.width() - _PAD - _RIGHT
        painter.setPen(self._text)
        room = _BADGE + 8 if card.severity else 0
        top = 11 if card.shape else 23
        _draw(painter, self._large, card.title, left, top, width - room)
        painter.setPen(self._muted)
        _draw(painter, self._large_mono, card.shape, left, 40, width)

    def _badge(self, painter: QPainter, severity: Severity, rect: QRectF) -> None:
        """Error: a disc with a cross. Warning: a triangle with a mark."""
        box = QRectF(rect.right() - 10 - _BADGE, rect.top() + 9, _BADGE, _BADGE)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._severe[severity])
        pen = QPen(self._node, 1.8)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        if severity is Severity.ERROR:
            painter.drawEllipse(box)
            painter.setPen(pen)
            cross = box.adjusted(4.5, 4.5, -4.5, -4.5)
            painter.drawLine(cross.topLeft(), cross.bottomRight())
            painter.drawLine(cross.topRight(), cross.bottomLeft())
            return
        top = QPointF(box.center().x(), box.top())
        triangle = QPolygonF([top, box.bottomRight(), box.bottomLeft()])
        painter.drawPolygon(triangle)
        painter.setPen(pen)
        x = box.center().x()
        painter.drawLine(QPointF(x, box.top() + 5.5), QPointF(x, box.top() + 9))
        painter.drawPoint(QPointF(x, box.top() + 12.3))

    def _ports(
        self, painter: QPainter, card: Card, geometry: CardGeometry, look: Look
    ) -> None:
        for port in card.inputs:
            aimed = port.name in look.targets
            hot = look.hot == port.name
            self._port(painter, port, geometry.inputs[port.name], aimed, hot)
        for port in card.outputs:
            aimed = f">{port.name}" in look.targets
            hot = look.hot == f">{port.name}"
            self._port(painter, port, geometry.outputs[port.name], aimed, hot)

    def _port(
        self, painter: QPainter, port: Port, at: QPointF, aimed: bool, hot: bool
    ) -> None:
        ink = self.theme.color("wire")
        faint = (port.optional or port.spare) and not port.connected
        if aimed or hot:
            ink = self._accent
        elif faint:
            ink.setAlphaF(0.5)
        radius = PORT_RADIUS + (2.0 if hot else 1.0 if aimed else -1.0 if faint else 0)
        painter.setPen(QPen(ink, 1.5))
        wire = self.theme.color("wire")
        fill = ink if aimed and not port.connected else wire
        filled = port.connected or aimed
        painter.setBrush(fill if filled else self._node)
        painter.drawEllipse(at, radius, radius)
        if port.spare and not aimed:
            arm = 1.8
            painter.setPen(QPen(ink, 1.0))
            painter.drawLine(QLineF(at.x() - arm, at.y(), at.x() + arm, at.y()))
            painter.drawLine(QLineF(at.x(), at.y() - arm, at.x(), at.y() + arm))


def paint_comment(
    painter: QPainter, text: str, rect: QRectF, theme: Theme, selected: bool
) -> None:
    """Paint a sticky note."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    warm = theme.category(NOTE_CATEGORY)
    tint = (0.40, 0.25) if theme.dark else (0.13, 0.99)
    painter.setBrush(QColor.fromHsvF(warm.hsvHueF(), *tint))
    warm.setAlphaF(0.5)
    edge = QPen(theme.color("accent"), 2.0) if selected else QPen(warm, 1.0)
    painter.setPen(edge)
    painter.drawRoundedRect(rect, theme.radius, theme.radius)
    painter.setPen(theme.color("text"))
    painter.setFont(_font(12))
    flags = int(Qt.TextFlag.TextWordWrap) | int(Qt.AlignmentFlag.AlignLeft)
    painter.drawText(rect.adjusted(12, 8, -12, -8), flags, text)


def wire_pen(color: QColor, width: float = 1.0) -> QPen:
    """Pen of a wire: as thin on every zoom (thin pens paint fastest)."""
    pen = QPen(color, width)
    pen.setCosmetic(True)
    return pen


def _font(
    size: int, weight: QFont.Weight = QFont.Weight.Normal, family: str = ""
) -> QFont:
    font = QFont(family) if family else QFont()
    font.setPixelSize(size)
    font.setWeight(weight)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font


def _draw(
    painter: QPainter, font: QFont, text: str, x: float, top: float, width: float
) -> None:
    """Draw one line of plain text, shortened to `width`."""
    metrics = QFontMetricsF(font)
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, width)
    painter.setFont(font)
    painter.drawText(QPointF(x, top + metrics.ascent()), shown)
