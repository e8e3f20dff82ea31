"""Functions that blocks of the same layers become."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from studio.codegen.body import Body
from studio.codegen.expressions import STEP, WIDTH, Atom
from studio.codegen.names import Identifiers
from studio.codegen.signatures import Signature
from studio.codegen.source import Line, plain
from studio.codegen.texts import columns, docstring_text
from studio.graph.block import Block, BlockParameter, parameter_name
from studio.graph.model import LayerDefinition
from studio.graph.values import Value, is_object

if TYPE_CHECKING:
    from studio.codegen.program import Program

TENSOR = "keras.KerasTensor"
"""Type of a tensor that stands for one of a batch to come."""
_CHAINS = ("x", "y", "z")


def group_function(
    program: Program,
    block: Block,
    function: str,
    shape: Signature,
    users: Sequence[LayerDefinition],
) -> list[Line]:
    """Lines of the function that makes an instance of a group."""
    body = Body(program, block.graph, group_names(program, block, shape), "return ")
    write_group(body, shape)
    title = docstring_text(block.name.replace("_", " "), WIDTH - 20) or "the block"
    head = _head(program, function, shape, users)
    return [*plain("\n".join(head)), Line(f'{STEP}"""Apply {title}."""'), *body.lines]


def group_names(program: Program, block: Block, shape: Signature) -> Identifiers:
    """Variables of a group's code, with those taken that it is given."""
    parameters = (parameter.name for parameter in block.parameters)
    return Identifiers(*program.reserved, *shape.tensors, *parameters)


def write_group(body: Body, shape: Signature) -> None:
    """Write the calls of a group's nodes, and return what it gives."""
    body.chain = _chain(body, shape.tensors)
    for node, name in zip(shape.inputs, shape.tensors, strict=True):
        body.note(node, Atom(name))
    body.layers()
    layers = body.plan.layers
    if not layers or not body.is_last(layers[-1]):
        body.lines += plain(_return(body))


def _chain(body: Body, names: tuple[str, ...]) -> str:
    """Variable of a chain: that of the only input, once nothing else needs it."""
    plan = body.plan
    if (
        names == ("x",)
        and plan.layers
        and plan.feeds_only(plan.inputs[0], plan.layers[0])
    ):
        return "x"
    return next(chain for chain in _CHAINS if chain not in names)


def _return(body: Body) -> str:
    values = [body.value(node, key) for _, node, key in body.plan.outputs]
    indent = body.indent
    flat = f"{indent}return {', '.join(value.flat() for value in values)}"
    if columns(flat) <= WIDTH:
        return flat
    items = "".join(f"{indent}{STEP}{value.flat()},\n" for value in values)
    return f"{indent}return (\n{items}{indent})"


def _head(
    program: Program,
    function: str,
    shape: Signature,
    users: Sequence[LayerDefinition],
) -> list[str]:
    tensors = [f"{name}: {TENSOR}" for name in shape.tensors]
    arguments = [*tensors, *parameter_texts(program, shape, users)]
    return definition_head(function, arguments, result_type(shape))


def parameter_texts(
    program: Program, shape: Signature, users: Sequence[LayerDefinition]
) -> list[str]:
    """Parameters of a group and the name of its instance, as a signature has them."""

    def annotated(parameter: BlockParameter) -> str:
        name = parameter.name
        values = [user.parameters[name] for user in users if name in user.parameters]
        return f"{name}: {annotation([parameter.default, *values])}"

    keywords = [
        f"{annotated(p)} = {program.objects.expression(p.default, p.name).flat()}"
        for p in shape.optional
    ]
    keywords += ["name: str"] if shape.named else []
    return [*map(annotated, shape.required), *(["*", *keywords] if keywords else [])]


def result_type(shape: Signature) -> str:
    """Type of what a group gives."""
    return TENSOR if len(shape.outputs) == 1 else f"tuple[{TENSOR}, ...]"


def definition_head(
    function: str, arguments: Sequence[str], result: str, indent: str = ""
) -> list[str]:
    """Lines of a function's signature."""
    line = f"{indent}def {function}({', '.join(arguments)}) -> {result}:"
    if columns(line) <= WIDTH:
        return [line]
    inside = [f"{indent}{STEP}{argument}," for argument in arguments]
    return [f"{indent}def {function}(", *inside, f"{indent}) -> {result}:"]


def annotation(values: Iterable[Value]) -> str:
    """Type of a parameter that takes these values."""
    found = {_type(value) for value in values if parameter_name(value) is None}
    if "object" in found or not found - {"None"}:
        return "object"
    if {"int", "float"} <= found:
        found.remove("int")
    return " | ".join([*sorted(found - {"None"}), *sorted(found & {"None"})])


def _type(value: Value) -> str:
    if isinstance(value, tuple):
        whole = bool(value) and all(type(item) is int for item in value)
        return "tuple[int, ...]" if whole else "object"
    if is_object(value) or isinstance(value, dict):
        return "object"
    return "None" if value is None else type(value).__name__
