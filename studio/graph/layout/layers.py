"""Which row each card stands in."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence

Link = tuple[int, int]
"""From a card to one below it, by index."""


def links_down(count: int, pairs: Iterable[Link]) -> list[Link]:
    """Links without those that close a loop, sources first.

    Kahn, "Topological sorting of large networks", 1962.
    """
    pairs = list(dict.fromkeys(pairs))
    missing = [0] * count
    targets: list[list[int]] = [[] for _ in range(count)]
    for source, target in pairs:
        missing[target] += 1
        targets[source].append(target)
    ready = deque(i for i in range(count) if not missing[i])
    rank = [-1] * count
    order = 0
    while ready:
        item = ready.popleft()
        rank[item] = order
        order += 1
        for target in targets[item]:
            missing[target] -= 1
            if not missing[target]:
                ready.append(target)
    for item in range(count):  # on or behind a loop
        if rank[item] < 0:
            rank[item] = order
            order += 1
    found = [p for p in pairs if rank[p[0]] < rank[p[1]]]
    return sorted(found, key=lambda p: (rank[p[0]], rank[p[1]]))


def rows_of(count: int, links: Sequence[Link]) -> list[int]:
    """Row of each card: one below the lowest that feeds it.

    What leads from an input to where it is first needed stands right above that.
    """
    row = [0] * count
    fed: list[list[int]] = [[] for _ in range(count)]
    for source, target in links:
        row[target] = max(row[target], row[source] + 1)
        fed[source].append(target)
    floats = [True] * count
    """Whether nothing else depends on what leads to the card."""
    for source, target in links:
        floats[target] &= floats[source] and len(fed[source]) == 1
    for source in reversed(list(dict.fromkeys(link[0] for link in links))):
        if floats[source]:
            row[source] = min(row[target] for target in fed[source]) - 1
    return row
