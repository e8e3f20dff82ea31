"""Ports of nodes that stand for a block: its own inputs and outputs."""

from __future__ import annotations

from collections.abc import Iterator

from studio.graph.algorithms import model_inputs, model_outputs
from studio.graph.block import Block, BlockKind
from studio.graph.document import Document
from studio.graph.graph import Graph, join_port
from studio.graph.model import LayerDefinition, Node, NodeKind, Place
from studio.graph.ports import InputPort, Ports, PortTable

CALL_ARGUMENT = "inputs"
"""The call argument of a nested model, which its inputs' places continue."""


def block_ports(block: Block) -> Ports:
    """Ports of a node that stands for `block`.

    The inputs of a nested model are places in its one argument: ``inputs``,
    ``inputs[0]``, ``inputs[mask]``. Those of a group are its inputs' names.
    """
    graph = block.graph
    nodes = [graph.nodes[node_id] for node_id in model_inputs(graph)]
    if block.kind is BlockKind.GROUP:
        names = [graph.title_of(node.id) for node in nodes]
    else:
        names = [join_port(CALL_ARGUMENT, p) for p in input_places(nodes)]
    return Ports(tuple(map(InputPort, names)), output_keys(block))


def input_places(nodes: list[Node]) -> list[Place]:
    """Place of each input in the structure of a model's inputs."""
    if len(nodes) > 1 and not any(node.place for node in nodes):
        return [(index,) for index in range(len(nodes))]
    return [node.place for node in nodes]


def output_keys(block: Block) -> tuple[str, ...]:
    """Keys of a block's outputs: names where they are a plain dict, else numbers."""
    marks = [n for n in block.graph.nodes.values() if n.kind is NodeKind.OUTPUT]
    places = [mark.place for mark in marks]
    if places and all(len(p) == 1 and isinstance(p[0], str) for p in places):
        return tuple(sorted(str(place[0]) for place in places))
    count = len(marks) or len(model_outputs(block.graph))
    return tuple(map(str, range(count)))


class DocumentPorts:
    """A port table that knows the document's blocks and asks another for the rest."""

    def __init__(self, document: Document, others: PortTable) -> None:
        self._document = document
        self._others = others

    def ports_of(self, node: Node, layer_class: str | None) -> Ports:
        """Ports of a node in any of the document's graphs."""
        definition = self._definition(node)
        if definition is None or definition.block is None:
            return self._others.ports_of(node, layer_class)
        return block_ports(self._document.blocks[definition.block])

    def _definition(self, node: Node) -> LayerDefinition | None:
        if node.definition is None:
            return None
        for graph in self._graphs():
            if node.definition in graph.definitions:
                return graph.definitions[node.definition]
        return None

    def _graphs(self) -> Iterator[Graph]:
        yield self._document.graph
        for block in self._document.blocks.values():
            yield block.graph
