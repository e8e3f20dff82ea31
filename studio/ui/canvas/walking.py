"""Which node an arrow key leads to."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Literal

from studio.graph.graph import Graph
from studio.graph.model import Flow

Direction = Literal["up", "down", "left", "right"]
_ROW = 40.0


_TURNED: dict[Direction, Direction] = {
    "left": "up",
    "right": "down",
    "up": "left",
    "down": "right",
}


def neighbour(
    graph: Graph, node_id: str, direction: Direction, flow: Flow
) -> str | None:
    """Node that the wires lead to, back or on, or the next beside it."""
    across = 0 if flow is Flow.TOP_TO_BOTTOM else 1
    if across:
        direction = _TURNED[direction]
    if direction == "up":
        sources = [edge.source for edge in graph.edges_into(node_id)]
        return sources[0] if sources else None
    here = graph.nodes[node_id].position
    if direction == "down":
        targets = [edge.target for edge in graph.edges_out_of(node_id)]
        return _nearest(
            targets, lambda n: abs(graph.nodes[n].position[across] - here[across])
        )
    sign = 1 if direction == "right" else -1
    row = [
        n.id
        for n in graph.nodes.values()
        if abs(n.position[not across] - here[not across]) <= _ROW
        and (n.position[across] - here[across]) * sign > 0
    ]
    return _nearest(
        row, lambda n: (graph.nodes[n].position[across] - here[across]) * sign
    )


def _nearest(nodes: Collection[str], distance: Callable[[str], float]) -> str | None:
    return min(nodes, key=distance, default=None)
