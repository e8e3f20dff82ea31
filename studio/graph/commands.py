"""The edits behind gestures. Each function returns an edit and applies nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from typing import Any

from studio.graph import edits
from studio.graph.document import Document
from studio.graph.edits import Compound, Edit
from studio.graph.graph import Graph
from studio.graph.model import (
    INPUT_CLASS,
    Comment,
    Edge,
    LayerDefinition,
    Node,
    NodeKind,
    Point,
    PortKey,
)
from studio.graph.naming import keras_name, new_name, unique_name
from studio.graph.ports import PortTable, port_names
from studio.graph.routing import carried
from studio.graph.setup import OutputSettings
from studio.graph.values import Value
from studio.graph.wording import counted


def place_layer(
    document: Document,
    layer_class: str,
    at: Point,
    parameters: Mapping[str, Value] | None = None,
) -> tuple[Compound, str]:
    """Place a new layer (or input) of a catalog class; also its node's id."""
    class_name = layer_class.rpartition(".")[2].rpartition(">")[2]
    kind = NodeKind.INPUT if layer_class == INPUT_CLASS else NodeKind.LAYER
    if kind is NodeKind.INPUT:
        name = unique_name(document, keras_name(class_name))
    else:
        name = new_name(document, class_name)
    new, given = document.new_id("l"), dict(parameters or {})
    definition = LayerDefinition(new, layer_class, name, given)
    node = Node(document.new_id("n"), kind, definition.id, at)
    steps = (edits.AddDefinition(definition), edits.AddNode(node))
    return Compound(f"Add {class_name}", steps), node.id


def place_output(document: Document, at: Point) -> tuple[Compound, str]:
    """Place a node that marks a model output; also its id."""
    node = Node(document.new_id("n"), NodeKind.OUTPUT, None, at)
    return Compound("Add output", (edits.AddNode(node),)), node.id


def free_port(graph: Graph, ports: PortTable, node_id: str) -> str | None:
    """First input port of a node without an edge, required ones first."""
    node = graph.nodes[node_id]
    definition = graph.definition_of(node_id)
    inputs = ports.ports_of(node, definition.layer_class if definition else None).inputs
    taken = {edge.port for edge in graph.edges_into(node_id)}
    for port in sorted(inputs, key=lambda p: not p.required):
        listed = [name for name in taken if name.startswith(f"{port.name}[")]
        for name in port_names(port, listed):
            if name not in taken:
                return name
    return None


def insert_after(
    document: Document,
    ports: PortTable,
    source: str,
    layer_class: str,
    at: Point,
    parameters: Mapping[str, Value] | None = None,
) -> tuple[Compound, str]:
    """Place a new layer and wire the output of `source` into it."""
    placed, node_id = place_layer(document, layer_class, at, parameters)
    node = next(e.node for e in placed.edits if isinstance(e, edits.AddNode))
    inputs = ports.ports_of(node, layer_class).inputs
    if not inputs or document.graph.nodes[source].kind is NodeKind.OUTPUT:
        return placed, node_id
    wire = Edge(source, node_id, port_names(inputs[0], ())[0])
    return Compound(placed.name, (*placed.edits, edits.Connect(wire))), node_id


def connect(document: Document, edge: Edge) -> Compound:
    """Connect; an edge that is in the port already goes."""
    steps: list[Edit] = []
    if edge.key in document.graph.edges:
        steps.append(edits.Disconnect(*edge.key))
    steps.append(edits.Connect(edge))
    return Compound("Connect", tuple(steps))


def disconnect(keys: Iterable[PortKey]) -> Compound:
    """Remove the edges that end in these ports."""
    return Compound("Disconnect", tuple(edits.Disconnect(*key) for key in keys))


def delete_nodes(
    document: Document, node_ids: Collection[str], heal: bool = True
) -> Compound:
    """Delete nodes, their edges, and layers that nothing calls any more.

    With `heal`, what fed a deleted node's first input then feeds what the node
    fed.
    """
    graph = document.graph
    gone = set(node_ids)
    touched = [e for e in graph.edges.values() if {e.source, e.target} & gone]
    steps: list[Edit] = [edits.Disconnect(*e.key) for e in touched]
    if heal:
        steps.extend(_healing(graph, gone))
    steps.extend(edits.RemoveNode(node_id) for node_id in gone)
    called = {n.definition for n in graph.nodes.values() if n.id in gone}
    called -= {n.definition for n in graph.nodes.values() if n.id not in gone}
    steps.extend(edits.RemoveDefinition(d) for d in graph.definitions if d in called)
    return Compound(f"Delete {counted((len(gone), 'node'))}", tuple(steps))


def _healing(graph: Graph, gone: set[str]) -> Iterable[Edit]:
    for edge in graph.edges.values():
        if edge.source not in gone or edge.target in gone:
            continue
        source, output = edge.source, edge.output
        seen: set[str] = set()
        while source in gone and source not in seen:
            seen.add(source)
            into = graph.edges_into(source)
            if not into:
                break
            source, output = into[0].source, into[0].output
        if source not in gone:
            yield edits.Connect(Edge(source, edge.target, edge.port, output))


def insert_on_edge(
    document: Document, ports: PortTable, node_id: str, edge: Edge
) -> Compound | None:
    """Put a placed, unconnected node into a wire; None where it does not fit."""
    node = document.graph.nodes[node_id]
    definition = document.graph.definition_of(node_id)
    shape = ports.ports_of(node, definition.layer_class if definition else None)
    if not shape.inputs or not shape.outputs or node_id in (edge.source, edge.target):
        return None
    if document.graph.edges_into(node_id) or document.graph.edges_out_of(node_id):
        return None
    first = port_names(shape.inputs[0], ())[0]
    steps = (
        edits.Disconnect(*edge.key),
        edits.Connect(Edge(edge.source, node_id, first, edge.output)),
        edits.Connect(Edge(node_id, edge.target, edge.port, shape.outputs[0])),
    )
    return Compound("Insert into wire", steps)


def rename(document: Document, node_id: str, name: str) -> Compound:
    """Rename the layer a node calls."""
    definition = document.graph.definition_of(node_id)
    if definition is None:
        raise edits.EditRefused("An output has no name of its own.")
    change = edits.ChangeDefinition(replace(definition, name=name))
    return Compound(f"Rename to {name}", (change,))


def set_parameters(
    document: Document,
    definition_id: str,
    values: Mapping[str, Value],
    reset: Collection[str] = (),
) -> Compound:
    """Set layer parameters; those in `reset` go back to Keras' default."""
    definition = document.graph.definitions[definition_id]
    parameters = {k: v for k, v in definition.parameters.items() if k not in reset}
    parameters.update(values)
    change = edits.ChangeDefinition(replace(definition, parameters=parameters))
    what = ", ".join([*values, *reset])
    return Compound(f"Set {what} of {definition.name}", (change,))


def set_call_argument(
    document: Document, node_id: str, name: str, value: Value, reset: bool = False
) -> Compound:
    """Set a constant call argument, or with `reset` go back to the default."""
    node = document.graph.nodes[node_id]
    call = {k: v for k, v in node.call.items() if k != name}
    if not reset:
        call[name] = value
    title = document.graph.title_of(node_id)
    change = edits.ChangeNode(replace(node, call=call))
    return Compound(f"Set {name} of {title}", (change,))


def make_unique(document: Document, node_id: str) -> Compound:
    """Give a node that shares its layer a layer of its own."""
    old = document.graph.definition_of(node_id)
    if old is None:
        raise edits.EditRefused("An output has no layer.")
    name = new_name(document, old.class_name)
    own = replace(old, id=document.new_id("l"), name=name)
    node = replace(document.graph.nodes[node_id], definition=own.id)
    return Compound(
        f"Make {name} unique", (edits.AddDefinition(own), edits.ChangeNode(node))
    )


def share(document: Document, node_ids: Collection[str], with_id: str) -> Compound:
    """Let nodes call the layer that another node calls, of the same class.

    Raises:
        EditRefused: a node's layer is of another class.
    """
    graph = document.graph
    shared = graph.definition_of(with_id)
    nodes = [graph.nodes[n] for n in sorted(node_ids) if n != with_id]
    layers = {n.id: graph.definition_of(n.id) for n in nodes}
    for layer in layers.values():
        if shared is None or layer is None or layer.layer_class != shared.layer_class:
            raise edits.EditRefused("Only layers of one class can share weights.")
    steps: list[Edit] = [
        edits.ChangeNode(replace(node, definition=shared.id if shared else None))
        for node in nodes
        if layers[node.id] != shared
    ]
    changed = {node.id for node in nodes}
    for layer in {d.id: d for d in layers.values() if d and d != shared}.values():
        if {n.id for n in graph.callers_of(layer.id)} <= changed:
            steps.append(edits.RemoveDefinition(layer.id))
    return Compound(f"Share {shared.name if shared else ''}", tuple(steps))


def move(document: Document, positions: Mapping[str, Point]) -> Compound:
    """Move nodes and comments to new positions, by id."""
    nodes = {i: p for i, p in positions.items() if i in document.graph.nodes}
    steps: list[Edit] = [edits.MoveNodes(nodes)] if nodes else []
    steps += carried(document, nodes)
    notes = {i: p for i, p in positions.items() if i in document.comments}
    for comment_id, point in notes.items():
        moved = replace(document.comments[comment_id], position=point)
        steps.append(edits.ChangeComment(moved))
    what = counted((len(nodes), "node"), (len(notes), "comment"))
    return Compound(f"Move {what}", tuple(steps))


def add_frame(
    document: Document, title: str, corner: Point, width: float, height: float
) -> tuple[Compound, str]:
    """Put a frame around a part of the canvas; also its id."""
    frame = Comment(document.new_id("c"), title, corner, width, height, frame=True)
    return Compound("Add frame", (edits.AddComment(frame),)), frame.id


def add_comment(document: Document, text: str, at: Point) -> tuple[Compound, str]:
    """Put a note on the canvas; also its id."""
    comment = Comment(document.new_id("c"), text, at)
    return Compound("Add comment", (edits.AddComment(comment),)), comment.id


def change_comment(document: Document, comment_id: str, **fields: Any) -> Compound:
    """Change text, position, width or height of a comment."""
    comment = replace(document.comments[comment_id], **fields)
    return Compound("Change comment", (edits.ChangeComment(comment),))


def remove_comments(comment_ids: Iterable[str]) -> Compound:
    """Delete comments."""
    steps = tuple(edits.RemoveComment(comment_id) for comment_id in comment_ids)
    return Compound("Delete comment", steps)


def change_data(document: Document, **fields: Any) -> Compound:
    """Change fields of the data source."""
    setup = document.setup
    data = replace(setup.data, **fields)
    return Compound("Change data", (edits.ChangeSetup(replace(setup, data=data)),))


def change_compile(document: Document, **fields: Any) -> Compound:
    """Change optimizer, loss or metrics."""
    setup = document.setup
    settings = replace(setup.compile, **fields)
    step = edits.ChangeSetup(replace(setup, compile=settings))
    return Compound(f"Change {', '.join(fields)}", (step,))


def change_output(document: Document, output: str | None, **fields: Any) -> Compound:
    """Change loss, weight or metrics of one of several outputs; of all with None."""
    if output is None:
        return change_compile(document, **fields)
    settings = document.setup.compile
    own = replace(settings.outputs.get(output, OutputSettings()), **fields)
    outputs = {k: v for k, v in settings.outputs.items() if k != output}
    if own != OutputSettings():
        outputs[output] = own
    return change_compile(document, outputs=outputs)


def change_fit(document: Document, **fields: Any) -> Compound:
    """Change epochs, batch size, seed or device."""
    setup = document.setup
    step = edits.ChangeSetup(replace(setup, fit=replace(setup.fit, **fields)))
    return Compound(f"Change {', '.join(fields)}", (step,))


def change_code(document: Document, **fields: Any) -> Compound:
    """Change how the code is written, or the user's own text in it."""
    setup = document.setup
    step = edits.ChangeSetup(replace(setup, code=replace(setup.code, **fields)))
    return Compound(f"Change {', '.join(fields)}", (step,))


def silence(document: Document, code: str, node_id: str = "") -> Compound:
    """Hear no more of a warning: at one node, or with a blank id anywhere."""
    kept = [pair for pair in document.setup.silenced if node_id or pair[0] != code]
    return _change_silenced(
        document,
        (*kept, (code, node_id)),
        f"Silence {code}{'' if node_id else ' everywhere'}",
    )


def unsilence(document: Document, code: str, node_id: str = "") -> Compound:
    """Hear of a warning at a node again, and wherever the same rule was silenced."""
    pairs = [(code, node_id), (code, "")]
    kept = tuple(pair for pair in document.setup.silenced if pair not in pairs)
    return _change_silenced(document, kept, f"Hear of {code} again")


def _change_silenced(
    document: Document, silenced: tuple[tuple[str, str], ...], name: str
) -> Compound:
    step = edits.ChangeSetup(replace(document.setup, silenced=silenced))
    return Compound(name, (step,))
