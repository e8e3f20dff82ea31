"""Parts of a graph that do not hang together, side by side; and a part's place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from studio.graph.card_shape import GRID
from studio.graph.layout.sketch import Arrangement, Box, Sketch, Wire
from studio.graph.model import Point, PortKey

APART = 64.0
"""Between two parts of a graph."""
_WIDEST = 4000.0
"""Of a shelf, unless one part alone is wider."""
_NEAR = 16.0
_MOST_PAIRS = 200_000

Part = tuple[list[Box], list[Wire]]


def parts(boxes: Sequence[Box], wires: Sequence[Wire]) -> list[Part]:
    """Cards that hang together, with their wires, in reading order."""
    leader = {box.id: box.id for box in boxes}

    def find(node: str) -> str:
        while leader[node] != node:
            leader[node] = node = leader[leader[node]]
        return node

    for wire in wires:
        leader[find(wire.source)] = find(wire.target)
    found: dict[str, Part] = {}
    for box in boxes:
        found.setdefault(find(box.id), ([], []))[0].append(box)
    for wire in wires:
        found[find(wire.source)][1].append(wire)
    return _in_reading_order(found.values())


def _in_reading_order(found: Iterable[Part]) -> list[Part]:
    """From left to right; what stands below another part comes behind it."""
    waiting = sorted(found, key=lambda part: min(b.corner.y for b in part[0]))
    ordered: list[Part] = []
    shelf: list[Part] = []
    bottom = 0.0
    for part in waiting:
        if shelf and min(b.corner.y for b in part[0]) >= bottom:
            ordered += sorted(shelf, key=_left)
            shelf = []
        if not shelf:
            bottom = max(b.corner.y + b.height for b in part[0])
        shelf.append(part)
    return ordered + sorted(shelf, key=_left)


def _left(part: Part) -> float:
    return min(box.corner.x for box in part[0])


def on_shelves(boxes: Sequence[Box], pieces: Sequence[Arrangement]) -> Arrangement:
    """All pieces beside one another, in rows that are not too long."""
    sizes = {box.id: box for box in boxes}
    areas = [_area(sizes, piece) for piece in pieces]
    widest = max([_WIDEST, *(right - left for left, _, right, _ in areas)])
    corners: dict[str, Point] = {}
    routes: dict[PortKey, tuple[Point, ...]] = {}
    x = y = bottom = 0.0
    for piece, (left, top, right, low) in zip(pieces, areas, strict=True):
        if x and x + right - left > widest:
            x, y = 0.0, bottom + APART
        moved = shifted(piece, x - left, y - top)
        corners |= moved.corners
        routes |= moved.routes
        x += right - left + APART
        bottom = max(bottom, y + low - top)
    return Arrangement(corners, routes)


def put_back(sketch: Sketch, made: Arrangement) -> Arrangement:
    """The arrangement where its cards were; a part of a graph on free ground."""
    old = [box.corner for box in sketch.boxes]
    new = [made.corners[box.id] for box in sketch.boxes]
    if not sketch.others:
        dx = min(p.x for p in old) - min(p.x for p in new)
        dy = min(p.y for p in old) - min(p.y for p in new)
        return shifted(made, _snapped(dx), _snapped(dy))
    count = len(old)
    dx = (sum(p.x for p in old) - sum(p.x for p in new)) / count
    dy = (sum(p.y for p in old) - sum(p.y for p in new)) / count
    made = shifted(made, _snapped(dx), _snapped(dy))
    placed = [
        Box(box.id, made.corners[box.id], box.width, box.height) for box in sketch.boxes
    ]
    return shifted(made, *way_out(placed, sketch.others))


def shifted(made: Arrangement, dx: float, dy: float) -> Arrangement:
    """The arrangement elsewhere."""
    return Arrangement(
        {n: Point(p.x + dx, p.y + dy) for n, p in made.corners.items()},
        {
            key: tuple(Point(p.x + dx, p.y + dy) for p in via)
            for key, via in made.routes.items()
        },
    )


def way_out(placed: Sequence[Box], others: Sequence[Box]) -> tuple[float, float]:
    """Shortest way along an axis to where no card lies near another."""
    if len(placed) * len(others) > _MOST_PAIRS:
        placed = [_around(placed)]
    across = _nearest_free(
        (b.corner.x - a.corner.x - a.width, b.corner.x + b.width - a.corner.x)
        for a in placed
        for b in others
        if a.corner.y < b.corner.y + b.height + _NEAR
        and b.corner.y < a.corner.y + a.height + _NEAR
    )
    down = _nearest_free(
        (b.corner.y - a.corner.y - a.height, b.corner.y + b.height - a.corner.y)
        for a in placed
        for b in others
        if a.corner.x < b.corner.x + b.width + _NEAR
        and b.corner.x < a.corner.x + a.width + _NEAR
    )
    return (across, 0.0) if abs(across) <= abs(down) else (0.0, down)


def _nearest_free(taken: Iterable[tuple[float, float]]) -> float:
    """The shift nearest to none that is inside none of the ranges, on the grid."""
    ranges = sorted((low - _NEAR, high + _NEAR) for low, high in taken)
    low = high = 0.0
    for start, end in ranges:  # to the right, from one range into the next
        if start < high < end:
            high = -(-end // GRID) * GRID
    for start, end in sorted(ranges, key=lambda r: -r[1]):
        if start < low < end:
            low = start // GRID * GRID
    return high if high <= -low else low


def _around(boxes: Sequence[Box]) -> Box:
    left = min(b.corner.x for b in boxes)
    top = min(b.corner.y for b in boxes)
    right = max(b.corner.x + b.width for b in boxes)
    low = max(b.corner.y + b.height for b in boxes)
    return Box("", Point(left, top), right - left, low - top)


def _area(
    sizes: dict[str, Box], piece: Arrangement
) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of a piece, its wires included."""
    corners = piece.corners.items()
    bends = [p for via in piece.routes.values() for p in via]
    return (
        min([p.x for _, p in corners] + [p.x for p in bends]),
        min(p.y for _, p in corners),
        max([p.x + sizes[n].width for n, p in corners] + [p.x for p in bends]),
        max(p.y + sizes[n].height for n, p in corners),
    )


def _snapped(value: float) -> float:
    return round(value / GRID) * GRID
