"""Parsed records as a document: what does not fit is left out and reported."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from studio.graph.block import Block, BlockKind, BlockParameter
from studio.graph.document import Document
from studio.graph.graph import Graph
from studio.graph.model import Comment, Edge, LayerDefinition, Node, NodeKind, Point
from studio.project.extras import Extras
from studio.project.repairs import Repairs, document_value, document_values
from studio.project.setup_records import build_setup

if TYPE_CHECKING:
    from studio.project import schema


def build_document(
    record: schema.ProjectRecord, repairs: Repairs
) -> tuple[Document, Extras]:
    """Build the document of a file, and what it holds beyond this version.

    Raises:
        ValueError, TypeError: a parameter value is malformed.
    """
    blocks = build_blocks(record.blocks, repairs)
    graph, comments = _graph(record, blocks, repairs)
    setup = build_setup(record.setup, repairs)
    document = Document(graph, comments, setup, record.last_ids, blocks.values())
    return document, Extras.of(record)


def build_blocks(
    records: Iterable[schema.BlockRecord], repairs: Repairs
) -> dict[str, Block]:
    """Build blocks, inner ones first; a reference to none there is goes."""
    waiting: dict[str, schema.BlockRecord] = {}
    for item in records:
        if item.id in waiting:
            repairs.note(f"Two blocks have the id {item.id}; the second was left out.")
        else:
            waiting[item.id] = item
    done: dict[str, Block] = {}
    while waiting:
        ready = [i for i, r in waiting.items() if not _used(r) & waiting.keys()]
        for block_id in ready or list(waiting):  # none is ready: they form a loop
            done[block_id] = _block(waiting.pop(block_id), done, repairs)
    return done


def _used(record: schema.BlockRecord) -> set[str]:
    return {item.block for item in record.definitions if item.block is not None}


def _block(
    record: schema.BlockRecord, known: Mapping[str, Block], repairs: Repairs
) -> Block:
    graph, comments = _graph(record, known, repairs)
    nodes, definitions, edges = graph.parts()
    place = f"block {record.id}"
    return Block(
        record.id,
        record.name,
        BlockKind(record.kind),
        nodes,
        definitions,
        edges,
        tuple(comments),
        tuple(
            BlockParameter(p.name, document_value(place, p.name, p.default))
            for p in record.parameters
        ),
    )


def _graph(
    record: schema.ProjectRecord | schema.BlockRecord,
    blocks: Mapping[str, Block],
    repairs: Repairs,
) -> tuple[Graph, Iterable[Comment]]:
    graph = Graph()
    _add_definitions(graph, record.definitions, blocks, repairs)
    _add_nodes(graph, record.nodes, repairs)
    _add_edges(graph, record.edges, repairs)
    return graph, _comments(record.comments, repairs)


def _add_definitions(
    graph: Graph,
    records: Iterable[schema.DefinitionRecord],
    blocks: Mapping[str, Block],
    repairs: Repairs,
) -> None:
    for item in records:
        values = document_values(f"definition {item.id}", item.parameters)
        block = item.block
        if block is not None and block not in blocks:
            repairs.note(
                f"“{item.name}” stands for the block {block}, which is not in the "
                "file or contains itself; it was left without one."
            )
            block = None
        definition = LayerDefinition(
            item.id, item.layer_class, item.name, values, block
        )
        if item.id in graph.definitions:
            repairs.note(
                f"Two layers have the id {item.id}; the second, “{item.name}”, "
                "was left out."
            )
        else:
            graph._add_definition(definition)


def _add_nodes(
    graph: Graph, records: Iterable[schema.NodeRecord], repairs: Repairs
) -> None:
    for item in records:
        node = Node(
            item.id,
            NodeKind(item.kind),
            item.definition,
            Point(*item.position),
            document_values(f"node {item.id}", item.call),
            tuple(item.place),
            item.muted,
        )
        if node.kind is NodeKind.OUTPUT and node.definition is not None:
            repairs.note(f"Output {node.id} named a layer; that was removed.")
            node = replace(node, definition=None)
        if node.id in graph.nodes:
            repairs.note(f"Two nodes have the id {node.id}; the second was left out.")
        elif node.kind is not NodeKind.OUTPUT and (
            node.definition not in graph.definitions
        ):
            repairs.note(
                f"Node {node.id} was left out: its layer {node.definition or ''} "
                "is not in the file."
            )
        else:
            graph._add_node(node)


def _add_edges(
    graph: Graph, records: Iterable[schema.EdgeRecord], repairs: Repairs
) -> None:
    for item in records:
        via = tuple(Point(*point) for point in item.via)
        ends = item.source, item.target, item.port, item.output
        edge = Edge(*ends, via, item.pinned)
        missing = [e for e in (edge.source, edge.target) if e not in graph.nodes]
        text = f"The connection from {edge.source} to {edge.port} of {edge.target}"
        if missing:
            repairs.note(f"{text} was left out: {missing[0]} is not in the file.")
        elif edge.key in graph.edges:
            repairs.note(f"{text} was left out: that port has another one already.")
        else:
            graph._add_edge(edge)


def _comments(
    records: Iterable[schema.CommentRecord], repairs: Repairs
) -> Iterable[Comment]:
    comments: dict[str, Comment] = {}
    for item in records:
        if item.id in comments:
            repairs.note(f"Two comments have the id {item.id}; one was left out.")
            continue
        point = Point(*item.position)
        comments[item.id] = Comment(
            item.id, item.text, point, item.width, item.height, item.frame
        )
    return comments.values()
