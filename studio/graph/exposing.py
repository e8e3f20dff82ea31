"""Parameters that a group shows outside: each instance gives its own values."""

from __future__ import annotations

import keyword
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from studio.graph import edits
from studio.graph.block import (
    Block,
    BlockParameter,
    block_parameter,
    parameter_name,
    with_arguments,
)
from studio.graph.document import Document
from studio.graph.edits import Compound, Edit, EditRefused
from studio.graph.model import LayerDefinition
from studio.graph.values import Value, canonical

INSTANCE = "name"
"""Argument of a block's function that tells the instance's name."""

Values = Mapping[str, Value]


def expose(document: Document, block_id: str, layer_id: str, name: str) -> Compound:
    """Let each instance of a group set a parameter of a layer inside.

    Raises:
        EditRefused: it is exposed already, or the layer has no value for it.
    """
    block = document.blocks[block_id]
    layer = block.graph.definitions[layer_id]
    if name not in layer.parameters:
        raise EditRefused(f"{layer.name} has no value for {name} yet. Set one first.")
    taken = {parameter.name for parameter in block.parameters}
    if layer.parameters[name] in [block_parameter(known) for known in taken]:
        raise EditRefused(f"{name} of {layer.name} is exposed already.")
    own, number = name, 1
    while own in taken:
        number += 1
        own = f"{name}_{number}"
    values: dict[str, Value] = {**layer.parameters, name: block_parameter(own)}
    parameter = BlockParameter(own, layer.parameters[name])
    changed = replace(
        block,
        definitions=tuple(
            replace(d, parameters=values) if d.id == layer_id else d
            for d in block.definitions
        ),
        parameters=(*block.parameters, parameter),
    )
    return Compound(f"Expose {own} of {block.name}", (edits.ChangeBlock(changed),))


def unexpose(document: Document, block_id: str, name: str) -> Compound:
    """Set an exposed parameter inside the group again, alike in all instances.

    It gets the value that all instances agree on, else its default.
    """
    block = document.blocks[block_id]
    default = _parameter(block, name).default
    given = [d.parameters.get(name, default) for d in _instances(document, block_id)]
    agreed = {canonical(value): value for value in given}
    value = given[0] if len(agreed) == 1 else default
    if _mentions_parameter(value):  # one of the group around: unknown inside
        value = default
    kept = tuple(p for p in block.parameters if p.name != name)
    inside = {p.name: block_parameter(p.name) for p in kept} | {name: value}
    changed = replace(_with_values(block, inside), parameters=kept)

    def without(values: Values) -> dict[str, Value]:
        return {key: given for key, given in values.items() if key != name}

    steps = _with_instances(document, changed, without)
    return Compound(f"Stop exposing {name} of {block.name}", tuple(steps))


def rename_exposed(document: Document, block_id: str, old: str, new: str) -> Compound:
    """Give an exposed parameter of a group another name.

    Raises:
        EditRefused: the name is taken, or no Python identifier.
    """
    block = document.blocks[block_id]
    _parameter(block, old)
    names = [p.name for p in block.parameters]
    if not new.isidentifier() or keyword.iskeyword(new) or new == INSTANCE:
        raise EditRefused(f"“{new}” cannot be the name of an argument in Python.")
    if new in names and new != old:
        raise EditRefused(f"{block.name} has a parameter called {new} already.")
    inside = {n: block_parameter(n) for n in names} | {old: block_parameter(new)}
    parameters = tuple(
        replace(p, name=new) if p.name == old else p for p in block.parameters
    )
    changed = replace(_with_values(block, inside), parameters=parameters)

    def renamed(values: Values) -> dict[str, Value]:
        return {new if key == old else key: given for key, given in values.items()}

    steps = _with_instances(document, changed, renamed)
    return Compound(f"Rename {old} of {block.name} to {new}", tuple(steps))


def exposed_as(definition: LayerDefinition, name: str) -> str | None:
    """Name under which a layer's parameter is exposed; None if it is not."""
    return parameter_name(definition.parameters.get(name))


def _parameter(block: Block, name: str) -> BlockParameter:
    for parameter in block.parameters:
        if parameter.name == name:
            return parameter
    raise EditRefused(f"{block.name} exposes no parameter called {name}.")


def _mentions_parameter(value: Value) -> bool:
    try:
        with_arguments(value, {})
    except KeyError:
        return True
    return False


def _with_values(block: Block, arguments: Values) -> Block:
    """The block with values in place of its parameters."""
    return replace(
        block,
        definitions=tuple(
            replace(d, parameters=_filled(d.parameters, arguments))
            for d in block.definitions
        ),
    )


def _filled(parameters: Values, arguments: Values) -> dict[str, Value]:
    return {key: with_arguments(v, arguments) for key, v in parameters.items()}


def _instances(document: Document, block_id: str) -> Iterator[LayerDefinition]:
    """Layers that are of this block, in the model and in other blocks."""
    graphs = (document.graph.definitions.values(), *_inner(document))
    return (d for layers in graphs for d in layers if d.block == block_id)


def _inner(document: Document) -> Iterator[tuple[LayerDefinition, ...]]:
    return (block.definitions for block in document.blocks.values())


def _with_instances(
    document: Document, changed: Block, values: Callable[[Values], dict[str, Value]]
) -> Iterator[Edit]:
    """Edits that change the block, and the values that its instances give."""

    def told(layer: LayerDefinition) -> LayerDefinition:
        if layer.block != changed.id:
            return layer
        return replace(layer, parameters=values(layer.parameters))

    yield edits.ChangeBlock(changed)
    for layer in document.graph.definitions.values():
        if told(layer) != layer:
            yield edits.ChangeDefinition(told(layer))
    for block in document.blocks.values():
        around = replace(block, definitions=tuple(map(told, block.definitions)))
        if around != block and block.id != changed.id:
            yield edits.ChangeBlock(around)
