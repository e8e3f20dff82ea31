"""Groups opened to their layers, and closed again where nothing in them changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace

from studio.catalog.lengths import shortened
from studio.catalog.spec import Catalog
from studio.graph.algorithms import model_outputs
from studio.graph.block import INSTANCE_NAME, Block, parameter_name, with_arguments
from studio.graph.block_ports import output_keys
from studio.graph.graph import Graph
from studio.graph.model import (
    BLOCK_CLASS,
    Edge,
    LayerDefinition,
    Node,
    NodeKind,
    Point,
    PortKey,
)
from studio.graph.values import Value, same

Tensor = tuple[str, str]
"""A node's output: its id and the output's key."""


@dataclass
class Instance:
    """A group's node, and what it stands for.

    Attributes:
        node, definition: as in the graph with groups.
        nodes, definitions, edges: what is inside, under ids of its own.
        entries: the ports inside that each port of the node feeds.
        exits: the tensor inside that each output of the node is.
        templates: parameters of the layers inside as the block has them, by id.
    """

    node: Node
    definition: LayerDefinition
    nodes: list[Node] = field(default_factory=list)
    definitions: list[LayerDefinition] = field(default_factory=list)
    edges: list[Edge] = field(default_factory=list)
    entries: dict[str, list[PortKey]] = field(default_factory=dict)
    exits: dict[str, Tensor] = field(default_factory=dict)
    templates: dict[str, dict[str, Value]] = field(default_factory=dict)


class Groups:
    """The groups of one graph."""

    def __init__(
        self,
        blocks: Mapping[str, Block],
        new_id: Callable[[str], str],
        catalog: Catalog,
    ) -> None:
        self._blocks = blocks
        self._catalog = catalog
        self._new_id = new_id
        self.instances: dict[str, Instance] = {}

    def opened(self, graph: Graph) -> Graph:
        """The graph with the layers of groups in the place of their nodes.

        Muted groups stay closed: they stand for no layer.
        """
        for node in graph.nodes.values():
            definition = graph.definition_of(node.id)
            if node.muted or definition is None:
                continue
            if definition.layer_class == BLOCK_CLASS:
                self.instances[node.id] = self._instance(node, definition)
        if not self.instances:
            return graph
        parts = self.instances.values()
        nodes = [n for n in graph.nodes.values() if n.id not in self.instances]
        kept = {node.definition for node in nodes}
        definitions = [d for d in graph.definitions.values() if d.id in kept]
        return Graph(
            [*nodes, *(node for part in parts for node in part.nodes)],
            [*definitions, *(d for part in parts for d in part.definitions)],
            [
                *_wires(graph.edges.values(), self.instances),
                *(edge for part in parts for edge in part.edges),
            ],
        )

    def closed(self, graph: Graph, before: Graph) -> Graph:
        """Put back the nodes of groups in which nothing changed since `before`."""
        for instance in self.instances.values():
            values = self._values(instance, graph, before)
            if values is not None and _is_whole(instance, graph):
                own = replace(instance.definition, parameters=values)
                graph = _folded(instance, own, graph)
        return graph

    def _values(
        self, instance: Instance, graph: Graph, before: Graph
    ) -> dict[str, Value] | None:
        """Parameters with which the group makes the layers as they are now."""
        values: dict[str, Value] = {}
        for layer in instance.definitions:
            now = graph.definitions.get(layer.id)
            if now is None or replace(now, parameters=layer.parameters) != layer:
                return None
            if now == before.definitions[layer.id]:
                now = layer
            given = now.parameters
            spec = self._catalog.find(now.layer_class)
            found = arguments_of(
                instance.templates[layer.id], shortened(spec, given) if spec else given
            )
            if found is None or not all(
                same(values.setdefault(name, value), value)
                for name, value in found.items()
            ):
                return None
        usual = self._defaults(instance.definition)
        old = instance.definition.parameters
        return {
            name: old[name] if same(old.get(name), value) else value
            for name, value in {**old, **values}.items()
            if name in old or not same(value, usual[name])
        }

    def _defaults(self, definition: LayerDefinition) -> dict[str, Value]:
        block = self._blocks[definition.block or ""]
        return {parameter.name: parameter.default for parameter in block.parameters}

    def _instance(self, node: Node, definition: LayerDefinition) -> Instance:
        block = self._blocks[definition.block or ""]
        made = Instance(node, definition)
        values = {**self._defaults(definition), **definition.parameters}
        layers = {}
        for inner in block.definitions:
            name = inner.name.replace(INSTANCE_NAME, definition.name)
            parameters = with_arguments(inner.parameters, values)
            own = replace(inner, id=self._new_id("l"), name=name, parameters=parameters)
            layers[inner.id] = own
            made.templates[own.id] = dict(inner.parameters)
        ids: dict[str, str] = {}
        inside: dict[str, Instance] = {}
        for inner_node in block.nodes:
            if inner_node.kind is not NodeKind.LAYER or not inner_node.definition:
                continue
            layer = layers[inner_node.definition]
            own_node = _moved(inner_node, self._new_id("n"), layer.id, node.position)
            ids[inner_node.id] = own_node.id
            if layer.layer_class == BLOCK_CLASS:
                inside[own_node.id] = self._instance(own_node, layer)
                continue
            made.nodes.append(own_node)
            if layer not in made.definitions:
                made.definitions.append(layer)
        self._wire(made, block, ids, inside)
        return made

    def _wire(
        self,
        made: Instance,
        block: Block,
        ids: Mapping[str, str],
        inside: Mapping[str, Instance],
    ) -> None:
        graph = block.graph
        for part in inside.values():
            made.nodes += part.nodes
            made.definitions += part.definitions
            made.edges += part.edges
            for own_id in part.templates:
                made.templates[own_id] = dict(_parameters(part, own_id))
        within = []
        for edge in block.edges:
            if edge.target not in ids:
                continue
            whole = replace(edge, target=ids[edge.target])
            if edge.source in ids:
                within.append(replace(whole, source=ids[edge.source]))
            else:
                ports = made.entries.setdefault(graph.title_of(edge.source), [])
                ports += _targets(whole, inside)
        made.edges += _wires(within, inside)
        for key, (source, output) in zip(
            output_keys(block), model_outputs(graph), strict=True
        ):
            if source in ids:
                made.exits[key] = _source(ids[source], output, inside)


def _moved(node: Node, own_id: str, layer: str, by: Point) -> Node:
    at = Point(node.position.x + by.x, node.position.y + by.y)
    return replace(node, id=own_id, definition=layer, position=at)


def _source(node_id: str, output: str, instances: Mapping[str, Instance]) -> Tensor:
    inside = instances.get(node_id)
    return inside.exits.get(output, (node_id, output)) if inside else (node_id, output)


def _targets(edge: Edge, instances: Mapping[str, Instance]) -> list[PortKey]:
    inside = instances.get(edge.target)
    return [edge.key] if inside is None else inside.entries.get(edge.port, [])


def _wires(edges: Iterable[Edge], instances: Mapping[str, Instance]) -> list[Edge]:
    """Wires with their ends inside groups."""
    found = []
    for edge in edges:
        source, output = _source(edge.source, edge.output, instances)
        found += [
            replace(edge, source=source, output=output, target=target, port=port)
            for target, port in _targets(edge, instances)
        ]
    return found


def arguments_of(template: Value, value: Value) -> dict[str, Value] | None:
    """What block parameters are in a value; None if it is not made of the template."""
    name = parameter_name(template)
    if name is not None:
        return {name: value}
    if isinstance(template, Mapping) and isinstance(value, Mapping):
        pairs = [(template[key], value.get(key)) for key in template]
        if template.keys() != value.keys():
            return None
    elif isinstance(template, tuple) and isinstance(value, tuple):
        if len(template) != len(value):
            return None
        pairs = list(zip(template, value, strict=True))
    else:
        return {} if same(template, value) else None
    found: dict[str, Value] = {}
    for one, other in pairs:
        inside = arguments_of(one, other)
        if inside is None:
            return None
        found.update(inside)
    return found


def _parameters(part: Instance, own_id: str) -> dict[str, Value]:
    """Parameters of a layer in a group inside a group, which stay as they are."""
    return next(d.parameters for d in part.definitions if d.id == own_id)


def _is_whole(instance: Instance, graph: Graph) -> bool:
    """Whether the nodes of a group are all there, and wired as in the group."""
    members = {node.id for node in instance.nodes}
    for node in instance.nodes:
        if graph.nodes.get(node.id) != node:
            return False
        inner = {edge.key for edge in instance.edges if edge.target == node.id}
        ports = {key for keys in instance.entries.values() for key in keys}
        found = {edge.key: edge for edge in graph.edges_into(node.id)}
        if found.keys() != inner | {key for key in ports if key.node == node.id}:
            return False
        if any(found[e.key] != e for e in instance.edges if e.target == node.id):
            return False
    leaves = set(instance.exits.values())
    for node_id in members:
        for edge in graph.edges_out_of(node_id):
            inside = edge.target in members
            if not inside and (edge.source, edge.output) not in leaves:
                return False
    return all(
        len({_fed(graph, key) for key in keys}) == 1
        and not {_fed(graph, key)[0] for key in keys} & members
        for keys in instance.entries.values()
    )


def _fed(graph: Graph, key: PortKey) -> Tensor:
    edge = graph.edges[key]
    return edge.source, edge.output


def _folded(instance: Instance, own: LayerDefinition, graph: Graph) -> Graph:
    """The graph with a group's node in the place of its layers."""
    members = {node.id for node in instance.nodes}
    gone = {layer.id for layer in instance.definitions}
    keys = {tensor: key for key, tensor in instance.exits.items()}
    wires = []
    for edge in graph.edges.values():
        if edge.target in members:
            continue
        if edge.source in members:
            key = keys[edge.source, edge.output]
            wires.append(replace(edge, source=instance.node.id, output=key))
        else:
            wires.append(edge)
    for port, ports in instance.entries.items():
        source, output = _fed(graph, ports[0])
        wires.append(Edge(source, instance.node.id, port, output))
    nodes = [n for n in graph.nodes.values() if n.id not in members]
    definitions = {d.id: d for d in graph.definitions.values() if d.id not in gone}
    definitions[own.id] = own
    return Graph([*nodes, instance.node], definitions.values(), wires)
