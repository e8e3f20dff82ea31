"""Where each item stands across: straight wires, near what it is connected to.

As in Brandes and Koepf, "Fast and simple horizontal coordinate assignment", 2001,
items that a wire should run straight through are one column first. Columns then
move to the mean of their neighbours as far as those at their sides allow: pushed
to the right, pushed to the left, and half-way between the two.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import deque
from collections.abc import Iterable
from itertools import pairwise

from studio.graph.layout.lattice import Lattice

CARD_GAP = 32.0
WIRE_GAP = 24.0
"""Between two wires, or a wire and a card."""
ROUNDS = 24

Pair = tuple[int, int]


def centres(lattice: Lattice) -> list[float]:
    """Centre of each item, at least a gap apart in its row."""
    column_of = _columns(lattice)
    count = max(column_of) + 1
    gaps = _gaps(lattice, column_of)
    order = _left_to_right(count, gaps)
    pulls = _pulls(lattice, column_of, count)
    left: list[list[tuple[int, float]]] = [[] for _ in range(count)]
    right: list[list[tuple[int, float]]] = [[] for _ in range(count)]
    for (a, b), gap in gaps.items():
        left[b].append((a, gap))
        right[a].append((b, gap))
    at = _pushed([0.0] * count, order, left)
    for _ in range(ROUNDS):
        wish = [
            sum(at[other] + shift for other, shift in near) / len(near) if near else own
            for near, own in zip(pulls, at, strict=True)
        ]
        rightmost = _pushed(wish, order, left)
        leftmost = _pushed_back(wish, order, right)
        # Half of the old place: neighbours that all moved at once would swing.
        at = [
            at[column] / 2 + (rightmost[column] + leftmost[column]) / 4
            for column in range(count)
        ]
    return [at[column] for column in column_of]


def _columns(lattice: Lattice) -> list[int]:
    """Column of each item: items joined by straight wires share one."""
    column_of = list(range(len(lattice.row_of)))
    for upper, lower in pairwise(lattice.rows):
        for above, below in _straight(lattice, upper, lower):
            column_of[below] = column_of[above]
    numbers = {column: i for i, column in enumerate(dict.fromkeys(column_of))}
    return [numbers[column] for column in column_of]


def _straight(lattice: Lattice, upper: list[int], lower: list[int]) -> Iterable[Pair]:
    """Pairs one above the other: the most important ones, none crossing."""
    row = {item: i for i, item in enumerate(upper)}
    place = {item: i for i, item in enumerate(lower)}
    down = {item: {i for i, _, _ in lattice.down[item]} for item in upper}
    up = {item: {i for i, _, _ in lattice.up[item]} for item in lower}
    wanted = sorted(
        (rank, row[above], place[below])
        for above in upper
        for below in down[above]
        if (rank := _rank(lattice, (above, down[above]), (below, up[below])))
        is not None
    )
    taken: list[Pair] = []
    for _, above, below in wanted:
        at = bisect_left(taken, (above, below))
        before = taken[at - 1] if at else (-1, -1)
        after = taken[at] if at < len(taken) else (len(upper), len(lower))
        if before[0] < above < after[0] and before[1] < below < after[1]:
            taken.insert(at, (above, below))
    return [(upper[above], lower[below]) for above, below in taken]


def _rank(
    lattice: Lattice, upper: tuple[int, set[int]], lower: tuple[int, set[int]]
) -> int | None:
    """How much the wire of two items should be straight: 0 most, None not.

    Each comes with all the items that it is wired to on that side.
    """
    (above, down), (below, up) = upper, lower
    stands = lattice.is_stand(above) + lattice.is_stand(below)
    if stands == 2:
        return 0
    if len(down) == 1 == len(up):
        return 1
    if stands or max(len(down), len(up)) > 2:
        return None
    # A single wire that passes by, as around a residual block, bends; not the chain.
    cards = [sum(not lattice.is_stand(i) for i in side) for side in (down, up)]
    return 2 if cards == [1, 1] else None


def _gaps(lattice: Lattice, column_of: list[int]) -> dict[Pair, float]:
    """Least distance between the centres of columns that meet in a row."""
    gaps: dict[Pair, float] = {}
    for row in lattice.rows:
        for a, b in pairwise(row):
            cards = not (lattice.is_stand(a) or lattice.is_stand(b))
            gap = (lattice.width(a) + lattice.width(b)) / 2
            gap += CARD_GAP if cards else WIRE_GAP
            pair = column_of[a], column_of[b]
            gaps[pair] = max(gaps.get(pair, 0.0), gap)
    return gaps


def _left_to_right(count: int, pairs: Iterable[Pair]) -> list[int]:
    """Columns, each behind all those left of it: no two of them cross."""
    missing = [0] * count
    behind: list[list[int]] = [[] for _ in range(count)]
    for a, b in pairs:
        missing[b] += 1
        behind[a].append(b)
    ready = deque(i for i in range(count) if not missing[i])
    order = []
    while ready:
        column = ready.popleft()
        order.append(column)
        for other in behind[column]:
            missing[other] -= 1
            if not missing[other]:
                ready.append(other)
    return order


def _pulls(
    lattice: Lattice, column_of: list[int], count: int
) -> list[list[tuple[int, float]]]:
    """Of each column, the others it is wired to, and how far right of them."""
    pulls: list[list[tuple[int, float]]] = [[] for _ in range(count)]
    for item, near in enumerate(lattice.down):
        for other, there, here in near:
            a, b = column_of[item], column_of[other]
            if a != b:
                start = (here - 0.5) * lattice.width(item)
                end = (there - 0.5) * lattice.width(other)
                pulls[b].append((a, start - end))
                pulls[a].append((b, end - start))
    return pulls


def _pushed(
    wish: list[float], order: list[int], left: list[list[tuple[int, float]]]
) -> list[float]:
    """Each column where it wants to be, or farther right."""
    at = list(wish)
    for column in order:
        for other, gap in left[column]:
            if at[other] + gap > at[column]:
                at[column] = at[other] + gap
    return at


def _pushed_back(
    wish: list[float], order: list[int], right: list[list[tuple[int, float]]]
) -> list[float]:
    """Each column where it wants to be, or farther left."""
    at = list(wish)
    for column in reversed(order):
        for other, gap in right[column]:
            if at[other] - gap < at[column]:
                at[column] = at[other] - gap
    return at
