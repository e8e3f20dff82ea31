"""Functions that build a model."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studio.codegen.body import Body
from studio.codegen.expressions import STEP, Expression, Item, call, statement
from studio.codegen.names import Identifiers
from studio.codegen.source import Line, plain
from studio.errors import StudioError
from studio.graph.graph import Graph
from studio.graph.model import NodeKind

if TYPE_CHECKING:
    from studio.codegen.program import Program


def functional(
    program: Program, graph: Graph, name: str | None, trainable: bool = True
) -> list[Line]:
    """Statements that build a functional model and return it.

    Without a name the function has one as its argument.
    """
    body = Body(program, graph, Identifiers(*program.reserved))
    body.inputs()
    body.layers()
    try:
        items = [Item(body.input_structure()), Item(body.output_structure())]
    except ValueError as error:
        raise StudioError(
            f"The places of the inputs or outputs do not fit together: {error}. "
            "Give each a place of its own."
        ) from None
    marks = [n.id for n in graph.nodes.values() if n.kind is NodeKind.OUTPUT]
    named = program.objects.model_name("functional", name)
    made = call("keras.Model", *items, *named)
    return [*body.lines, *returned(made, trainable, *marks)]


def returned(made: Expression, trainable: bool, *nodes: str) -> list[Line]:
    """Statements that return a model, frozen if it is not trainable."""
    before = "return " if trainable else "model = "
    lines = [Line(text, nodes) for text in statement(made, before, indent=STEP)]
    if trainable:
        return lines
    return [*lines, *plain(f"{STEP}model.trainable = False\n{STEP}return model")]
