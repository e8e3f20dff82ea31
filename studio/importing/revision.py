"""A layer of a group, as it now is in all its instances."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from studio.catalog.spec import Catalog
from studio.graph.block import parameter_name
from studio.graph.model import LayerDefinition
from studio.graph.values import Value, same
from studio.importing.arguments import arguments_of, completed


def revised(
    inner: LayerDefinition,
    nows: Sequence[LayerDefinition],
    catalog: Catalog,
    *,
    written_out: bool,
) -> LayerDefinition | None:
    """The block's layer that gives these in its instances.

    What differs in them must be made of the block's parameters as before; None if it
    is not. With `written_out` what is alike in all of them is said in the block, even
    where a parameter could say it.
    """
    first = nows[0].layer_class
    if any(now.layer_class != first for now in nows):
        return None
    spec = catalog.find(first)
    given = [completed(now.parameters, inner.parameters, spec) for now in nows]
    parameters: dict[str, Value] = {}
    for key in dict.fromkeys([*inner.parameters, *(k for g in given for k in g)]):
        values = [g[key] for g in given if key in g]
        if not values:
            continue
        if len(values) < len(given):
            return None
        template = inner.parameters.get(key)
        is_made = key in inner.parameters and all(
            arguments_of(template, value) is not None for value in values
        )
        is_alike = all(same(value, values[0]) for value in values)
        if is_alike and (written_out or not is_made):
            parameters[key] = values[0]
        elif is_made:
            parameters[key] = template
        else:
            return None
    return replace(inner, layer_class=first, parameters=parameters)


def names_in(value: Value) -> set[str]:
    """Names of the block parameters in a value."""
    name = parameter_name(value)
    if name is not None:
        return {name}
    if isinstance(value, Mapping):
        value = tuple(value.values())
    if isinstance(value, tuple):
        return {name for item in value for name in names_in(item)}
    return set()
