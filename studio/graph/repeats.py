"""What repeats in a graph: the run of atoms whose folding saves most."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import takewhile

from studio.graph.graph import Graph
from studio.graph.model import Edge
from studio.graph.naming import is_automatic
from studio.graph.stretches import Atom, signature, stretches

LONGEST = 64
"""Atoms in a run that is looked for."""
FEWEST_NODES = 3
"""Nodes in a run that is worth a block."""

_Start = tuple[int, int]
"""Number of a run, and of the atom in it where an occurrence begins."""
Instance = tuple[str, ...]
"""Ids of the nodes of one occurrence, each after those that feed it."""


def best_repeat(graph: Graph) -> list[Instance]:
    """Occurrences of the run that is best folded; empty if none repeats.

    Where names tell what an author took for a block (``conv2_block1_add``), such
    blocks come first; else the run whose folding leaves the fewest nodes. Only
    automatic names are ever lost.
    """
    sizes = _group_sizes(graph)
    best: list[Instance] = []
    highest = (False, 0)
    for instances in _candidates(graph):
        if not _keeps_names(graph, instances):
            continue
        saved = (len(instances) - 1) * len(instances[0])
        rank = (_are_whole_groups(graph, instances, sizes), saved)
        if rank > highest:
            best, highest = instances, rank
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


def instance_names(graph: Graph, instances: Sequence[Instance]) -> list[str] | None:
    """What the names of each occurrence begin with, if they differ in nothing else."""
    starts = [_common_start(graph, instance) for instance in instances]
    suffixes = {
        tuple(graph.title_of(node_id)[len(start) :] for node_id in instance)
        for start, instance in zip(starts, instances, strict=True)
    }
    taken = {definition.name for definition in graph.definitions.values()}
    distinct = len(set(starts)) == len(starts) and not taken & set(starts)
    return starts if len(suffixes) == 1 and all(starts) and distinct else None


def _keeps_names(graph: Graph, instances: Sequence[Instance]) -> bool:
    """Whether folding changes no name that somebody gave."""
    return instance_names(graph, instances) is not None or all(
        definition is not None and is_automatic(definition)
        for instance in instances
        for definition in map(graph.definition_of, instance)
    )


def _common_start(graph: Graph, instance: Instance) -> str:
    """What the names begin with, up to an underscore; may be empty."""
    names = [graph.title_of(node_id) for node_id in instance]
    pairs = zip(min(names), max(names), strict=False)
    start = "".join(c for c, _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
    return start.rpartition("_")[0]


def _group_sizes(graph: Graph) -> Counter[str]:
    """How many names begin with each text that ends before an underscore."""
    sizes: Counter[str] = Counter()
    for definition in graph.definitions.values():
        start = definition.name.rpartition("_")[0]
        while start:
            sizes[start] += 1
            start = start.rpartition("_")[0]
    return sizes


def _are_whole_groups(
    graph: Graph, instances: Sequence[Instance], sizes: Mapping[str, int]
) -> bool:
    """Whether each occurrence is all there is of its name."""
    names = instance_names(graph, instances)
    return names is not None and all(
        sizes[name] == len(instance)
        for name, instance in zip(names, instances, strict=True)
    )


def _candidates(graph: Graph) -> Iterator[list[Instance]]:
    """Occurrences of every run that repeats, without overlaps."""
    numbers: dict[object, int] = {}

    def kind(atom: Atom) -> int:
        return numbers.setdefault(signature(graph, atom), len(numbers))

    runs = stretches(graph)
    kinds = [list(map(kind, run)) for run in runs]
    starts = [(number, at) for number, run in enumerate(runs) for at in range(len(run))]
    for length in range(1, LONGEST + 1):
        found: dict[tuple[int, ...], list[_Start]] = defaultdict(list)
        for number, at in starts:
            if at + length <= len(runs[number]):
                found[tuple(kinds[number][at : at + length])].append((number, at))
        often = [places for places in found.values() if len(places) > 1]
        # What does not repeat cannot be the beginning of what does.
        starts = [start for places in often for start in places]
        for places in often:
            instances = _instances(graph, runs, places, length)
            if len(instances) > 1:
                yield instances


def _instances(
    graph: Graph, runs: list[list[Atom]], places: list[_Start], length: int
) -> list[Instance]:
    """Nodes of the occurrences at these places that can be blocks, no overlaps."""
    instances: list[Instance] = []
    last, free = -1, 0
    for number, at in places:
        if number == last and at < free:
            continue
        nodes = tuple(n for atom in runs[number][at : at + length] for n in atom)
        if is_foldable(graph, nodes):
            instances.append(nodes)
            last, free = number, at + length
    return instances


def is_foldable(graph: Graph, instance: Instance) -> bool:
    """Whether nodes can be a block: enough of them, one tensor in, one out."""
    if len(instance) < FEWEST_NODES or way_in(graph, instance) is None:
        return False
    out = ways_out(graph, instance)
    if any(edge.source != instance[-1] or edge.output != "0" for edge in out):
        return False
    return all(graph.edges_out_of(node_id) for node_id in instance[:-1])
