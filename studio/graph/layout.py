"""Tidy layout: layers from top to bottom, few crossings, straight chains.

The layered method of Sugiyama, Tagawa and Toda, "Methods for visual
understanding of hierarchical system structures", 1981: longest-path layers,
places held open for long wires, median sweeps (Gansner et al., "A technique
for drawing directed graphs", 1993), then positions by isotonic regression.
"""

from __future__ import annotations

from bisect import bisect_right, insort
from collections import defaultdict
from collections.abc import Collection, Mapping
from itertools import pairwise

from studio.graph.algorithms import topological_order
from studio.graph.graph import Graph
from studio.graph.model import NodeKind, Point

GRID = 8.0
GAP_X = 32.0
GAP_Y = 48.0
WIRE_WIDTH = 48.0
SWEEPS = 12
MOST_PLACES = 20_000
"""Stand-ins for wires; a model of 800 layers needs 4,000."""

Rows = list[list[str]]


def tidy(
    graph: Graph,
    sizes: Mapping[str, tuple[float, float]],
    nodes: Collection[str] | None = None,
) -> dict[str, Point]:
    """New top-left corners, by node id, for all nodes or for `nodes` alone.

    `sizes` are width and height of each node in scene units. The result keeps
    the top-left corner of what is laid out.
    """
    chosen = [n for n in graph.nodes if nodes is None or n in nodes]
    if not chosen:
        return {}
    links = _links(graph, chosen)
    rows, wires = _with_places_for_wires(_layers(graph, chosen, links), links)
    rows = _ordered(rows, wires)
    widths = {n: sizes[n][0] if n in sizes else WIRE_WIDTH for row in rows for n in row}
    centres = _centres(rows, wires, widths)
    left = min(graph.nodes[n].position.x for n in chosen)
    top = min(graph.nodes[n].position.y for n in chosen)
    shift = left - min(centres[n] - widths[n] / 2 for n in chosen)
    result, y = {}, top
    for row in rows:
        real = [n for n in row if n in graph.nodes]
        for n in real:
            x = centres[n] - widths[n] / 2 + shift
            result[n] = Point(_snap(x), _snap(y))
        y += max((sizes[n][1] for n in real), default=0.0) + GAP_Y
    return result


def _snap(value: float) -> float:
    return round(value / GRID) * GRID


def _links(graph: Graph, chosen: list[str]) -> list[tuple[str, str]]:
    """Wires among the chosen nodes, without those that close a loop."""
    rank = {n: i for i, n in enumerate(topological_order(graph))}
    for n in chosen:
        rank.setdefault(n, len(rank))
    inside = set(chosen)
    found = {
        (e.source, e.target)
        for e in graph.edges.values()
        if e.source in inside and e.target in inside
    }
    return sorted(
        (p for p in found if rank[p[0]] < rank[p[1]]),
        key=lambda p: (rank[p[0]], rank[p[1]]),
    )


def _layers(
    graph: Graph, chosen: list[str], links: list[tuple[str, str]]
) -> dict[str, int]:
    """Row of each node: one below the lowest that feeds it."""
    row = dict.fromkeys(chosen, 0)
    fed = {target for _, target in links}
    for source, target in links:
        row[target] = max(row[target], row[source] + 1)
    lowest = max(row.values())
    first: dict[str, int] = {}
    for source, target in links:
        first[source] = min(first.get(source, lowest), row[target])
    for n in chosen:
        if n in first and n not in fed:
            row[n] = first[n] - 1
        elif graph.nodes[n].kind is NodeKind.OUTPUT:
            row[n] = lowest
    return row


def _with_places_for_wires(
    row: dict[str, int], links: list[tuple[str, str]]
) -> tuple[Rows, list[tuple[str, str]]]:
    """Rows of node ids, with a stand-in wherever the wires of a node pass a row."""
    rows: Rows = [[] for _ in range(max(row.values()) + 1)]
    for n, index in row.items():
        rows[index].append(n)
    targets: dict[str, list[str]] = defaultdict(list)
    for source, target in links:
        targets[source].append(target)
    wires: list[tuple[str, str]] = []
    left = MOST_PLACES
    for source, ends in targets.items():
        before, last = source, max(row[target] for target in ends)
        left -= max(last - row[source] - 1, 0)
        if left < 0:  # the longest wires of a tangle run over what is in their way
            wires += [(source, t) for t in ends if row[t] == row[source] + 1]
            continue
        below: dict[int, list[str]] = defaultdict(list)
        for target in ends:
            below[row[target]].append(target)
        for index in range(row[source] + 1, last + 1):
            wires += [(before, target) for target in below[index]]
            if index < last:
                place = f"wire {source} {index}"
                rows[index].append(place)
                wires.append((before, place))
                before = place
    return rows, wires


def _neighbours(
    wires: list[tuple[str, str]],
) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    above: dict[str, list[str]] = defaultdict(list)
    below: dict[str, list[str]] = defaultdict(list)
    for source, target in wires:
        above[target].append(source)
        below[source].append(target)
    return above, below


def _ordered(rows: Rows, wires: list[tuple[str, str]]) -> Rows:
    """Reorder each row by the medians of its neighbours; keep the best try."""
    above, below = _neighbours(wires)
    best, fewest = rows, _crossings(rows, below)
    current = [list(row) for row in rows]
    for sweep in range(SWEEPS):
        if fewest == 0:
            break
        down = sweep % 2 == 0
        steps = list(pairwise(current if down else current[::-1]))
        for fixed, free in steps:
            _sort_by_medians(free, fixed, above if down else below)
        crossings = _crossings(current, below)
        if crossings < fewest:
            best, fewest = [list(row) for row in current], crossings
    return best


def _sort_by_medians(
    free: list[str], fixed: list[str], neighbours: Mapping[str, list[str]]
) -> None:
    place = {n: i for i, n in enumerate(fixed)}
    own = {n: float(i) for i, n in enumerate(free)}
    for n in free:
        spots = sorted(place[m] for m in neighbours.get(n, ()))
        if spots:
            middle = len(spots) // 2
            own[n] = (spots[middle] + spots[~middle]) / 2
    free.sort(key=lambda n: own[n])


def _crossings(rows: Rows, below: Mapping[str, list[str]]) -> int:
    """Wires that cross, counted row by row (inversions of end points)."""
    total = 0
    for upper, lower in pairwise(rows):
        place = {n: i for i, n in enumerate(lower)}
        seen: list[int] = []
        for n in upper:
            ends = sorted(place[m] for m in below.get(n, ()))
            total += sum(len(seen) - bisect_right(seen, end) for end in ends)
            for end in ends:
                insort(seen, end)
    return total


def _centres(
    rows: Rows, wires: list[tuple[str, str]], widths: Mapping[str, float]
) -> dict[str, float]:
    """Centre of each place: near its neighbours' mean, at least a gap apart."""
    above, below = _neighbours(wires)
    centre: dict[str, float] = {}
    for row in rows:
        _place(row, dict.fromkeys(row, 0.0), widths, centre)
    for sweep in range(SWEEPS):
        down = sweep % 2 == 0
        near = above if down else below
        for row in rows if down else rows[::-1]:
            wish = {
                n: sum(centre[m] for m in near[n]) / len(near[n])
                if near[n]
                else centre[n]
                for n in row
            }
            _place(row, wish, widths, centre)
    return centre


def _place(
    row: list[str],
    wish: Mapping[str, float],
    widths: Mapping[str, float],
    centre: dict[str, float],
) -> None:
    """Least-squares positions that keep order and gaps (pool adjacent violators)."""
    offsets, offset = [], 0.0
    for index, n in enumerate(row):
        if index:
            offset += (widths[row[index - 1]] + widths[n]) / 2 + GAP_X
        offsets.append(offset)
    pools: list[tuple[float, int]] = []
    for n, shift in zip(row, offsets, strict=True):
        mean, count = wish[n] - shift, 1
        while pools and pools[-1][0] > mean:
            earlier, size = pools.pop()
            mean = (earlier * size + mean * count) / (size + count)
            count += size
        pools.append((mean, count))
    index = 0
    for mean, count in pools:
        for _ in range(count):
            centre[row[index]] = mean + offsets[index]
            index += 1
