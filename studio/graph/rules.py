"""Structural rules: what can be said about a graph without asking Keras."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from studio.graph import edits
from studio.graph.algorithms import (
    downstream,
    find_cycle,
    model_inputs,
    model_nodes,
    topological_order,
)
from studio.graph.block import INSTANCE_NAME
from studio.graph.block_ports import DocumentPorts
from studio.graph.commands import delete_nodes
from studio.graph.document import Document
from studio.graph.graph import Graph, split_port
from studio.graph.model import Edge, Node, NodeKind
from studio.graph.muting import without_muted_nodes
from studio.graph.name_rules import check_unique_names
from studio.graph.op_names import check_op_names
from studio.graph.opened_names import check_opened_names
from studio.graph.ports import UNKNOWN_PORTS, InputPort, Ports, PortTable
from studio.graph.problems import Fix, Problem, Severity
from studio.graph.scoping import scoped


def check(document: Document, ports: PortTable) -> list[Problem]:
    """All structural problems of a document, errors first."""
    document = without_muted_nodes(document)
    graph = document.graph
    if not graph.nodes:
        return []
    ports = DocumentPorts(document, ports)
    has_layers = any(n.kind is NodeKind.LAYER for n in graph.nodes.values())
    problems = [
        *_cycles(graph),
        *_inputs(graph, ports),
        *check_unique_names(document),
        *_model(graph),
        *(_unused(document) if has_layers else ()),
        *(_unreachable(graph) if model_inputs(graph) else ()),
        *_in_blocks(document, ports),
        *(check_opened_names(document) if document.blocks else ()),
        *check_op_names(document),
    ]
    return sorted(problems, key=lambda p: p.severity is Severity.WARNING)


def _in_blocks(document: Document, ports: PortTable) -> Iterator[Problem]:
    """Problems inside blocks; they name their block."""
    for block in document.blocks.values():
        inside = document.inside(block.id)
        for problem in (
            *_cycles(block.graph),
            *_inputs(block.graph, ports),
            *check_unique_names(inside),
            *_unused(inside),
            *(_unreachable(block.graph) if model_inputs(block.graph) else ()),
        ):
            fixes = (replace(f, edit=scoped(f.edit, block.id)) for f in problem.fixes)
            text = problem.text.replace(INSTANCE_NAME, block.name)
            yield replace(problem, text=text, fixes=tuple(fixes), block=block.id)


def refuse_connection(graph: Graph, ports: PortTable, edge: Edge) -> str | None:
    """Why an edge cannot be, as a sentence for the person drawing it; or None.

    An edge that is already in the port is no reason: it gets replaced.
    """
    source, target = graph.nodes[edge.source], graph.nodes[edge.target]
    if edge.source == edge.target:
        return "A layer cannot feed itself: Keras models have no loops."
    if edge.output not in node_ports(graph, ports, source).outputs:
        return f"{graph.title_of(source.id)} has no output “{edge.output}”."
    if not node_ports(graph, ports, target).inputs:
        return "An input has nothing to connect to: it is where data enters."
    if not _has_port(node_ports(graph, ports, target), edge.port):
        return f"{graph.title_of(target.id)} has no input “{edge.port}”."
    if edge.source in downstream(graph, [edge.target]):
        return (
            f"This would make a loop: {graph.title_of(target.id)} already feeds "
            f"{graph.title_of(source.id)}."
        )
    return None


def node_ports(graph: Graph, ports: PortTable, node: Node) -> Ports:
    """Ports of a node of the graph."""
    definition = graph.definition_of(node.id)
    return ports.ports_of(node, definition.layer_class if definition else None)


def _has_port(ports: Ports, name: str) -> bool:
    if any(port.name == name for port in ports.inputs):
        return True
    base, place = split_port(name)
    return any(
        p.name == base and (p.hidden or p.many == bool(place)) for p in ports.inputs
    )


def _cycles(graph: Graph) -> Iterator[Problem]:
    cycle = find_cycle(graph)
    if not cycle:
        return
    path = " → ".join(graph.title_of(n) for n in [*cycle, cycle[0]])
    back = next(e for e in graph.edges_into(cycle[0]) if e.source == cycle[-1])
    yield Problem(
        Severity.ERROR,
        "G-CYCLE",
        f"These layers form a loop: {path}. Keras models have none: "
        "remove one of the wires.",
        cycle[0],
        back.port,
        tuple(
            Fix(
                f"Remove the wire from {graph.title_of(edge.source)} to "
                f"{graph.title_of(edge.target)}",
                edits.Disconnect(*edge.key),
            )
            for edge in _loop_edges(graph, cycle, back)
        ),
    )


def _loop_edges(graph: Graph, cycle: list[str], back: Edge) -> Iterator[Edge]:
    """Wires whose removal opens the loop, the last one first."""
    yield back
    following = dict(pairwise(cycle))
    for source, target in following.items():
        yield from (e for e in graph.edges_into(target) if e.source == source)


def _inputs(graph: Graph, ports: PortTable) -> Iterator[Problem]:
    for node in graph.nodes.values():
        expected = node_ports(graph, ports, node)
        found = _given(graph, node)
        if found and expected.inputs is UNKNOWN_PORTS.inputs:
            continue  # nobody knows what a class outside the catalog takes
        for port in expected.inputs:
            if port.required and found[port.name] < port.minimum:
                yield _missing(graph, node, expected, port, found[port.name])
        for edge in graph.edges_into(node.id):
            if not _has_port(expected, edge.port):
                yield Problem(
                    Severity.ERROR,
                    "G-PORT",
                    f"{graph.title_of(node.id)} has no input “{edge.port}”. "
                    "Remove the wire, or connect it elsewhere.",
                    node.id,
                    edge.port,
                    (Fix("Remove the wire", edits.Disconnect(*edge.key)),),
                )


def _given(graph: Graph, node: Node) -> Counter[str]:
    """How many tensors and constants each argument of a call has."""
    definition = graph.definition_of(node.id)
    names = [edge.port for edge in graph.edges_into(node.id)]
    names += node.call
    if definition is not None and definition.is_op:
        names += definition.parameters
    found = Counter(names)
    found.update(base for name in names if (base := split_port(name)[0]) != name)
    return found


def _missing(
    graph: Graph, node: Node, ports: Ports, port: InputPort, found: int
) -> Problem:
    title = graph.title_of(node.id)
    is_only = sum(p.required for p in ports.inputs) == 1
    code = "G-INPUT"
    if node.kind is NodeKind.OUTPUT:
        code = "G-OUTPUT"
        text = "This output marks nothing. Wire the layer it stands for into it."
    elif port.minimum > 1:
        code, least = "G-ARITY", port.minimum
        text = f"{title} joins at least {least} tensors and has {found}. Wire more."
    elif is_only:
        text = f"{title} has no input. Wire a layer's output into it."
    else:
        text = f"{title} needs a tensor for “{port.name}”. Wire one into that port."
    return Problem(Severity.ERROR, code, text, node.id, port.name)


def _model(graph: Graph) -> Iterator[Problem]:
    if not model_inputs(graph):
        yield Problem(
            Severity.ERROR,
            "G-NO-INPUT",
            "The model has no input. Place an Input and wire it to the first layer.",
        )
    elif not any(n.kind is NodeKind.LAYER for n in graph.nodes.values()):
        yield Problem(
            Severity.ERROR,
            "G-NO-LAYER",
            "The model has no layers yet. Place one and wire the input into it.",
        )


def _unused(document: Document) -> Iterator[Problem]:
    """Nodes that stand aside: an input that feeds nothing, a dead end."""
    graph = document.graph
    fed = downstream(graph, model_inputs(graph))
    used = model_nodes(graph)
    marked = any(n.kind is NodeKind.OUTPUT for n in graph.nodes.values())
    for node in graph.nodes.values():
        title = graph.title_of(node.id)
        if node.kind is NodeKind.INPUT and not graph.edges_out_of(node.id):
            code = "G-UNUSED"
            text = f"{title} feeds nothing. Wire it to a layer, or delete it."
        elif marked and node.id in fed - used and node.kind is NodeKind.LAYER:
            code = "G-DEAD-END"
            text = (
                f"{title} leads to no output, so it is not part of the model. "
                "Wire it onwards, or delete it."
            )
        else:
            continue
        fixes = (_deletion(document, node),)
        yield Problem(Severity.WARNING, code, text, node.id, None, fixes)


def _unreachable(graph: Graph) -> Iterator[Problem]:
    """Parts that no input reaches, each told once, behind what is missing."""
    fed = downstream(graph, model_inputs(graph))
    loose = [n for n in graph.nodes if n not in fed and graph.edges_into(n)]
    told: set[str] = set()
    for node_id in topological_order(graph):
        if node_id not in loose or node_id in told:
            continue
        part = downstream(graph, [node_id])
        told |= part
        more = len(part) - 1
        others = f" and {more} more behind it" if more else ""
        text = (
            f"No input reaches {graph.title_of(node_id)}{others}. "
            "Wire what feeds it behind an input, or delete it."
        )
        yield Problem(Severity.WARNING, "G-UNREACHABLE", text, node_id)


def _deletion(document: Document, node: Node) -> Fix:
    title = document.graph.title_of(node.id)
    return Fix(f"Delete {title}", delete_nodes(document, [node.id]))
