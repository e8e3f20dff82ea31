"""Walks over the graph: order, cycles, reachability, inputs and outputs."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable

from studio.graph.graph import Graph, id_order, place_order
from studio.graph.model import NodeKind, Place

Outputs = tuple[tuple[Place, str, str], ...]
"""Outputs of a graph: their places, and the (node id, output key) that fill them."""


def topological_order(graph: Graph) -> list[str]:
    """Node ids, sources first; nodes on or behind a cycle are left out.

    Among nodes that are free to go, the order of the document decides, so the
    result is stable. Kahn, "Topological sorting of large networks", 1962.
    """
    missing = {node_id: len(graph.edges_into(node_id)) for node_id in graph.nodes}
    ready = deque(node_id for node_id, count in missing.items() if count == 0)
    order = []
    while ready:
        node_id = ready.popleft()
        order.append(node_id)
        for edge in graph.edges_out_of(node_id):
            missing[edge.target] -= 1
            if missing[edge.target] == 0:
                ready.append(edge.target)
    return order


def find_cycle(graph: Graph) -> list[str]:
    """Node ids of one cycle in wire order, or an empty list."""
    left = graph.nodes.keys() - set(topological_order(graph))
    if not left:
        return []
    # Every node left has a predecessor left; walking back must repeat one.
    node_id = min(left)
    seen: dict[str, int] = {}
    path: list[str] = []
    while node_id not in seen:
        seen[node_id] = len(path)
        path.append(node_id)
        node_id = next(e.source for e in graph.edges_into(node_id) if e.source in left)
    return path[seen[node_id] :][::-1]


def upstream(graph: Graph, node_ids: Iterable[str]) -> set[str]:
    """The nodes and all that feed them."""
    return _walk(node_ids, lambda n: [e.source for e in graph.edges_into(n)])


def downstream(graph: Graph, node_ids: Iterable[str]) -> set[str]:
    """The nodes and all that they feed."""
    return _walk(node_ids, lambda n: [e.target for e in graph.edges_out_of(n)])


def _walk(start: Iterable[str], following: Callable[[str], list[str]]) -> set[str]:
    seen = set(start)
    queue = list(seen)
    while queue:
        for node_id in following(queue.pop()):
            if node_id not in seen:
                seen.add(node_id)
                queue.append(node_id)
    return seen


def model_inputs(graph: Graph) -> list[str]:
    """Ids of the input nodes, in the order of their places, then of their ids."""
    nodes = [n for n in graph.nodes.values() if n.kind is NodeKind.INPUT]
    nodes.sort(key=lambda n: (place_order(n.place), id_order(n.id)))
    return [node.id for node in nodes]


def model_outputs(graph: Graph) -> list[tuple[str, str]]:
    """The model's outputs as (node id, output key).

    Output nodes mark them, in the order of their places, which is that of
    `keras.tree.flatten`, then from left to right; without any, every layer that
    nothing follows is one.
    """
    marks = [n for n in graph.nodes.values() if n.kind is NodeKind.OUTPUT]
    marks.sort(key=lambda n: (place_order(n.place), n.position.x, n.position.y))
    if marks:
        return [
            (edge.source, edge.output)
            for mark in marks
            for edge in graph.edges_into(mark.id)
        ]
    followed = {edge.source for edge in graph.edges.values()}
    layers = (n.id for n in graph.nodes.values() if n.kind is NodeKind.LAYER)
    ends = [node_id for node_id in layers if node_id not in followed]
    return [(node_id, "0") for node_id in sorted(ends, key=id_order)]


def placed_outputs(graph: Graph) -> Outputs:
    """Outputs of a graph; a list of them where no node says another place."""
    marks = [
        (mark.place, edge.source, edge.output)
        for mark in graph.nodes.values()
        if mark.kind is NodeKind.OUTPUT
        for edge in graph.edges_into(mark.id)
    ]
    if any(place for place, _, _ in marks):
        return tuple(sorted(marks, key=lambda mark: place_order(mark[0])))
    found = model_outputs(graph)
    alone = len(found) == 1
    return tuple(
        (() if alone else (index,), node_id, output)
        for index, (node_id, output) in enumerate(found)
    )


def model_nodes(graph: Graph) -> set[str]:
    """Ids of the nodes that are part of the model: those that feed an output."""
    return upstream(graph, (node_id for node_id, _ in model_outputs(graph)))
