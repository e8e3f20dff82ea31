"""Replaces a node's layer by one of another class; wires and settings stay."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from itertools import zip_longest

from studio.graph import edits
from studio.graph.document import Document
from studio.graph.edits import Compound, Edit, EditRefused
from studio.graph.graph import Graph
from studio.graph.model import Edge, LayerDefinition, Node, PortKey
from studio.graph.naming import keras_name, new_name, prefix_of
from studio.graph.ports import Ports, PortTable, port_names
from studio.graph.values import Value


def replace_class(
    document: Document,
    ports: PortTable,
    node_id: str,
    layer_class: str,
    known: Collection[str],
    starting: Mapping[str, Value],
) -> Compound:
    """Give the layer that a node calls another class.

    Parameters in `known` keep their values, the others go; `starting` are the
    values a new layer begins with. Wires keep their order of ports; one for
    which the new class has no port goes. Other nodes that share the layer
    change with it.

    Raises:
        EditRefused: the node is an output, or calls a block.
    """
    graph = document.graph
    old = graph.definition_of(node_id)
    if old is None or old.block is not None:
        raise EditRefused("Only a layer can be replaced by another class.")
    kept = {name: value for name, value in old.parameters.items() if name in known}
    new = LayerDefinition(
        old.id, layer_class, _name(document, old, layer_class), {**starting, **kept}
    )
    callers = [replace(node, call={}) for node in graph.callers_of(old.id)]
    touched = {
        edge.key: edge
        for node in callers
        for edge in (*graph.edges_into(node.id), *graph.edges_out_of(node.id))
    }
    steps: list[Edit] = [edits.Disconnect(*key) for key in touched]
    steps.append(edits.ChangeDefinition(new))
    steps += [edits.ChangeNode(n) for n in callers if n != graph.nodes[n.id]]
    for node in callers:
        _fit(graph, node, ports.ports_of(node, layer_class), touched)
    steps += [edits.Connect(edge) for edge in touched.values()]
    return Compound(f"Replace {old.name} by {new.class_name}", tuple(steps))


def _name(document: Document, old: LayerDefinition, layer_class: str) -> str:
    """A name that someone chose stays; an automatic one follows the class."""
    automatic = prefix_of(document) + keras_name(old.class_name)
    if old.name != automatic and not old.name.startswith(f"{automatic}_"):
        return old.name
    return new_name(document, layer_class.rpartition(".")[2])


def _fit(graph: Graph, node: Node, shape: Ports, wires: dict[PortKey, Edge]) -> None:
    """Lead the wires at a node to the ports that it has now; drop the others."""
    into = graph.edges_into(node.id)
    names = _port_names(shape, len(into))
    for edge, name in zip_longest(into, names[: len(into)]):
        if name is None:
            del wires[edge.key]
        else:
            wires[edge.key] = replace(wires[edge.key], port=name)
    for edge in graph.edges_out_of(node.id):
        if edge.key not in wires or edge.output in shape.outputs:
            continue
        if shape.outputs:
            wires[edge.key] = replace(wires[edge.key], output=shape.outputs[0])
        else:
            del wires[edge.key]


def _port_names(shape: Ports, count: int) -> list[str]:
    """Names of the first `count` ports, required ones first; fewer if it has fewer."""
    names: list[str] = []
    for port in sorted(shape.inputs, key=lambda p: not p.required):
        taken: list[str] = []
        for _ in range(0 if port.hidden else count if port.many else 1):
            taken.append(port_names(port, taken)[len(taken)])
        names += taken
    return names
