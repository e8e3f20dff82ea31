"""What the function of a group is called with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from studio.codegen.expressions import Expression, Item
from studio.codegen.names import Identifiers
from studio.errors import StudioError
from studio.graph.algorithms import model_inputs
from studio.graph.block import INSTANCE_NAME, Block, BlockParameter
from studio.graph.block_ports import block_ports, output_keys
from studio.graph.model import LayerDefinition
from studio.graph.values import same

if TYPE_CHECKING:
    from studio.codegen.program import Program


@dataclass(frozen=True, slots=True)
class Signature:
    """Parameters of a group's function.

    Attributes:
        inputs: the nodes of its inputs.
        ports: what the tensors it is called with are called outside.
        tensors: and what in its code.
        required: parameters without a default, which each call gives.
        optional: parameters with a default.
        named: whether it takes the name of the instance.
        outputs: keys of the tensors it returns.
    """

    inputs: tuple[str, ...]
    ports: tuple[str, ...]
    tensors: tuple[str, ...]
    required: tuple[BlockParameter, ...]
    optional: tuple[BlockParameter, ...]
    named: bool
    outputs: tuple[str, ...]


def signature(block: Block, users: Sequence[LayerDefinition]) -> Signature:
    """Parameters of a group's function: optional where some user gives none."""
    required = tuple(
        p
        for p in block.parameters
        if isinstance(p.default, Mapping) or all(p.name in u.parameters for u in users)
    )
    taken = Identifiers(*(p.name for p in block.parameters), "name", "keras", "np")
    titles = tuple(port.name for port in block_ports(block).inputs)
    return Signature(
        tuple(model_inputs(block.graph)),
        titles,
        tuple(map(taken.new, titles)),
        required,
        tuple(p for p in block.parameters if p not in required),
        any(INSTANCE_NAME in definition.name for definition in block.definitions),
        output_keys(block),
    )


def tensor_items(
    shape: Signature, definition: LayerDefinition, tensors: Mapping[str, Expression]
) -> list[Item]:
    """Tensors that an instance of a group is called with.

    Raises:
        StudioError: one is missing.
    """
    missing = [port for port in shape.ports if port not in tensors]
    if missing:
        raise StudioError(
            f"{definition.name} has nothing connected to its input {missing[0]}."
        )
    return [Item(tensors[port]) for port in shape.ports]


def value_items(
    program: Program, shape: Signature, definition: LayerDefinition
) -> list[Item]:
    """Parameters of an instance of a group, and its name."""
    place, values = definition.name, definition.parameters
    items = []
    for parameter in shape.required:
        value = values.get(parameter.name, parameter.default)
        items.append(Item(program.objects.expression(value, place)))
    for parameter in shape.optional:
        value = values.get(parameter.name, parameter.default)
        if not same(value, parameter.default):
            items.append(program.objects.keyword(parameter.name, value, place))
    return [*items, *([program.objects.named(definition.name)] if shape.named else [])]
