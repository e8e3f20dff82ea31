"""Where things are on a card and how wires run. Scene units; no items, no paint."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainterPath

from studio.graph.model import Point
from studio.ui.canvas.card import Card, Port

GRID = 8.0
CARD_WIDTH = 240.0
CARD_HEIGHT = 72.0
PORT_RADIUS = 4.0
VIA_RADIUS = 4.0
"""Of the ring that marks a reroute point."""
PORT_REACH = 13.0
"""How far from a port's centre the mouse still means the port."""
EDGE_REACH = 7.0
"""How far from a wire the mouse still means the wire, in view pixels."""
MARGIN = 8.0
"""Space around a card for its ports and its selection ring."""
_STEP = 28.0
_OPTIONAL_STEP = 18.0
_SIDE = 20.0
_REMEMBERED = 1024
_BEND = 24.0
"""How far a wire runs straight down at least, before it may turn."""


@dataclass(frozen=True, slots=True)
class CardGeometry:
    """Size of a card and its ports' centres, from its top-left corner."""

    width: float
    height: float
    inputs: dict[str, QPointF]
    outputs: dict[str, QPointF]

    @property
    def rect(self) -> QRectF:
        """The card itself."""
        return QRectF(0, 0, self.width, self.height)

    @property
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
    """Lay out a card.

    What every call needs sits around the middle, so that a chain runs straight
    down; optional ports and the free slot of a list stand to the right. Cards
    with the same ports share one geometry.
    """
    return _geometry(card.inputs, card.outputs)


@lru_cache(_REMEMBERED)
def _geometry(
    input_ports: tuple[Port, ...], output_ports: tuple[Port, ...]
) -> CardGeometry:
    main = [p for p in input_ports if not p.optional and not p.spare]
    spare = [p for p in input_ports if p.spare and not p.optional]
    optional = [p for p in input_ports if p.optional]
    side = _OPTIONAL_STEP * len(optional) + (_SIDE if optional else 0)
    half = _STEP * (max(len(main) - 1, 0) / 2 + len(spare)) + _SIDE
    outputs = _STEP * (len(output_ports) - 1) + 2 * _SIDE
    width = _up(max(CARD_WIDTH, 2 * (half + side), outputs))
    middle = width / 2
    inputs = _row(main, middle, 0.0)
    last = middle + _STEP * (len(main) - 1) / 2
    for index, port in enumerate(spare, 1):
        inputs[port.name] = QPointF(last + _STEP * index, 0.0)
    for index, port in enumerate(reversed(optional)):
        inputs[port.name] = QPointF(width - _SIDE - _OPTIONAL_STEP * index, 0.0)
    return CardGeometry(
        width, CARD_HEIGHT, inputs, _row(output_ports, middle, CARD_HEIGHT)
    )


def wire_path(start: QPointF, end: QPointF, via: Sequence[Point] = ()) -> QPainterPath:
    """Calm curve from an output (leaving downwards) to an input, through points."""
    path = QPainterPath(start)
    for point in via:
        centre = QPointF(*point)
        _curve(path, start, centre)
        start = centre
    _curve(path, start, end)
    for point in via:
        path.addEllipse(QPointF(*point), VIA_RADIUS, VIA_RADIUS)
    return path


def _curve(path: QPainterPath, start: QPointF, end: QPointF) -> None:
    fall = end.y() - start.y()
    if abs(end.x() - start.x()) < 1 and fall > 0:
        path.lineTo(end)
        return
    least = min(_BEND + abs(end.x() - start.x()) * 0.08, 2 * _BEND)
    bend = max(fall / 2, least) if fall > 0 else least + abs(fall) / 3
    path.cubicTo(
        QPointF(start.x(), start.y() + bend), QPointF(end.x(), end.y() - bend), end
    )


def loose_path(port: QPointF, mouse: QPointF, down: bool) -> QPainterPath:
    """Curve from a port (leaving downwards or upwards) to the mouse."""
    path = QPainterPath(port)
    bend = min(2 * _BEND, _distance(port, mouse) / 2) * (1 if down else -1)
    path.cubicTo(QPointF(port.x(), port.y() + bend), mouse, mouse)
    return path


def snap(x: float, y: float) -> Point:
    """Nearest point of the grid."""
    return Point(round(x / GRID) * GRID, round(y / GRID) * GRID)


def united(rects: Iterable[QRectF]) -> QRectF:
    """Smallest rectangle around all; null for none."""
    result = QRectF()
    for rect in rects:
        result = result.united(rect)
    return result


def _row(ports: Sequence[Port], middle: float, y: float) -> dict[str, QPointF]:
    first = middle - _STEP * (len(ports) - 1) / 2
    return {p.name: QPointF(first + _STEP * i, y) for i, p in enumerate(ports)}


def _up(width: float) -> float:
    """Next multiple of two grid steps, so that the middle is on the grid."""
    return -(-width // (2 * GRID)) * 2 * GRID


def _distance(a: QPointF, b: QPointF) -> float:
    return QPointF(a - b).manhattanLength()
