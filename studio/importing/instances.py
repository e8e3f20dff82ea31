"""A group's node, opened to its layers: whole or not, and closed again."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from studio.graph.block import Block
from studio.graph.graph import Graph
from studio.graph.model import Edge, LayerDefinition, Node, PortKey
from studio.graph.values import Value

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
        layers: ids of the layers inside, by those that they have in the block.
    """

    node: Node
    definition: LayerDefinition
    nodes: list[Node] = field(default_factory=list)
    definitions: list[LayerDefinition] = field(default_factory=list)
    edges: list[Edge] = field(default_factory=list)
    entries: dict[str, list[PortKey]] = field(default_factory=dict)
    exits: dict[str, Tensor] = field(default_factory=dict)
    templates: dict[str, dict[str, Value]] = field(default_factory=dict)
    layers: dict[str, str] = field(default_factory=dict)


def layer_of(instance: Instance, inner: str) -> LayerDefinition | None:
    """The layer that an instance has for one of the block; None for an input."""
    wanted = instance.layers[inner]
    return next((d for d in instance.definitions if d.id == wanted), None)


def take(instance: Instance, block: Block) -> None:
    """Let an instance be one of the changed block."""
    classes = {instance.layers[d.id]: d.layer_class for d in block.definitions}
    given = {instance.layers[d.id]: dict(d.parameters) for d in block.definitions}
    instance.definitions = [
        replace(d, layer_class=classes.get(d.id, d.layer_class))
        for d in instance.definitions
    ]
    instance.templates = {**instance.templates, **given}


def is_whole(instance: Instance, graph: Graph) -> bool:
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


def folded(instance: Instance, own: LayerDefinition, graph: Graph) -> Graph:
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
