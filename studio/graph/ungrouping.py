"""Blocks undone, made unique, and opened for settings of their own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from studio.graph import edits
from studio.graph.algorithms import model_outputs
from studio.graph.block import (
    INSTANCE_NAME,
    Block,
    BlockKind,
    with_arguments,
)
from studio.graph.block_ports import output_keys
from studio.graph.document import Document
from studio.graph.edits import Compound, Edit, EditRefused
from studio.graph.feeds import carried_settings, feed_id
from studio.graph.fragment import renumbered
from studio.graph.grouping import middle
from studio.graph.model import Edge, LayerDefinition, NodeKind, Point
from studio.graph.naming import unique_name
from studio.graph.routing import shifted


def ungroup(document: Document, node_id: str) -> tuple[Compound, tuple[str, ...]]:
    """Put what is inside a group in the place of its node; also the new ids.

    Raises:
        EditRefused: the node stands for no group.
    """
    layer, block = _group_of(document, node_id)
    steps, ids = dissolved(document, node_id, layer, block)
    return Compound(f"Ungroup {layer.name}", tuple(steps)), ids


def dissolved(
    document: Document, node_id: str, layer: LayerDefinition, block: Block
) -> tuple[list[Edit], tuple[str, ...]]:
    """Edits that put the inside of a group in the place of a node; also the new ids.

    The group need not be in the document; `layer` gives its parameters.
    """
    inside = renumbered(document, block, _same(document, block))
    nodes = [n for n in inside.nodes if n.kind is NodeKind.LAYER]
    called = {n.definition for n in nodes}
    values = {p.name: layer.parameters.get(p.name, p.default) for p in block.parameters}
    names: set[str] = set()
    steps: list[Edit] = [
        edits.Disconnect(*edge.key)
        for edge in {
            e.key: e
            for e in (
                *document.graph.edges_into(node_id),
                *document.graph.edges_out_of(node_id),
            )
        }.values()
    ]
    steps += _release(document, node_id)
    for inner in inside.definitions:
        if inner.id in called:
            name = _outer_name(document, inner.name, layer.name, names)
            names.add(name)
            parameters = with_arguments(inner.parameters, values)
            assert isinstance(parameters, dict)
            copy = replace(inner, name=name, parameters=parameters)
            steps.append(edits.AddDefinition(copy))
    dx, dy = _offset(document, node_id, inside)
    for node in nodes:
        at = Point(node.position.x + dx, node.position.y + dy)
        steps.append(edits.AddNode(replace(node, position=at)))
    own = {node.id for node in nodes}
    for edge in _wires(document, node_id, inside):
        within = {edge.source, edge.target} <= own
        via = shifted(edge.via, dx, dy) if within else edge.via
        steps.append(edits.Connect(replace(edge, via=via)))
    ends = zip(output_keys(block), model_outputs(inside.graph), strict=False)
    moved = {feed_id(node_id, key): feed_id(*end) for key, end in ends}
    steps += carried_settings(document, moved)
    return steps, tuple(node.id for node in nodes)


def make_block_unique(document: Document, node_id: str) -> Compound:
    """Give a node a copy of its block: edits of the others no longer reach it.

    Raises:
        EditRefused: the node stands for no group.
    """
    layer, block = _group_of(document, node_id)
    own = renumbered(
        document, block, {**_same(document, block), block.id: document.new_id("b")}
    )
    names = {other.name for other in document.blocks.values()}
    name, number = block.name, 1
    while name in names:
        number += 1
        name = f"{block.name}_{number}"
    steps: list[Edit] = [edits.AddBlock(replace(own, name=name))]
    if len(document.graph.callers_of(layer.id)) > 1:
        layer = replace(
            layer, id=document.new_id("l"), name=unique_name(document, layer.name)
        )
        node = replace(document.graph.nodes[node_id], definition=layer.id)
        steps.append(edits.AddDefinition(replace(layer, block=own.id)))
        steps.append(edits.ChangeNode(node))
    else:
        steps.append(edits.ChangeDefinition(replace(layer, block=own.id)))
    return Compound(f"Make {layer.name} unique", tuple(steps))


def _group_of(document: Document, node_id: str) -> tuple[LayerDefinition, Block]:
    layer = document.graph.definition_of(node_id)
    block = document.blocks[layer.block] if layer and layer.block else None
    if layer is None or block is None or block.kind is not BlockKind.GROUP:
        raise EditRefused("Select a block: a node that stands for several others.")
    return layer, block


def _same(document: Document, block: Block) -> dict[str, str]:
    return {block_id: block_id for block_id in (*block.uses(), block.id)}


def _release(document: Document, node_id: str) -> Iterator[Edit]:
    """Edits that remove the node, and its layer if nothing else needs it."""
    yield edits.RemoveNode(node_id)
    layer = document.graph.definition_of(node_id)
    if layer is not None and len(document.graph.callers_of(layer.id)) == 1:
        yield edits.RemoveDefinition(layer.id)


def _outer_name(document: Document, inner: str, instance: str, names: set[str]) -> str:
    """Name outside: the one from before it was grouped, if it is free."""
    plain = inner.replace(f"{INSTANCE_NAME}_", "", 1)
    if unique_name(document, plain, names) == plain:
        return plain
    return unique_name(document, inner.replace(INSTANCE_NAME, instance), names)


def _offset(document: Document, node_id: str, inside: Block) -> Point:
    """How far the block's layers move so that their middle is the node's place."""
    here = document.graph.nodes[node_id].position
    layers = [n for n in inside.nodes if n.kind is NodeKind.LAYER]
    was = middle(layers) if layers else here
    return Point(here.x - was.x, here.y - was.y)


def _wires(document: Document, node_id: str, inside: Block) -> list[Edge]:
    """Wires inside and across the border, with the border gone."""
    graph = inside.graph
    outer = document.graph
    fed = {edge.port: edge for edge in outer.edges_into(node_id)}
    arguments = {
        n.id: fed.get(graph.title_of(n.id))
        for n in inside.nodes
        if n.kind is NodeKind.INPUT
    }
    wires = []
    for edge in inside.edges:
        source = arguments.get(edge.source)
        if edge.source in arguments and source is None:
            continue
        start = (source.source, source.output) if source else (edge.source, edge.output)
        via = () if source else edge.via
        whole = replace(edge, source=start[0], output=start[1], via=via)
        if graph.nodes[edge.target].kind is NodeKind.LAYER:
            wires.append(whole)
            continue
        key = _output_key(inside, edge.target)
        wires += [
            replace(after, source=whole.source, output=whole.output)
            for after in outer.edges_out_of(node_id)
            if after.output == key
        ]
    return wires


def _output_key(block: Block, mark: str) -> str:
    """Key of the output that a node in a block marks."""
    place = block.graph.nodes[mark].place
    keys = output_keys(block)
    if place and isinstance(place[0], str) and place[0] in keys:
        return str(place[0])
    edge = block.graph.edges_into(mark)[0]
    marks = model_outputs(block.graph)
    return str(marks.index((edge.source, edge.output)))
