"""Paints cards, wires and comments; for the screen and for files alike."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QPainter,
    QPainterPath,
    QPen,
    QPolygonF,
)

from studio.graph.card_shape import Port
from studio.graph.model import Comment
from studio.graph.problems import Severity
from studio.ui.canvas.card import Card
from studio.ui.canvas.geometry import PORT_RADIUS, CardGeometry
from studio.ui.canvas.stamps import Stamps
from studio.ui.canvas.typeface import Typeface
from studio.ui.text_size import text_scale
from studio.ui.theme import Theme

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
    kin: bool = False
    """Whether it shares its layer with a selected one."""
    targets: frozenset[str] = frozenset()
    hot: str = ""
    """Port under the mouse, ``>`` before an output's name."""


class CardPainter:
    """Paints cards in one theme. Holds pens and fonts, so that painting is fast."""

    def __init__(self, theme: Theme) -> None:
        self.theme = theme
        self._detail = DETAIL_ZOOM * text_scale()
        self._title = Typeface(13, QFont.Weight.DemiBold)
        self._line = Typeface(12)
        self._mono = Typeface(11, family=theme.mono_family)
        self._large = Typeface(19, QFont.Weight.DemiBold)
        self._large_mono = Typeface(16, family=theme.mono_family)
        self._stamps = Stamps()
        self._forms: dict[tuple[float, float], tuple[QPainterPath, QPainterPath]] = {}
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
        if zoom >= self._detail:
            self._frame(painter, card, geometry, look)
            self._texts(painter, card, geometry.rect)
        else:
            self._stamp(painter, card, geometry, look)
            self._headline(painter, card, geometry.rect)

    def _stamp(
        self, painter: QPainter, card: Card, geometry: CardGeometry, look: Look
    ) -> None:
        """Everything but the texts, from a picture: many cards share it."""
        shared, ports = card.callers > 1, (card.inputs, card.outputs, card.flow)
        self._stamps.draw(
            painter,
            (card.category, card.severity, shared, card.muted, ports, look),
            geometry.bounds,
            lambda onto: self._frame(onto, card, geometry, look),
        )

    def _frame(
        self, painter: QPainter, card: Card, geometry: CardGeometry, look: Look
    ) -> None:
        self._body(painter, card, geometry.rect, look)
        if card.severity:
            self._badge(painter, card.severity, geometry.rect)
        self._ports(painter, card, geometry, look)

    def shows_line(self, card: Card, geometry: CardGeometry) -> bool:
        """Whether the line of class and parameters fits the card."""
        return self._line.width(card.line) <= geometry.width - _PAD - _RIGHT

    def _body(self, painter: QPainter, card: Card, rect: QRectF, look: Look) -> None:
        radius = float(self.theme.radius)
        if look.selected or look.kin:
            style = Qt.PenStyle.SolidLine if look.selected else Qt.PenStyle.DashLine
            painter.setPen(QPen(self._accent, 2.0, style))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(rect.adjusted(-3, -3, 3, 3), radius + 3, radius + 3)
        outline, stripe = self._form(rect)
        painter.fillPath(outline, self._node)
        painter.fillPath(stripe, self._stripe_colour(card))
        if card.callers > 1:
            self._second_edge(painter, rect, radius)
        painter.setPen(self._outline_pen(card))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(outline)

    def _form(self, rect: QRectF) -> tuple[QPainterPath, QPainterPath]:
        """Outline of a card and of its stripe; few sizes occur."""
        size = rect.width(), rect.height()
        form = self._forms.get(size)
        if form is None:
            radius = float(self.theme.radius)
            outline, stripe = QPainterPath(), QPainterPath()
            outline.addRoundedRect(rect, radius, radius)
            stripe.addRect(QRectF(rect.left(), rect.top(), _STRIPE, rect.height()))
            form = outline, outline.intersected(stripe)
            self._forms[size] = form
        return form

    def _second_edge(self, painter: QPainter, rect: QRectF, radius: float) -> None:
        """A second outline inside the first: the weights are shared."""
        painter.setPen(self._border)
        inner = rect.adjusted(_STRIPE + 3, 3, -3, -3)
        painter.drawRoundedRect(inner, radius - 3, radius - 3)

    def _stripe_colour(self, card: Card) -> QColor:
        return self._muted if card.muted else self.theme.category(card.category)

    def _outline_pen(self, card: Card) -> QPen:
        if card.muted:
            return QPen(self._muted, 1.5, Qt.PenStyle.DashLine)
        if card.severity:
            return QPen(self._severe[card.severity], 1.5)
        return self._border

    def _texts(self, painter: QPainter, card: Card, rect: QRectF) -> None:
        left, width = rect.left() + _PAD, rect.width() - _PAD - _RIGHT
        badge = _BADGE + 4 if card.severity else 0.0
        shared = f"{card.callers} ×" if card.callers > 1 else ""
        room = self._right(painter, shared, rect, 8, width - badge, self._line)
        painter.setPen(self._muted if card.muted else self._text)
        self._title.draw(painter, card.title, left, 8, width - badge - room)
        painter.setPen(self._muted)
        self._line.draw(painter, card.line, left, 27, width)
        painter.setPen(self._border)
        painter.drawLine(QLineF(left, 46.5, left + width, 46.5))
        params = f"{card.params} params" if card.params else ""
        params = "muted" if card.muted else params
        room = self._right(painter, params, rect, 50, width, self._line)
        painter.setPen(self._text if card.shape else self._muted)
        shape = card.shape or ("" if card.muted else "shape unknown")
        face = self._mono if card.shape else self._line
        face.draw(painter, shape, left, 50, width - room - 8 * bool(room))

    def _right(
        self,
        painter: QPainter,
        text: str,
        rect: QRectF,
        top: float,
        width: float,
        face: Typeface,
    ) -> float:
        """Draw right-aligned; the width it took."""
        if not text:
            return 0.0
        painter.setPen(self._muted)
        room = face.width(text)
        left = rect.left() + _PAD + width - room
        face.draw(painter, text, left, top, room + 1)
        return room

    def _headline(self, painter: QPainter, card: Card, rect: QRectF) -> None:
        """From afar: name and shape alone, larger."""
        left, width = rect.left() + _PAD, rect.width() - _PAD - _RIGHT
        painter.setPen(self._text)
        room = _BADGE + 8 if card.severity else 0
        top = 11 if card.shape else 23
        self._large.draw(painter, card.title, left, top, width - room)
        painter.setPen(self._muted)
        self._large_mono.draw(painter, card.shape, left, 40, width)

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
    painter: QPainter, comment: Comment, rect: QRectF, theme: Theme, selected: bool
) -> None:
    """Paint a sticky note, or a frame: a see-through one with a title on top."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    warm = theme.category(NOTE_CATEGORY)
    painter.setBrush(note_ground(theme, comment.frame))
    warm.setAlphaF(0.5)
    edge = QPen(theme.color("accent"), 2.0) if selected else QPen(warm, 1.0)
    painter.setPen(edge)
    painter.drawRoundedRect(rect, theme.radius, theme.radius)
    painter.setPen(theme.color("text"))
    if comment.frame:
        room = rect.width() - 24
        Typeface(13, QFont.Weight.DemiBold).draw(
            painter, comment.text, rect.left() + 12, rect.top() + 7, room
        )
        return
    painter.setFont(Typeface(12).font)
    flags = int(Qt.TextFlag.TextWordWrap) | int(Qt.AlignmentFlag.AlignLeft)
    painter.drawText(rect.adjusted(12, 8, -12, -8), flags, comment.text)


def note_ground(theme: Theme, frame: bool) -> QColor:
    """Colour of a note; that of a frame lets the canvas through."""
    warm = theme.category(NOTE_CATEGORY)
    tint = (0.40, 0.25) if theme.dark else (0.13, 0.99)
    ground = QColor.fromHsvF(warm.hsvHueF(), *tint)
    ground.setAlphaF(0.35 if frame else 1.0)
    return ground


def wire_pen(color: QColor, width: float = 1.0) -> QPen:
    """Pen of a wire: as thin on every zoom (thin pens paint fastest)."""
    pen = QPen(color, width)
    pen.setCosmetic(True)
    return pen
