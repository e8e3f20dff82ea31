"""Lengths that are alike in all directions: ``(3, 3)`` written as ``3``."""

from __future__ import annotations

import re
from collections.abc import Mapping

from studio.catalog.spec import ClassSpec, Parameter, ParameterKind
from studio.graph.values import Value, same

_NUMBER = re.compile(r"(an? )?int(eger)?\b,? or ", re.IGNORECASE)
"""How the docs of an argument begin that takes a number for all directions."""


def shortened(spec: ClassSpec, parameters: Mapping[str, Value]) -> dict[str, Value]:
    """Arguments, those that have one length for all directions as a number."""
    return {
        name: one_length(value) if _spreads(spec, name, value) else value
        for name, value in parameters.items()
    }


def one_length(value: Value) -> Value:
    """The one number in a tuple, however deep; None if there is not just one."""
    if not isinstance(value, tuple):
        return value if type(value) is int else None
    found = {one_length(item) for item in value}
    return found.pop() if len(found) == 1 else None


def _spreads(spec: ClassSpec, name: str, value: Value) -> bool:
    """Whether Keras makes this tuple of a number by itself.

    It does for arguments that take both in layers of a fixed rank: one of their
    arguments is a tuple of that length without being given.
    """
    if not isinstance(value, tuple) or one_length(value) is None:
        return False
    parameter = spec.parameter(name)
    if parameter is None or parameter.kind is not ParameterKind.INT_TUPLE:
        return False
    if same(value, parameter.default):
        return False
    if isinstance(parameter.default, tuple) and not _NUMBER.match(parameter.doc):
        return False
    own = _usual(spec, parameter)
    if own is not None:
        return bool(_form(own) == _form(value))
    return any(_form(_usual(spec, p)) == _form(value) for p in spec.parameters)


def _form(value: Value) -> Value:
    """How tuples are nested, whatever is in them."""
    return tuple(map(_form, value)) if isinstance(value, tuple) else None


def _usual(spec: ClassSpec, parameter: Parameter) -> Value:
    """What an argument is in a config, if it is not given; None if unknown."""
    if parameter.kind is not ParameterKind.INT_TUPLE:
        return None
    if parameter.required:
        known = parameter.suggestion
        return known if isinstance(known, tuple) else None
    return spec.config_defaults.get(parameter.name, parameter.default)
