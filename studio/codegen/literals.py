"""Python literals of parameter values."""

from __future__ import annotations

import math
from collections.abc import Mapping

from studio.codegen.expressions import (
    Atom,
    Bracket,
    Expression,
    Item,
    Level,
    Text,
    mapping,
)
from studio.graph.values import Value


def literal(value: Value) -> Expression:
    """Expression of a value that holds no Keras object."""
    if isinstance(value, str):
        return Text(value)
    if isinstance(value, tuple | list):
        return Bracket("(", tuple(Item(literal(item)) for item in value))
    if isinstance(value, Mapping):
        return mapping({key: literal(item) for key, item in value.items()})
    if isinstance(value, float) and not math.isfinite(value):
        return Atom(f'float("{value!r}")')
    text = repr(value)
    return Atom(text, Level.UNARY if text.startswith("-") else Level.WHOLE)
