"""Loops over instances of one group that follow one another."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from studio.codegen.expressions import (
    STEP,
    Atom,
    Bracket,
    Expression,
    Item,
    call,
    statement,
)
from studio.codegen.names import Identifiers
from studio.codegen.order import Plan
from studio.codegen.signatures import Signature
from studio.graph.graph import Graph
from studio.graph.model import BLOCK_CLASS, LayerDefinition
from studio.graph.values import Value, canonical

if TYPE_CHECKING:
    from studio.codegen.program import Program

FEWEST = 3
"""Instances in a row that make a loop."""


def find_run(graph: Graph, plan: Plan, first: int) -> tuple[str, ...]:
    """Nodes from a place in the plan on that are one chain of one group's instances."""
    run: list[str] = []
    block = _block_of(graph, plan.layers[first])
    if block is None:
        return ()
    for node_id in plan.layers[first:]:
        edges = graph.edges_into(node_id)
        follows = not run or edges[0].source == run[-1]
        alike = _block_of(graph, node_id) == block and len(edges) == 1
        if not (alike and follows and plan.in_chain(node_id)):
            break
        run.append(node_id)
    return tuple(run) if len(run) >= FEWEST else ()


def _block_of(graph: Graph, node_id: str) -> str | None:
    definition = graph.definition_of(node_id)
    if definition is None or definition.layer_class != BLOCK_CLASS:
        return None
    return definition.block


class _Series(NamedTuple):
    """What is different in each turn of a loop."""

    variables: tuple[str, ...]
    values: Expression


def loop_lines(
    program: Program,
    function: str,
    shape: Signature,
    instances: Sequence[LayerDefinition],
    chain: str,
    identifiers: Identifiers,
    indent: str,
) -> list[str] | None:
    """Lines of the loop; None if it says less than the calls themselves."""
    columns = _columns(shape, instances)
    if not all(_is_plain(value) for values in columns.values() for value in values):
        return None
    numbered = _numbered([instance.name for instance in instances])
    within = any("{" in instance.name for instance in instances)
    if shape.named and within and numbered is None:
        return None
    varying = {
        name: values for name, values in columns.items() if len(_distinct(values)) > 1
    }
    variables = {name: identifiers.new(name) for name in varying}
    own: list[Item] = []
    names: dict[str, list[Value]] = {}
    number = ""
    if shape.named and numbered is not None:
        number = identifiers.new("number")
        own = [program.objects.numbered(numbered.before, number, numbered.after)]
    elif shape.named:
        variable = identifiers.new("block_name")
        own = [Item(Atom(variable), "name=")]
        names = {variable: [instance.name for instance in instances]}
    series = _series(
        program,
        {**names, **{variables[name]: values for name, values in varying.items()}},
    )
    given = _given(program, shape, columns, variables, function)
    items = [Item(Atom(chain)), *given]
    start = numbered.start if numbered else 0
    head = _head(series, number, start, len(instances))
    body = call(function, *items, *own)
    return [
        *statement(head.values, f"for {', '.join(head.variables)} in ", ":", indent),
        *statement(body, f"{chain} = ", indent=indent + STEP),
    ]


def _given(
    program: Program,
    shape: Signature,
    columns: dict[str, list[Value]],
    variables: dict[str, str],
    function: str,
) -> list[Item]:
    """Parameters of the call in a loop: variables, or what is alike in all turns."""
    items = []
    for parameter in (*shape.required, *shape.optional):
        name = parameter.name
        label = "" if parameter in shape.required else f"{name}="
        if name in variables:
            items.append(Item(Atom(variables[name]), label))
        elif parameter in shape.required or columns[name][0] != parameter.default:
            made = program.objects.expression(columns[name][0], function)
            items.append(Item(made, label))
    return items


def _columns(
    shape: Signature, instances: Sequence[LayerDefinition]
) -> dict[str, list[Value]]:
    return {
        p.name: [i.parameters.get(p.name, p.default) for i in instances]
        for p in (*shape.required, *shape.optional)
    }


def _distinct(values: Sequence[Value]) -> set[str]:
    return set(map(canonical, values))


def _is_plain(value: Value) -> bool:
    if isinstance(value, tuple):
        return all(map(_is_plain, value))
    return value is None or isinstance(value, str | int | float)


def _series(program: Program, columns: dict[str, list[Value]]) -> _Series | None:
    """Loop variables, and the values they take one after the other."""
    if not columns:
        return None
    rows: list[Expression] = []
    for row in zip(*columns.values(), strict=True):
        made = [program.objects.expression(value, "a loop") for value in row]
        rows.append(made[0] if len(made) == 1 else Bracket("(", tuple(map(Item, made))))
    return _Series(tuple(columns), Bracket("(", tuple(map(Item, rows))))


def _head(series: _Series | None, number: str, start: int, count: int) -> _Series:
    """What is looped over: values, numbers, or both."""
    if not number:
        return series or _Series(("_",), call("range", Item(Atom(str(count)))))
    if series is None:
        bounds = (Item(Atom(str(bound))) for bound in (start, start + count))
        return _Series((number,), call("range", *bounds))
    variables = ", ".join(series.variables)
    inner = variables if len(series.variables) == 1 else f"({variables})"
    begin = [Item(Atom(str(start)), "start=")] if start else []
    return _Series((number, inner), call("enumerate", Item(series.values), *begin))


class _Numbered(NamedTuple):
    """Names that differ in a number, which grows by one."""

    before: str
    after: str
    start: int


def _numbered(names: Sequence[str]) -> _Numbered | None:
    for digits in re.finditer(r"\d+", names[0]):
        before, after = names[0][: digits.start()], names[0][digits.end() :]
        start = int(digits.group())
        if all(name == f"{before}{start + i}{after}" for i, name in enumerate(names)):
            return _Numbered(before, after, start)
    return None
