"""What was probably meant by a value that Keras refuses."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from studio.catalog.spec import Catalog, Parameter
from studio.catalog.words import words_for
from studio.graph.values import Value

_PERCENT = 100
_LEAST_PERCENT = 5
"""Smaller numbers are seldom meant as percents."""


def likely_values(
    parameter: Parameter, value: Value, catalog: Catalog
) -> Iterator[Value]:
    """Words of almost the same spelling, numbers of another sign, size or kind."""
    words = [*parameter.choices, *words_for(catalog, parameter)]
    if isinstance(value, str):
        yield from difflib.get_close_matches(value.lower(), words, 2)
        if value.strip().lstrip("-").isdecimal():
            yield int(value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return
    if value < 0:
        yield -value
    if _LEAST_PERCENT <= value <= _PERCENT:
        yield value / _PERCENT
    if isinstance(value, float):
        yield max(1, round(abs(value)))
