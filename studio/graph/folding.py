"""Folding: repeated structure becomes one block, each occurrence an instance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from studio.graph import edits
from studio.graph.document import Document
from studio.graph.edits import Compound, Edit
from studio.graph.folded_block import ARGUMENT, DefaultOf, FoldedBlock
from studio.graph.graph import Graph
from studio.graph.model import BLOCK_CLASS, Edge, LayerDefinition, Node, NodeKind
from studio.graph.repeats import Instance, best_repeat, way_in

MOST_FOLDS = 16


def fold_repeats(document: Document, default_of: DefaultOf) -> Compound | None:
    """Fold what repeats in the main graph into blocks; None if nothing does.

    Layers keep their names where the names of each occurrence begin alike;
    otherwise they are named anew after their occurrence.
    """
    copy = Document(
        Graph(*document.graph.parts()),
        last_ids=document.last_ids,
        blocks=document.blocks.values(),
    )
    steps: list[Edit] = []
    for _ in range(MOST_FOLDS):
        instances = best_repeat(copy.graph)
        if not instances:
            break
        fold = _fold(copy, instances, default_of)
        copy.apply(fold)
        steps += fold.edits
    for prefix, number in copy.last_ids.items():
        while document.last_ids.get(prefix, 0) < number:
            document.new_id(prefix)
    return Compound("Fold repeated structure", tuple(steps)) if steps else None


def _fold(
    document: Document, instances: Sequence[Instance], default_of: DefaultOf
) -> Compound:
    made = FoldedBlock(document, instances, default_of)
    steps: list[Edit] = [edits.AddBlock(made.block)]
    nodes: dict[str, Node] = {}
    for instance, name, values in zip(instances, made.names, made.values, strict=True):
        layer = LayerDefinition(
            document.new_id("l"), BLOCK_CLASS, name, values, made.block.id
        )
        position = document.graph.nodes[instance[0]].position
        node = Node(document.new_id("n"), NodeKind.LAYER, layer.id, position)
        nodes[instance[-1]] = node
        steps += [edits.AddDefinition(layer), edits.AddNode(node)]
    steps += _removal(document.graph, instances)
    steps += map(edits.Connect, _wires(document.graph, instances, nodes))
    return Compound(f"Fold into {made.block.name}", tuple(steps))


def _removal(graph: Graph, instances: Sequence[Instance]) -> list[Edit]:
    """Edits that take the occurrences out, with the wires at them."""
    gone = dict.fromkeys(node_id for instance in instances for node_id in instance)
    steps: list[Edit] = [
        edits.Disconnect(*edge.key)
        for edge in graph.edges.values()
        if edge.source in gone or edge.target in gone
    ]
    steps += [edits.RemoveNode(node_id) for node_id in gone]
    layers = dict.fromkeys(graph.nodes[node_id].definition for node_id in gone)
    steps += [edits.RemoveDefinition(layer) for layer in layers if layer is not None]
    return steps


def _wires(
    graph: Graph, instances: Sequence[Instance], nodes: dict[str, Node]
) -> list[Edge]:
    """Wires into and out of what stands for the occurrences, by their last nodes."""
    gone = {node_id for instance in instances for node_id in instance}
    wires = []
    for instance in instances:
        node = nodes[instance[-1]]
        source, output = way_in(graph, instance) or ("", "0")
        standing = nodes[source].id if source in nodes else source
        wires.append(Edge(standing, node.id, ARGUMENT, output))
        wires += [
            replace(edge, source=node.id)
            for edge in graph.edges_out_of(instance[-1])
            if edge.target not in gone
        ]
    return wires
