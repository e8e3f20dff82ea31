"""Positions for the nodes of a document that was never on a canvas."""

from __future__ import annotations

from dataclasses import replace

from studio.graph.block_ports import DocumentPorts
from studio.graph.card_shape import card_shapes
from studio.graph.document import Document
from studio.graph.graph import Graph
from studio.graph.layout.sketch import make_sketch
from studio.graph.layout.tidying import tidy
from studio.graph.model import Edge, Node
from studio.graph.ports import PortTable


def arranged(document: Document, table: PortTable) -> Document:
    """The same document with its graph and its blocks laid out."""
    ports = DocumentPorts(document, table)
    nodes, edges = _placed(document, document.graph, ports)
    blocks = []
    for block in document.blocks.values():
        inner_nodes, inner_edges = _placed(document, block.graph, ports)
        blocks.append(replace(block, nodes=inner_nodes, edges=inner_edges))
    return Document(
        Graph(nodes, document.graph.definitions.values(), edges),
        document.comments.values(),
        document.setup,
        document.last_ids,
        blocks,
    )


def _placed(
    document: Document, graph: Graph, table: PortTable
) -> tuple[tuple[Node, ...], tuple[Edge, ...]]:
    """Nodes and edges of a graph, laid out."""
    flow = document.setup.canvas.flow
    made = tidy(make_sketch(graph, card_shapes(graph, table, flow), None, flow))
    nodes = (replace(n, position=made.corners[n.id]) for n in graph.nodes.values())
    edges = (replace(e, via=made.routes.get(k, ())) for k, e in graph.edges.items())
    return tuple(nodes), tuple(edges)
