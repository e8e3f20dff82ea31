"""What repeats in a graph: the run of atoms whose folding saves most."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterator, Sequence

from studio.graph.graph import Graph
from studio.graph.model import Edge
from studio.graph.stretches import signature, stretches

LONGEST = 64
"""Atoms in a run that is looked for."""
FEWEST_NODES = 3
"""Nodes in a run that is worth a block."""

Instance = tuple[str, ...]
"""Ids of the nodes of one occurrence, each after those that feed it."""


def best_repeat(graph: Graph) -> list[Instance]:
    """Occurrences of the run whose folding leaves the fewest nodes; may be empty.

    Among runs that save the same, the one whose nodes have names in common wins:
    names tell where an author began and ended a block.
    """
    best: list[Instance] = []
    for instances in _candidates(graph):
        if _rank(graph, instances) > _rank(graph, best):
            best = instances
    return best


def way_in(graph: Graph, instance: Instance) -> tuple[str, str] | None:
    """Source and output of the one tensor that enters; None if there are several."""
    inside = set(instance)
    entering = {
        (edge.source, edge.output)
        for node_id in instance
        for edge in graph.edges_into(node_id)
        if edge.source not in inside
    }
    return entering.pop() if len(entering) == 1 else None


def ways_out(graph: Graph, instance: Instance) -> list[Edge]:
    """Edges that leave an instance."""
    inside = set(instance)
    return [
        edge
        for node_id in instance
        for edge in graph.edges_out_of(node_id)
        if edge.target not in inside
    ]


def common_name(graph: Graph, instance: Instance) -> str:
    """What the names of an instance begin with, up to an underscore; may be empty."""
    names = [graph.title_of(node_id) for node_id in instance]
    start = os.path.commonprefix(names)
    if any(len(name) == len(start) for name in names):
        start = start[:-1]
    return start.rpartition("_")[0]


def _candidates(graph: Graph) -> Iterator[list[Instance]]:
    """Occurrences of every run that repeats, without overlaps."""
    numbers: dict[object, int] = {}
    runs = [
        (
            run,
            [numbers.setdefault(signature(graph, atom), len(numbers)) for atom in run],
        )
        for run in stretches(graph)
    ]
    longest = max((len(run) for run, _ in runs), default=0) // 2
    for length in range(1, min(LONGEST, max(longest, 1)) + 1):
        found: dict[tuple[int, ...], list[Instance]] = defaultdict(list)
        for run, kinds in runs:
            for start, window in _windows(kinds, length):
                nodes = tuple(n for atom in run[start : start + length] for n in atom)
                if is_foldable(graph, nodes):
                    found[window].append(nodes)
        yield from (nodes for nodes in found.values() if len(nodes) > 1)


def _windows(kinds: list[int], length: int) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Runs of a length that repeat in `kinds`, the earliest without overlaps."""
    at: dict[tuple[int, ...], list[int]] = defaultdict(list)
    for start in range(len(kinds) - length + 1):
        at[tuple(kinds[start : start + length])].append(start)
    for window, starts in at.items():
        free = 0
        for start in starts:
            if start >= free:
                yield start, window
                free = start + length


def is_foldable(graph: Graph, instance: Instance) -> bool:
    """Whether nodes can be a block: enough of them, one tensor in, one out."""
    if len(instance) < FEWEST_NODES or way_in(graph, instance) is None:
        return False
    out = ways_out(graph, instance)
    if any(edge.source != instance[-1] or edge.output != "0" for edge in out):
        return False
    return all(graph.edges_out_of(node_id) for node_id in instance[:-1])


def _rank(graph: Graph, instances: Sequence[Instance]) -> tuple[int, bool]:
    if not instances:
        return 0, False
    saved = (len(instances) - 1) * len(instances[0])
    return saved, same_suffixes(graph, instances)


def same_suffixes(graph: Graph, instances: Sequence[Instance]) -> bool:
    """Whether the names differ only in what each instance's names begin with."""
    suffixes = set()
    for instance in instances:
        start = common_name(graph, instance)
        if not start:
            return False
        suffixes.add(tuple(graph.title_of(n)[len(start) :] for n in instance))
    return len(suffixes) == 1
