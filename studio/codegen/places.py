"""Nested inputs and outputs: tensors at their places in lists and dicts."""

from __future__ import annotations

from collections.abc import Sequence

from studio.codegen.expressions import Expression, mapping, sequence
from studio.graph.model import Place


def nested(values: Sequence[tuple[Place, Expression]]) -> Expression:
    """Expression of values at their places.

    Raises:
        ValueError: the places fit no structure.
    """
    if len(values) == 1 and values[0][0] == ():
        return values[0][1]
    inside: dict[str | int, list[tuple[Place, Expression]]] = {}
    for place, value in values:
        if not place:
            raise ValueError("a value stands where others are inside")
        inside.setdefault(place[0], []).append((place[1:], value))
    parts = {key: nested(found) for key, found in inside.items()}
    indices = sorted(key for key in parts if isinstance(key, int))
    if not indices:
        return mapping({str(key): part for key, part in parts.items()})
    if len(indices) < len(parts):
        raise ValueError("keys and indices stand side by side")
    return sequence(parts[key] for key in indices)
