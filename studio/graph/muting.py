"""Muted nodes: calls that are left out, so that what comes in goes straight on."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from studio.graph import edits
from studio.graph.document import Document
from studio.graph.edits import Compound
from studio.graph.graph import Graph
from studio.graph.model import NodeKind


def without_muted(graph: Graph) -> Graph:
    """Graph without its muted nodes: their first input feeds what they fed.

    A graph without any is returned as it is.
    """
    gone = {node.id for node in graph.nodes.values() if node.muted}
    if not gone:
        return graph
    kept = [node for node in graph.nodes.values() if node.id not in gone]
    called = {node.definition for node in kept}
    unused = {n.definition for n in graph.nodes.values()} - called
    edges = []
    for edge in graph.edges.values():
        origin = _origin(graph, edge.source, edge.output, gone)
        if origin is not None and edge.target not in gone:
            edges.append(replace(edge, source=origin[0], output=origin[1]))
    definitions = [d for d in graph.definitions.values() if d.id not in unused]
    return Graph(kept, definitions, edges)


def without_muted_nodes(document: Document) -> Document:
    """Document without muted nodes, in its blocks too; itself if it has none."""
    graph = without_muted(document.graph)
    blocks = []
    for block in document.blocks.values():
        inside = without_muted(block.graph)
        if inside is block.graph:
            blocks.append(block)
            continue
        nodes, definitions, wires = inside.parts()
        changed = replace(block, nodes=nodes, definitions=definitions, edges=wires)
        blocks.append(changed)
    if graph is document.graph and blocks == list(document.blocks.values()):
        return document
    return Document(
        graph, document.comments.values(), document.setup, document.last_ids, blocks
    )


def set_muted(document: Document, node_ids: Collection[str], muted: bool) -> Compound:
    """Leave calls out, or take them in again. Inputs and outputs stay."""
    nodes = [document.graph.nodes[node_id] for node_id in node_ids]
    steps = tuple(
        edits.ChangeNode(replace(node, muted=muted))
        for node in nodes
        if node.kind is NodeKind.LAYER and node.muted is not muted
    )
    verb = "Mute" if muted else "Unmute"
    count = f"{len(steps)} nodes" if len(steps) != 1 else "node"
    return Compound(f"{verb} {count}", steps)


def _origin(
    graph: Graph, source: str, output: str, gone: Collection[str]
) -> tuple[str, str] | None:
    """Where a tensor really comes from; None if nothing feeds the muted nodes."""
    seen: set[str] = set()
    while source in gone:
        into = graph.edges_into(source)
        if not into or source in seen:
            return None
        seen.add(source)
        source, output = into[0].source, into[0].output
    return source, output
