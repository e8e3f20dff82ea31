"""The edits that turn one graph into another."""

from __future__ import annotations

from collections.abc import Iterator

from studio.graph import edits
from studio.graph.edits import Edit
from studio.graph.graph import Graph


def removals(old: Graph, new: Graph) -> Iterator[Edit]:
    """Edits that take away what the new graph does not have."""
    for key, edge in old.edges.items():
        if new.edges.get(key) != edge:
            yield edits.Disconnect(*key)
    for node_id in old.nodes:
        if node_id not in new.nodes:
            yield edits.RemoveNode(node_id)


def additions(old: Graph, new: Graph) -> Iterator[Edit]:
    """Edits that then make the new graph."""
    for definition in new.definitions.values():
        known = old.definitions.get(definition.id)
        if known is None:
            yield edits.AddDefinition(definition)
        elif known != definition:
            yield edits.ChangeDefinition(definition)
    for node in new.nodes.values():
        before = old.nodes.get(node.id)
        if before is None:
            yield edits.AddNode(node)
        elif before != node:
            yield edits.ChangeNode(node)
    for key, edge in new.edges.items():
        if old.edges.get(key) != edge:
            yield edits.Connect(edge)
    for definition_id in old.definitions:
        if definition_id not in new.definitions:
            yield edits.RemoveDefinition(definition_id)
