"""Muted nodes in a model whose code does not tell of them: they keep their wires."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from studio.graph.graph import Graph
from studio.graph.model import Edge, PortKey


def through_muted(
    old: Graph, wires: Mapping[PortKey, Edge], stays: Collection[str]
) -> dict[PortKey, Edge]:
    """Wires that run through the muted nodes of the old graph again.

    What fed a node through muted ones does so still; what feeds it now enters the
    first of them. Where that is taken by something else, the wire goes past them.
    `stays` are the nodes of the old graph that the code does not tell of.
    """
    found = dict(wires)
    entered: dict[PortKey, tuple[str, str]] = {}
    for key, edge in old.edges.items():
        now = wires.get(key)
        if now is None or key.node in stays or not _is_muted(old, edge.source, stays):
            continue
        first = _first(old, edge.source, stays)
        if first is None:
            continue
        tensor = now.source, now.output
        if entered.setdefault(first.key, tensor) != tensor:
            continue
        found[key] = edge
        if (first.source, first.output) != tensor:
            first = replace(first, source=now.source, output=now.output)
        found[first.key] = first
    return found


def _is_muted(old: Graph, node_id: str, stays: Collection[str]) -> bool:
    return node_id in stays and old.nodes[node_id].muted


def _first(old: Graph, node_id: str, stays: Collection[str]) -> Edge | None:
    """The wire into the first of the muted nodes that lead to this one."""
    seen = {node_id}
    while True:
        into = old.edges_into(node_id)
        if not into or not _is_muted(old, into[0].source, stays):
            return into[0] if into else None
        node_id = into[0].source
        if node_id in seen:
            return None
        seen.add(node_id)
