"""Where things are on a card and how wires run. Scene units; no items, no paint."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainterPath

from studio.graph.card_shape import GRID, Port, card_shape
from studio.graph.model import Flow, Point
from studio.ui.canvas.card import Card

PORT_RADIUS = 4.0
VIA_RADIUS = 4.0
"""Of the ring that marks a reroute point."""
PORT_REACH = 13.0
"""How far from a port's centre the mouse still means the port."""
EDGE_REACH = 7.0
"""How far from a wire the mouse still means the wire, in view pixels."""
MARGIN = 8.0
"""Space around a card for its ports and its selection ring."""
_REMEMBERED = 1024
_BEND = 24.0
"""How far a wire runs straight on at least, before it may turn."""


@dataclass(frozen=True)
class CardGeometry:
    """Size of a card and its ports' centres, from its top-left corner.

    Thousands of cards share one, so its rectangles are made once.
    """

    width: float
    height: float
    inputs: dict[str, QPointF]
    outputs: dict[str, QPointF]

    @cached_property
    def rect(self) -> QRectF:
        """The card itself."""
        return QRectF(0, 0, self.width, self.height)

    @cached_property
    def bounds(self) -> QRectF:
        """The card with all that is ever painted around it."""
        return self.rect.adjusted(-MARGIN, -MARGIN, MARGIN, MARGIN)

    def port_at(self, point: QPointF) -> tuple[str, bool] | None:
        """Nearest port in reach: its name, and whether it is an output."""
        ports = [(n, False, p) for n, p in self.inputs.items()]
        ports += [(n, True, p) for n, p in self.outputs.items()]
        if not ports:
            return None
        name, is_output, centre = min(ports, key=lambda p: _distance(p[2], point))
        return (name, is_output) if _distance(centre, point) <= PORT_REACH else None


def card_geometry(card: Card) -> CardGeometry:
    """Lay out a card. Cards with the same ports share one geometry."""
    return _geometry(card.inputs, card.outputs, card.flow)


@lru_cache(_REMEMBERED)
def _geometry(
    inputs: tuple[Port, ...], outputs: tuple[Port, ...], flow: Flow
) -> CardGeometry:
    shape = card_shape(inputs, outputs, flow)
    return CardGeometry(
        shape.width,
        shape.height,
        {name: QPointF(*at) for name, at in shape.inputs.items()},
        {name: QPointF(*at) for name, at in shape.outputs.items()},
    )


def wire_path(
    start: QPointF, end: QPointF, via: Sequence[Point] = (), *, flow: Flow
) -> QPainterPath:
    """Calm curve from an output (leaving with the flow) to an input, through points."""
    path = QPainterPath(start)
    for point in via:
        centre = QPointF(*point)
        _curve(path, start, centre, flow)
        start = centre
    _curve(path, start, end, flow)
    return path


def may_lead_through(start: QPointF, end: QPointF, area: QRectF) -> bool:
    """Whether the curve between two points comes near an area: asked of thousands."""
    x, y, to_x, to_y = start.x(), start.y(), end.x(), end.y()
    # So far at most a curve leaves the rectangle of its ends.
    reach = 2 * _BEND + (abs(to_x - x) + abs(to_y - y)) / 3
    return not (
        (x if x > to_x else to_x) + reach < area.left()
        or (x if x < to_x else to_x) - reach > area.right()
        or (y if y > to_y else to_y) + reach < area.top()
        or (y if y < to_y else to_y) - reach > area.bottom()
    )


def add_rings(path: QPainterPath, via: Sequence[Point]) -> None:
    """Mark the reroute points of a wire."""
    for point in via:
        path.addEllipse(QPointF(*point), VIA_RADIUS, VIA_RADIUS)


def _curve(path: QPainterPath, start: QPointF, end: QPointF, flow: Flow) -> None:
    x, y, to_x, to_y = start.x(), start.y(), end.x(), end.y()
    is_down = flow is Flow.TOP_TO_BOTTOM
    along, aside = (to_y - y, to_x - x) if is_down else (to_x - x, to_y - y)
    if abs(aside) < 1 and along > 0:
        path.lineTo(end)
        return
    least = min(_BEND + abs(aside) * 0.08, 2 * _BEND)
    bend = max(along / 2, least) if along > 0 else least + abs(along) / 3
    if is_down:
        path.cubicTo(x, y + bend, to_x, to_y - bend, to_x, to_y)
    else:
        path.cubicTo(x + bend, y, to_x - bend, to_y, to_x, to_y)


def loose_path(port: QPointF, mouse: QPointF, leaves: bool, flow: Flow) -> QPainterPath:
    """Curve from a port to the mouse; `leaves` tells an output from an input."""
    path = QPainterPath(port)
    bend = min(2 * _BEND, _distance(port, mouse) / 2) * (1 if leaves else -1)
    path.cubicTo(port + with_flow(bend, flow), mouse, mouse)
    return path


def with_flow(distance: float, flow: Flow) -> QPointF:
    """So far along the wires."""
    is_down = flow is Flow.TOP_TO_BOTTOM
    return QPointF(0.0, distance) if is_down else QPointF(distance, 0.0)


def snap(x: float, y: float) -> Point:
    """Nearest point of the grid."""
    return Point(round(x / GRID) * GRID, round(y / GRID) * GRID)


def united(rects: Iterable[QRectF]) -> QRectF:
    """Smallest rectangle around all; null for none."""
    result = QRectF()
    for rect in rects:
        result = result.united(rect)
    return result


def _distance(a: QPointF, b: QPointF) -> float:
    return QPointF(a - b).manhattanLength()
