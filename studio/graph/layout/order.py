"""The order in each row: few crossings, and as it was where that is as good.

Median sweeps and exchanges of neighbours: Gansner, Koutsofios, North and Vo, "A
technique for drawing directed graphs", 1993.
"""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Sequence
from itertools import pairwise

from studio.graph.layout.lattice import Lattice, Trunk
from studio.graph.model import Point

SWEEPS = 12
_PATIENCE = 3
"""Sweeps without a gain before they end."""
_WORK = 400_000
"""Items to sort before the best order so far has to do."""
_MUCH_BETTER = 0.7
"""Share of the crossings below which another order than the present is taken."""

Rows = list[list[int]]
Side = Sequence[Sequence[tuple[int, float, float]]]


def put_in_order(lattice: Lattice) -> None:
    """Order each row; begin with the order in which the cards stand now."""
    fresh, standing = lattice.rows, _as_they_stand(lattice)
    rows, fewest = _settled(lattice, standing)
    if fewest and standing != fresh:
        anew, crossings = _settled(lattice, fresh)
        if crossings < fewest * _MUCH_BETTER:
            rows = anew
    lattice.rows = rows


def _as_they_stand(lattice: Lattice) -> Rows:
    """Rows by where cards and wires are now; as they are if that says nothing."""
    if len({box.corner for box in lattice.boxes}) == 1:
        return lattice.rows
    at = [box.centre.x for box in lattice.boxes]
    at += [0.0] * (len(lattice.row_of) - len(at))
    heights = []
    for row in lattice.rows:
        middles = [lattice.boxes[i].centre.y for i in row if not lattice.is_stand(i)]
        heights.append(sum(middles) / len(middles))
    for trunk, stands in lattice.stands.items():
        way = _way(lattice, trunk) if stands else []
        for stand in stands:
            at[stand] = _across(way, heights[lattice.row_of[stand]])
    return [sorted(row, key=at.__getitem__) for row in lattice.rows]


def _way(lattice: Lattice, trunk: Trunk) -> list[Point]:
    """Where the wire of a trunk that reaches lowest runs now."""
    wire = max(lattice.wires_of[trunk], key=lambda w: lattice.row_of_card(w.target))
    source, target = lattice.box(wire.source).corner, lattice.box(wire.target).corner
    start = Point(source.x + wire.start.x, source.y + wire.start.y)
    end = Point(target.x + wire.end.x, target.y + wire.end.y)
    return [start, *wire.via, end]


def _across(way: Sequence[Point], y: float) -> float:
    """Where a broken line is at a height."""
    for a, b in pairwise(way):
        if a.y <= y <= b.y and a.y < b.y:
            return a.x + (b.x - a.x) * (y - a.y) / (b.y - a.y)
    return (way[0] if y < way[0].y else way[-1]).x


def _settled(lattice: Lattice, rows: Rows) -> tuple[Rows, int]:
    """The order from which no sweep leads to fewer crossings, and how many."""
    fewest = crossings(lattice, rows)
    work = _WORK
    while fewest and work > 0:
        work -= SWEEPS * len(lattice.row_of)
        found = _swept(lattice, rows, fewest)
        _exchange(lattice, found)
        count = crossings(lattice, found)
        if count >= fewest:
            break
        rows, fewest = found, count
    return rows, fewest


def _swept(lattice: Lattice, rows: Rows, fewest: int) -> Rows:
    """The best of some sweeps down and up."""
    best = [list(row) for row in rows]
    current = [list(row) for row in rows]
    idle = 0
    for sweep in range(SWEEPS):
        down = sweep % 2 == 0
        side = lattice.up if down else lattice.down
        for fixed, free in pairwise(current if down else current[::-1]):
            if len(free) > 1:
                _sort_by_medians(free, fixed, side)
        count = crossings(lattice, current)
        if count < fewest:
            best, fewest, idle = [list(row) for row in current], count, 0
        idle += 1
        if not fewest or idle > _PATIENCE:
            break
    return best


def _sort_by_medians(free: list[int], fixed: list[int], side: Side) -> None:
    place = {item: i for i, item in enumerate(fixed)}
    wish = {}
    for index, item in enumerate(free):
        spots = sorted(place[near] + there for near, there, _ in side[item])
        middle = len(spots) // 2
        wish[item] = (spots[middle] + spots[~middle]) / 2 if spots else index + 0.5
    free.sort(key=wish.__getitem__)


def _exchange(lattice: Lattice, rows: Rows) -> None:
    """Exchange neighbours in a row wherever that saves crossings."""
    for upper, row, lower in zip([[], *rows], rows, [*rows[1:], []], strict=False):
        if len(row) < 2:
            continue
        spots = [
            _spots(row, upper, lattice.up),
            _spots(row, lower, lattice.down),
        ]
        going = True
        while going:
            going = False
            for index in range(len(row) - 1):
                a, b = row[index], row[index + 1]
                now = sum(_inversions(s[a], s[b]) for s in spots)
                if now and sum(_inversions(s[b], s[a]) for s in spots) < now:
                    row[index], row[index + 1] = b, a
                    going = True


def _spots(row: list[int], other: list[int], side: Side) -> dict[int, list[float]]:
    place = {item: i for i, item in enumerate(other)}
    return {
        item: sorted(place[near] + there for near, there, _ in side[item])
        for item in row
    }


def _inversions(left: list[float], right: list[float]) -> int:
    """Pairs whose ends are the other way round."""
    return sum(len(left) - bisect_right(left, end) for end in right)


def crossings(lattice: Lattice, rows: Rows) -> int:
    """Wires that cross, counted row by row (inversions of end points)."""
    total = 0
    for upper, lower in pairwise(rows):
        if len(upper) == len(lower) == 1:
            continue
        place = {item: i for i, item in enumerate(lower)}
        ends = [
            (index + here, place[near] + there)
            for index, item in enumerate(upper)
            for near, there, here in lattice.down[item]
        ]
        ends.sort()
        seen: list[float] = []
        for _, end in ends:
            total += len(seen) - bisect_right(seen, end)
            insort(seen, end)
    return total
