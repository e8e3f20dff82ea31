"""Positions for the nodes of a document that was never on a canvas."""

from __future__ import annotations

from studio.graph.block import Block
from studio.graph.document import Document
from studio.graph.graph import Graph
from studio.graph.layout import tidy
from studio.graph.model import Node

CARD = (240.0, 72.0)
"""Size of a card as the canvas draws it."""


def arranged(document: Document) -> Document:
    """The same document with its graph and its blocks laid out."""
    graph = Graph(
        _placed(document.graph),
        document.graph.definitions.values(),
        document.graph.edges.values(),
    )
    blocks = [_block(block) for block in document.blocks.values()]
    return Document(
        graph, document.comments.values(), document.setup, document.last_ids, blocks
    )


def _block(block: Block) -> Block:
    return Block(
        block.id,
        block.name,
        block.kind,
        tuple(_placed(block.graph)),
        block.definitions,
        block.edges,
        block.comments,
        block.parameters,
    )


def _placed(graph: Graph) -> list[Node]:
    positions = tidy(graph, dict.fromkeys(graph.nodes, CARD))
    return [
        Node(n.id, n.kind, n.definition, positions[n.id], n.call, n.place)
        for n in graph.nodes.values()
    ]
