"""Repairs of structure: loose ends wired, wires moved or removed."""

from __future__ import annotations

from collections.abc import Iterator

from studio.graph.algorithms import (
    downstream,
    find_cycle,
    model_inputs,
    model_outputs,
    topological_order,
    upstream,
)
from studio.graph.commands import free_port, place_output
from studio.graph.model import INPUT_CLASS, NodeKind
from studio.graph.problems import Fix
from studio.graph.repairs.case import Case
from studio.graph.repairs.draft import Draft, cutting, deleting, wiring

_MOST_ENDS = 3
_SHAPE = (8,)
"""Shape of a new input where no data says another."""


def repair_missing_input(case: Case) -> Iterator[Fix]:
    """A loose end, an input or the tensor beside it wired in; or no such layer."""
    port = free_port(case.graph, case.ports, case.node)
    if port is not None:
        for source in _sources(case):
            title = case.graph.title_of(source)
            yield from case.draft(
                f"Wire {title} into {case.title}", wiring(source, case.node, port)
            )
    yield from case.draft(f"Delete {case.title}", deleting(case.node))


def _sources(case: Case) -> list[str]:
    """Nodes to wire into the guilty one: loose ends, then inputs, then neighbours."""
    graph = case.graph
    behind = downstream(graph, [case.node])
    wired = [edge.source for edge in graph.edges_into(case.node)]
    order = [n for n in topological_order(graph) if n not in behind and n not in wired]
    made = [n for n in order if graph.nodes[n].kind is not NodeKind.OUTPUT]
    loose = [n for n in made if not graph.edges_out_of(n)][::-1]
    inputs = model_inputs(graph)
    found = [*loose[:_MOST_ENDS], *wired[:1], *(n for n in inputs if n not in behind)]
    if case.problem.code != "G-OUTPUT":
        found += [n for n in _ends_by_outputs(case) if n not in found]
    return list(dict.fromkeys(found))


def _ends_by_outputs(case: Case) -> Iterator[str]:
    """Layers that are marked as an output: the layer may belong behind one."""
    for node in case.graph.nodes.values():
        if node.kind is NodeKind.OUTPUT:
            yield from (edge.source for edge in case.graph.edges_into(node.id))


def repair_output(case: Case) -> Iterator[Fix]:
    """The last loose end marked; or no such output."""
    ends = [s for s in _sources(case) if not case.graph.edges_out_of(s)]
    ends = [s for s in ends if case.graph.nodes[s].kind is NodeKind.LAYER]
    for source in ends:
        title = case.graph.title_of(source)
        step = wiring(source, case.node, "inputs")
        yield from case.draft(f"Mark {title} as the output", step)
    yield from case.draft("Delete the output", deleting(case.node))


def repair_port(case: Case) -> Iterator[Fix]:
    """The wire moved to the free port; or removed."""
    for edge in case.graph.edges_into(case.node) if case.node else ():
        if edge.port != case.problem.parameter:
            continue
        port = free_port(case.graph, case.ports, case.node)
        if port is not None:
            move = wiring(edge.source, edge.target, port, edge.output)
            text = f"Move the wire to “{port}”"
            yield from case.draft(text, cutting(edge), move, safe=True)
        yield from case.draft("Remove the wire", cutting(edge), safe=port is None)


def repair_cycle(case: Case) -> Iterator[Fix]:
    """The loop opened; where a layer then starves, another one feeds it."""
    yield from case.problem.fixes
    graph = case.graph
    loop = find_cycle(graph)
    before = [n for n in topological_order(graph) if n not in loop][::-1]
    sources = sorted(before, key=lambda n: bool(graph.edges_out_of(n)))
    for source in sources[:_MOST_ENDS]:
        for target in loop:
            for edge in graph.edges_into(target):
                if edge.source in loop:
                    yield from case.draft(
                        f"Feed {graph.title_of(target)} from {graph.title_of(source)} "
                        "instead",
                        wiring(source, target, edge.port),
                    )


def repair_outputs(case: Case) -> Iterator[Fix]:
    """All ends but one deleted, the last one is kept at first."""
    ends = list(dict.fromkeys(node for node, _ in model_outputs(case.graph)))
    for kept in reversed(ends):
        gone = upstream(case.graph, [n for n in ends if n != kept])
        alone = gone - upstream(case.graph, [kept]) - set(model_inputs(case.graph))
        names = ", ".join(case.graph.title_of(n) for n in sorted(alone))
        yield from case.draft(f"Delete {names}", deleting(*sorted(alone)))


def repair_no_input(case: Case) -> Iterator[Fix]:
    """A new input, wired into the first layer that has none."""
    graph = case.graph
    shape = case.data.input_shape if case.data else _SHAPE
    for node in graph.nodes.values():
        port = free_port(graph, case.ports, node.id)
        if node.kind is not NodeKind.LAYER or graph.edges_into(node.id) or port is None:
            continue

        def place(draft: Draft, target: str = node.id, port: str = port) -> None:
            at = draft.beside(target, -1)
            source = draft.place(INPUT_CLASS, at, {"shape": shape})
            draft.connect(source, target, port)

        title = graph.title_of(node.id)
        yield from case.draft(f"Place an input before {title}", place)


def repair_dead_end(case: Case) -> Iterator[Fix]:
    """The branch deleted, or its end marked as an output."""
    branch = downstream(case.graph, [case.node])
    count = f"{case.title} and what follows it" if len(branch) > 1 else case.title
    yield from case.draft(f"Delete {count}", deleting(*sorted(branch)))
    ends = [n for n in branch if not case.graph.edges_out_of(n)]
    for end in sorted(ends):
        title = case.graph.title_of(end)

        def mark(draft: Draft, end: str = end) -> None:
            edit, node = place_output(draft.document, draft.beside(end, 1))
            draft.do(edit)
            draft.connect(end, node, "inputs")

        yield from case.draft(f"Mark {title} as an output too", mark)


def repair_unreachable(case: Case) -> Iterator[Fix]:
    """What starves above it fed by an input; or the part deleted."""
    graph = case.graph
    part = downstream(graph, [case.node])
    roots = {edge.source for edge in graph.edges_into(case.node)}
    for root in sorted(roots):
        port = free_port(graph, case.ports, root)
        if port is None:
            continue
        for source in model_inputs(graph):
            title = graph.title_of(source)
            step = wiring(source, root, port)
            yield from case.draft(f"Wire {title} into {graph.title_of(root)}", step)
    yield from case.draft(
        f"Delete {case.title} and what belongs to it", deleting(*sorted(part | roots))
    )
