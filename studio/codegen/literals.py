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

_LONG = 12
"""Decimals of so many characters were computed by somebody rather than typed."""


def literal(value: Value) -> Expression:
    """Expression of a value that holds no Keras object."""
    if isinstance(value, str):
        return Text(value)
    if isinstance(value, tuple | list):
        return Bracket("(", tuple(Item(literal(item)) for item in value))
    if isinstance(value, Mapping):
        return mapping({key: literal(item) for key, item in value.items()})
    if isinstance(value, float):
        return _decimal(value)
    text = repr(value)
    return Atom(text, Level.UNARY if text.startswith("-") else Level.WHOLE)


def _decimal(value: float) -> Expression:
    """A fraction such as 1 / 255 where it is that very number, and shorter."""
    if not math.isfinite(value):
        return Atom(f'float("{value!r}")')
    text = repr(value)
    if len(text) >= _LONG and 1e-6 < abs(value) < 1:
        divisor = round(1 / abs(value), 1)
        if 1 / divisor == abs(value):
            sign = "-" if value < 0 else ""
            return Atom(f"{sign}1 / {divisor:.16g}", Level.PRODUCT)
    return Atom(text, Level.UNARY if text.startswith("-") else Level.WHOLE)
