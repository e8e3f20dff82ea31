"""Which node an arrow key leads to."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Literal

from studio.graph.graph import Graph

Direction = Literal["up", "down", "left", "right"]
_ROW = 40.0


def neighbour(graph: Graph, node_id: str, direction: Direction) -> str | None:
    """Node that the wires lead to (up, down), or the next in the row."""
    if direction == "up":
        sources = [edge.source for edge in graph.edges_into(node_id)]
        return sources[0] if sources else None
    here = graph.nodes[node_id].position
    if direction == "down":
        targets = [edge.target for edge in graph.edges_out_of(node_id)]
        return _nearest(targets, lambda n: abs(graph.nodes[n].position.x - here.x))
    sign = 1 if direction == "right" else -1
    row = [
        n.id
        for n in graph.nodes.values()
        if abs(n.position.y - here.y) <= _ROW and (n.position.x - here.x) * sign > 0
    ]
    return _nearest(row, lambda n: (graph.nodes[n].position.x - here.x) * sign)


def _nearest(nodes: Collection[str], distance: Callable[[str], float]) -> str | None:
    return min(nodes, key=distance, default=None)
