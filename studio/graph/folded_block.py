"""The block that a repeated structure becomes: its graph, parameters and names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace

from studio.graph.block import (
    INSTANCE_NAME,
    Block,
    BlockKind,
    BlockParameter,
    block_parameter,
)
from studio.graph.document import Document
from studio.graph.model import (
    INPUT_CLASS,
    Edge,
    LayerDefinition,
    Node,
    NodeKind,
    Point,
)
from studio.graph.naming import keras_name, unique_name
from studio.graph.repeats import Instance, instance_names, way_in
from studio.graph.values import Value, canonical

DefaultOf = Callable[[str, str], Value]
"""Default of a class's parameter, by class path and parameter name."""
ARGUMENT = "x"
"""Name of a block's input."""
_STEP = 120.0


class FoldedBlock:
    """The block that several occurrences of a structure become.

    Attributes:
        block: its graph, after the first occurrence.
        names: name of each occurrence's instance.
        values: values of the block's parameters, by occurrence.
    """

    def __init__(
        self, document: Document, instances: Sequence[Instance], default_of: DefaultOf
    ) -> None:
        self._document = document
        self._graph = document.graph
        self._instances = instances
        self._default_of = default_of
        self._own_names = instance_names(document.graph, instances)
        self._exposed: dict[str, tuple[Value, ...]] = {}
        self.block = self._block()
        self.names = self._names()
        self.values = [self._values(n) for n in range(len(instances))]

    def _block(self) -> Block:
        first = self._instances[0]
        definitions, nodes = self._layers()
        ids = dict(zip(first, (node.id for node in nodes), strict=True))
        layer = LayerDefinition(self._document.new_id("l"), INPUT_CLASS, ARGUMENT)
        top = self._graph.nodes[first[0]].position
        entry = Node(
            self._document.new_id("n"),
            NodeKind.INPUT,
            layer.id,
            Point(top.x, top.y - _STEP),
        )
        bottom = self._graph.nodes[first[-1]].position
        mark = Node(
            self._document.new_id("n"),
            NodeKind.OUTPUT,
            position=Point(bottom.x, bottom.y + _STEP),
        )
        edges = [
            replace(edge, source=ids[edge.source], target=ids[node_id])
            if edge.source in ids
            else Edge(entry.id, ids[node_id], edge.port)
            for node_id in first
            for edge in self._graph.edges_into(node_id)
        ]
        edges.append(Edge(ids[first[-1]], mark.id, "inputs"))
        return Block(
            self._document.new_id("b"),
            self._block_name(),
            BlockKind.GROUP,
            (entry, *nodes, mark),
            (layer, *definitions),
            tuple(edges),
            parameters=self._parameters(),
        )

    def _layers(self) -> tuple[list[LayerDefinition], list[Node]]:
        """Layers and nodes inside, after the first occurrence."""
        names = self._inner_names()
        definitions, nodes = [], []
        for index, node_id in enumerate(self._instances[0]):
            node = self._graph.nodes[node_id]
            alike = [self._definition(instance[index]) for instance in self._instances]
            definition = replace(
                alike[0],
                id=self._document.new_id("l"),
                name=names[index],
                parameters=self._shared_parameters(alike),
            )
            definitions.append(definition)
            new_id = self._document.new_id("n")
            nodes.append(replace(node, id=new_id, definition=definition.id))
        return definitions, nodes

    def _definition(self, node_id: str) -> LayerDefinition:
        definition = self._graph.definition_of(node_id)
        if definition is None:
            raise ValueError(f"{node_id} is an output and no part of a block")
        return definition

    def _shared_parameters(self, alike: list[LayerDefinition]) -> dict[str, Value]:
        """Parameters of one layer: what differs among occurrences is exposed."""
        result: dict[str, Value] = {}
        for name in dict.fromkeys(key for d in alike for key in d.parameters):
            default = self._default_of(alike[0].layer_class, name)
            values = tuple(d.parameters.get(name, default) for d in alike)
            if len(set(map(canonical, values))) == 1:
                result[name] = values[0]
            else:
                result[name] = block_parameter(self._expose(name, values))
        return result

    def _expose(self, name: str, values: tuple[Value, ...]) -> str:
        """Name of the block's parameter that has these values."""
        for known, others in self._exposed.items():
            if canonical(others) == canonical(values):
                return known
        own, number = name, 1
        while own in self._exposed:
            number += 1
            own = f"{name}_{number}"
        self._exposed[own] = values
        return own

    def _parameters(self) -> tuple[BlockParameter, ...]:
        """Exposed parameters; the usual value of each is its default."""
        found = []
        for name, values in self._exposed.items():
            usual = Counter(map(canonical, values)).most_common(1)[0][0]
            default = next(v for v in values if canonical(v) == usual)
            found.append(BlockParameter(name, default))
        return tuple(found)

    def _inner_names(self) -> list[str]:
        """Names of the layers inside, beginning with that of the instance."""
        first = self._instances[0]
        if self._own_names is not None:
            start = len(self._own_names[0])
            return [INSTANCE_NAME + self._graph.title_of(n)[start:] for n in first]
        seen: Counter[str] = Counter()
        names = []
        for node_id in first:
            base = keras_name(self._definition(node_id).class_name)
            number = f"_{seen[base]}" if seen[base] else ""
            seen[base] += 1
            names.append(f"{INSTANCE_NAME}_{base}{number}")
        return names

    def _names(self) -> list[str]:
        """Names of the instances, beside all that the document has already."""
        if self._own_names is not None:
            return self._own_names
        names: list[str] = []
        for _ in self._instances:
            names.append(unique_name(self._document, self.block.name, names))
        return names

    def _values(self, number: int) -> dict[str, Value]:
        return {
            p.name: self._exposed[p.name][number]
            for p in self.block.parameters
            if canonical(self._exposed[p.name][number]) != canonical(p.default)
        }

    def _block_name(self) -> str:
        """What the block does: its most frequent layer, or that it has a skip."""
        first = self._instances[0]
        source, output = way_in(self._graph, first) or ("", "0")
        inside = set(first)
        fed = [
            edge
            for edge in self._graph.edges_out_of(source)
            if edge.target in inside and edge.output == output
        ]
        classes = [self._definition(node_id) for node_id in first]
        with_weights = [d for d in classes if d.parameters] or classes
        usual = Counter(d.class_name for d in with_weights).most_common(1)[0][0]
        base = "residual_block" if len(fed) > 1 else f"{keras_name(usual)}_block"
        names = {block.name for block in self._document.blocks.values()}
        name, number = base, 1
        while name in names:
            number += 1
            name = f"{base}_{number}"
        return name
