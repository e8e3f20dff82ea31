"""A graph that grows while a config is read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from studio.graph.block import Block, BlockKind
from studio.graph.graph import Graph
from studio.graph.model import (
    Edge,
    LayerDefinition,
    Node,
    NodeKind,
    Place,
    PortKey,
)
from studio.graph.values import Value


class Ids:
    """Gives out ids, each once: ``n1``, ``n2``, ``l1``..."""

    def __init__(self) -> None:
        self._last: Counter[str] = Counter()

    def new(self, prefix: str) -> str:
        """Next id with that prefix."""
        self._last[prefix] += 1
        return f"{prefix}{self._last[prefix]}"


@dataclass
class Import:
    """What all graphs of one import share: ids, blocks and what was lost.

    Attributes:
        old: whether Keras 2 or an earlier one wrote the model.
    """

    old: bool = False
    ids: Ids = field(default_factory=Ids)
    blocks: list[Block] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def warn(self, text: str) -> None:
        """Tell the person something; each thing once."""
        if text not in self.warnings:
            self.warnings.append(text)


class Scope:
    """Nodes, definitions and edges of one graph. Names in it are unique."""

    def __init__(self, owner: Import) -> None:
        self.owner = owner
        self._nodes: dict[str, Node] = {}
        self._definitions: dict[str, LayerDefinition] = {}
        self._edges: dict[PortKey, Edge] = {}
        self._names: set[str] = set()
        self._numbers: Counter[str] = Counter()

    def define(
        self,
        layer_class: str,
        name: str,
        parameters: Mapping[str, Value],
        block: str | None = None,
    ) -> LayerDefinition:
        """Add a definition; a name that is taken gets a number."""
        made = LayerDefinition(
            self.owner.ids.new("l"),
            layer_class,
            self._free(name),
            dict(parameters),
            block,
        )
        self._definitions[made.id] = made
        return made

    def own(
        self, definition: LayerDefinition, parameters: Mapping[str, Value], first: bool
    ) -> LayerDefinition:
        """Definition of one call of an op, with that call's own constants."""
        if not first:
            return self.define(definition.layer_class, definition.name, parameters)
        made = LayerDefinition(
            definition.id, definition.layer_class, definition.name, dict(parameters)
        )
        self._definitions[made.id] = made
        return made

    def call(
        self,
        definition: LayerDefinition,
        kind: NodeKind = NodeKind.LAYER,
        constants: Mapping[str, Value] | None = None,
        place: Place = (),
    ) -> str:
        """Add a node that calls a definition; returns its id."""
        return self._node(
            kind, definition.id, constants=dict(constants or {}), place=place
        )

    def remove(self, node_id: str) -> None:
        """Take away a node that nothing is wired to, and its definition."""
        node = self._nodes.pop(node_id)
        if node.definition is not None:
            self._names.discard(self._definitions.pop(node.definition).name)

    def output(self, source: str, output: str, place: Place) -> None:
        """Mark a tensor as an output of the model."""
        marker = self._node(NodeKind.OUTPUT, None, constants={}, place=place)
        self.connect(source, output, marker, "inputs")

    def put(self, node_id: str, place: Place) -> None:
        """Say where an input stands in the structure of the model's inputs."""
        node = self._nodes[node_id]
        self._nodes[node_id] = Node(
            node.id, node.kind, node.definition, node.position, node.call, place
        )

    def connect(self, source: str, output: str, target: str, port: str) -> None:
        """Add an edge; the first into a port stays."""
        edge = Edge(source, target, port, output)
        self._edges.setdefault(edge.key, edge)

    def graph(self) -> Graph:
        """The graph so far."""
        return Graph(
            self._nodes.values(), self._definitions.values(), self._edges.values()
        )

    def block(self, name: str, kind: BlockKind) -> Block:
        """Put the graph away as a block of the document."""
        made = Block(
            self.owner.ids.new("b"),
            name,
            kind,
            tuple(self._nodes.values()),
            tuple(self._definitions.values()),
            tuple(self._edges.values()),
        )
        self.owner.blocks.append(made)
        return made

    def _node(
        self,
        kind: NodeKind,
        definition: str | None,
        constants: dict[str, Value],
        place: Place,
    ) -> str:
        node_id = self.owner.ids.new("n")
        self._nodes[node_id] = Node(
            node_id, kind, definition, call=constants, place=place
        )
        return node_id

    def _free(self, name: str) -> str:
        free = name
        while free in self._names:
            self._numbers[name] += 1
            free = f"{name}_{self._numbers[name]}"
        self._names.add(free)
        return free
