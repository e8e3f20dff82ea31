"""What block parameters are in a value."""

from __future__ import annotations

from collections.abc import Mapping

from studio.catalog.lengths import one_length, shortened
from studio.catalog.spec import ClassSpec
from studio.graph.block import parameter_name
from studio.graph.values import Value, same


def arguments_of(template: Value, value: Value) -> dict[str, Value] | None:
    """What block parameters are in a value; None if it is not made of the template."""
    name = parameter_name(template)
    if name is not None:
        return {name: value}
    if isinstance(template, Mapping) and isinstance(value, Mapping):
        pairs = [(template[key], value.get(key)) for key in template]
        if template.keys() != value.keys():
            return None
    elif isinstance(template, tuple) and isinstance(value, tuple):
        if len(template) != len(value):
            return None
        pairs = list(zip(template, value, strict=True))
    else:
        return {} if same(template, value) else None
    found: dict[str, Value] = {}
    for one, other in pairs:
        inside = arguments_of(one, other)
        if inside is None:
            return None
        found.update(inside)
    return found


def completed(
    values: Mapping[str, Value], template: Mapping[str, Value], spec: ClassSpec | None
) -> dict[str, Value]:
    """Values with Keras' defaults for what the template says and they do not.

    Lengths that are alike are one number in all of them.
    """
    found = dict(values)
    for key in template.keys() - values.keys():
        parameter = spec.parameter(key) if spec else None
        if parameter is not None and not parameter.required:
            one = one_length(parameter.default)
            found[key] = parameter.default if one is None else one
    return shortened(spec, found) if spec else found
