"""A tidy arrangement of a graph, or of a part of it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import replace

from studio.graph.card_shape import GRID, ROW_GAP
from studio.graph.layout.columns import centres
from studio.graph.layout.lattice import Lattice, Trunk
from studio.graph.layout.order import put_in_order
from studio.graph.layout.pins import kept_routes
from studio.graph.layout.shelves import on_shelves, parts, put_back
from studio.graph.layout.sketch import Arrangement, Box, Sketch, Wire
from studio.graph.model import Flow, Point, PortKey

_STEEP = 0.06
_WIDEST = 64.0
"""A gap grows by a part of how far its wires lead aside, but only so much."""


def tidy(sketch: Sketch) -> Arrangement:
    """Arrange the cards of a sketch in rows, along the wires.

    All of a graph keeps its top-left corner. Part of one stays around its middle
    and moves aside where it would lie on the cards around it. Wires keep the points
    that a person put, unless they would run over a card there.
    """
    if not sketch.boxes:
        return Arrangement({}, {})
    if sketch.flow is Flow.LEFT_TO_RIGHT:
        return _tidy_down(sketch.turned()).turned()
    return _tidy_down(sketch)


def _tidy_down(sketch: Sketch) -> Arrangement:
    while True:
        made = _laid_out(sketch)
        kept = kept_routes(sketch, made.corners)
        if all(wire.key in kept for wire in sketch.wires if wire.pinned):
            routes = {**made.routes, **kept}
            return replace(made, routes=routes, pinned=frozenset(kept))
        sketch = sketch.pinned_to(kept)


def _laid_out(sketch: Sketch) -> Arrangement:
    pieces = [
        _arranged(boxes, wires, ROW_GAP[sketch.flow])
        for boxes, wires in parts(sketch.boxes, sketch.wires)
    ]
    whole = on_shelves(sketch.boxes, pieces)
    return put_back(sketch, whole)


def _arranged(boxes: Sequence[Box], wires: Sequence[Wire], gap: float) -> Arrangement:
    """Arrange cards that hang together; the corner is anywhere."""
    lattice = Lattice(boxes, wires)
    put_in_order(lattice)
    half = boxes[0].width / 2  # all differ by whole steps: corners are on the grid
    middle = [_snapped(x - half) + half for x in centres(lattice)]
    tops, ends = _heights(lattice, middle, gap)
    corners = {
        box.id: Point(middle[i] - box.width / 2, tops[lattice.row_of[i]])
        for i, box in enumerate(boxes)
    }
    routes: dict[PortKey, tuple[Point, ...]] = {}
    for trunk in lattice.wires_of:
        routes |= _routes(lattice, trunk, corners, middle, (tops, ends))
    return Arrangement(corners, routes)


def _routes(
    lattice: Lattice,
    trunk: Trunk,
    corners: Mapping[str, Point],
    middle: Sequence[float],
    levels: tuple[Sequence[float], Sequence[float]],
) -> dict[PortKey, tuple[Point, ...]]:
    """Points where the wires of a trunk turn: they share its lane as far as they go.

    `levels` are top and bottom of each row.
    """
    card, own = trunk[0], lattice.wires_of[trunk]
    start = corners[own[0].source].x + own[0].start.x
    lane = [
        Point(middle[i], y[lattice.row_of[i]])
        for i in lattice.stands[trunk]
        for y in levels
    ]
    turns = _turns(start, lane)
    routes = {}
    for wire in own:
        passed = lattice.row_of_card(wire.target) - lattice.row_of[card] - 1
        count = min(2 * passed, len(lane))
        end = corners[wire.target].x + wire.end.x
        via = [lane[i] for i in turns[: bisect_left(turns, count - 1)]]
        if count:
            before, last = lane[count - 2].x if count > 1 else start, lane[count - 1]
            if not before == last.x == end:
                via.append(last)
        routes[wire.key] = tuple(via)
    return routes


def _turns(start: float, lane: Sequence[Point]) -> list[int]:
    """Indices of a lane's points at which it turns; of the last nobody knows."""
    xs = [start, *(p.x for p in lane)]
    return [i for i in range(len(lane) - 1) if not xs[i] == xs[i + 1] == xs[i + 2]]


def _heights(
    lattice: Lattice, middle: Sequence[float], gap: float
) -> tuple[list[float], list[float]]:
    """Top and bottom of each row; wires that lead far aside get more room."""
    tops, ends = [], []
    y = 0.0
    for row in lattice.rows:
        height = max(
            (lattice.boxes[i].height for i in row if not lattice.is_stand(i)),
            default=0.0,
        )
        tops.append(y)
        ends.append(y + height)
        aside = max(
            (abs(middle[i] - middle[j]) for i in row for j, _, _ in lattice.down[i]),
            default=0.0,
        )
        y += height + gap + _snapped(min(aside * _STEEP, _WIDEST))
    return tops, ends


def _snapped(value: float) -> float:
    return round(value / GRID) * GRID
