"""Points of wires that a person put, where the cards they lead past have moved."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate, pairwise
from math import dist

from studio.graph.card_shape import GRID
from studio.graph.layout.sketch import Box, Sketch, Wire
from studio.graph.model import Point, PortKey


def kept_routes(
    sketch: Sketch, corners: Mapping[str, Point]
) -> dict[PortKey, tuple[Point, ...]]:
    """Points of the pinned wires once the cards are at `corners`.

    They go along with the ends of their wire, each the more with the nearer one.
    Wires that would run over a card are left out.
    """
    pinned = [wire for wire in sketch.wires if wire.pinned]
    if not pinned:
        return {}
    old = {box.id: box for box in sketch.boxes}
    new = [Box(b.id, corners[b.id], b.width, b.height) for b in sketch.boxes]
    cards = (*new, *sketch.others)
    kept = {}
    for wire in pinned:
        ends = old[wire.source].corner, old[wire.target].corner
        start, *via, end = _carried(wire, ends, corners)
        if not _runs_over([start, *via, end], wire, cards):
            kept[wire.key] = tuple(via)
    return kept


def _carried(
    wire: Wire, ends: tuple[Point, Point], corners: Mapping[str, Point]
) -> list[Point]:
    """The whole way of a wire after its ends moved."""
    line = [_add(ends[0], wire.start), *wire.via, _add(ends[1], wire.end)]
    first = _way(ends[0], corners[wire.source])
    last = _way(ends[1], corners[wire.target])
    if first == last:
        return [_add(point, first) for point in line]
    lengths = [0.0, *accumulate(dist(a, b) for a, b in pairwise(line))]
    moved = [_add(line[0], first)]
    for point, length in zip(line[1:-1], lengths[1:-1], strict=True):
        share = length / lengths[-1] if lengths[-1] else 0.5
        x = point.x + first.x + (last.x - first.x) * share
        y = point.y + first.y + (last.y - first.y) * share
        moved.append(Point(_snapped(x), _snapped(y)))
    return [*moved, _add(line[-1], last)]


def _runs_over(line: Sequence[Point], wire: Wire, cards: Iterable[Box]) -> bool:
    """Whether a way leads over a card, or turns on one of its own."""
    own = {wire.source, wire.target}
    for box in cards:
        if box.id in own:
            if any(_crosses(point, point, box) for point in line[1:-1]):
                return True
        elif any(_crosses(a, b, box) for a, b in pairwise(line)):
            return True
    return False


def _crosses(a: Point, b: Point, box: Box) -> bool:
    """Whether a straight line runs through the inside of a card.

    Liang and Barsky, "A new concept and method for line clipping", 1984.
    """
    enters, leaves = 0.0, 1.0
    sizes = box.width, box.height
    for start, end, low, size in zip(a, b, box.corner, sizes, strict=True):
        way = end - start
        if not way:
            if not low < start < low + size:
                return False
            continue
        near, far = sorted(((low - start) / way, (low + size - start) / way))
        enters, leaves = max(enters, near), min(leaves, far)
    return enters < leaves


def _add(point: Point, way: Point) -> Point:
    return Point(point.x + way.x, point.y + way.y)


def _way(old: Point, new: Point) -> Point:
    return Point(new.x - old.x, new.y - old.y)


def _snapped(value: float) -> float:
    return round(value / GRID) * GRID
