"""Chains of layers as `keras.Sequential`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studio.codegen.body import held_lines
from studio.codegen.expressions import STEP, Atom, Expression, statement
from studio.codegen.names import Identifiers
from studio.codegen.order import Plan, plan_graph
from studio.codegen.source import Line, plain
from studio.errors import StudioError
from studio.graph.graph import Graph
from studio.graph.model import BLOCK_CLASS, NodeKind

if TYPE_CHECKING:
    from studio.codegen.program import Program


def sequential(
    program: Program, graph: Graph, name: str | None, trainable: bool = True
) -> list[Line]:
    """Statements that build a sequential model and return it.

    Without a name the function has one as its argument.

    Raises:
        StudioError: the graph is no chain; names the node where it branches.
    """
    plan = plan_graph(graph, program.catalog, program.blocks)
    reason = no_chain(graph, plan)
    if reason is not None:
        raise StudioError(f"{reason} Choose the functional style, which can write it.")
    before: list[Line] = []
    inside: list[Line] = []
    identifiers = Identifiers(*program.reserved)
    for node_id in (*plan.inputs, *plan.layers):
        made = _made(program, graph, node_id, identifiers, before)
        texts = statement(made, "", ",", STEP * 3)
        inside += [Line(text, (node_id,)) for text in texts]
    start = "return " if trainable else "model = "
    lines = plain(f"{STEP}{start}keras.Sequential(\n{STEP * 2}[")
    named = program.objects.model_name("sequential", name)
    end = [f"{STEP * 2}]" + ("," if named else "")]
    for item in named:
        end += statement(item.value, item.label, ",", STEP * 2)
    end.append(f"{STEP})")
    if not trainable:
        end += [f"{STEP}model.trainable = False", f"{STEP}return model"]
    return [*before, *lines, *inside, *plain("\n".join(end))]


def _made(
    program: Program,
    graph: Graph,
    node_id: str,
    identifiers: Identifiers,
    before: list[Line],
) -> Expression:
    """A layer in the list; a frozen model needs statements before."""
    definition = graph.definition_of(node_id)
    if definition is None:
        raise ValueError(f"{node_id} is an output and calls nothing")
    if graph.nodes[node_id].kind is NodeKind.INPUT:
        return program.input(definition)
    made, trainable = program.made(definition)
    if trainable:
        return made
    variable = identifiers.new(definition.name)
    before += held_lines(made, variable, (node_id,), trainable, STEP)
    return Atom(variable)


def no_chain(graph: Graph, plan: Plan) -> str | None:
    """Why a graph cannot be a sequential model, as a sentence; None if it can."""
    if len(plan.inputs) > 1:
        names = ", ".join(graph.title_of(node) for node in plan.inputs)
        return f"The model has {len(plan.inputs)} inputs: {names}."
    if len(plan.outputs) != 1:
        return f"The model has {len(plan.outputs)} outputs."
    previous = plan.inputs[0] if plan.inputs else None
    for node_id in plan.layers:
        reason = _breaks(graph, plan, node_id, previous)
        if reason is not None:
            return f"{graph.title_of(node_id)} {reason}."
        previous = node_id
    if plan.outputs[0][1] != previous:
        return f"{graph.title_of(plan.outputs[0][1])} is an output and goes on."
    return None


def _breaks(graph: Graph, plan: Plan, node_id: str, previous: str | None) -> str | None:
    definition = graph.definition_of(node_id)
    edges = graph.edges_into(node_id)
    if definition is None or definition.is_op or definition.layer_class == BLOCK_CLASS:
        return "is no layer"
    if len(edges) > 1:
        return "joins several tensors"
    if graph.nodes[node_id].call:
        return "is called with arguments of its own"
    if len(plan.callers[definition.id]) > 1:
        return "is called several times"
    if edges and (edges[0].source, edges[0].output) != (previous, "0"):
        return f"does not follow {graph.title_of(previous)}" if previous else "branches"
    if node_id in plan.several_outputs:
        return "gives several tensors"
    return None
