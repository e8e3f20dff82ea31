"""One thing in which runs differ."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from studio.graph.values import Value, canonical, is_object

Cell = str | int | float | None
"""Value of one run; None where it has none."""
Goal = str
"""``max`` or ``min``: what is better."""


class Group(StrEnum):
    """What a difference is about."""

    SETUP = "Setup"
    MODEL = "Model"
    RESULTS = "Results"


@dataclass(frozen=True, slots=True)
class Difference:
    """A row: one value per run.

    Attributes:
        name: what differs, e.g. ``learning_rate`` or ``dense: units``.
        values: in the order of the runs.
        best: places of the runs that did best; empty where none is better.
    """

    group: Group
    name: str
    values: tuple[Cell, ...]
    best: tuple[int, ...] = ()


def differing(
    group: Group, name: str, values: Sequence[Cell], goal: Goal | None = None
) -> list[Difference]:
    """The row, unless all values are alike; `goal` says which are the best."""
    if len({canonical(value) for value in values}) < 2:
        return []
    return [Difference(group, name, tuple(values), _best(values, goal))]


def value_cell(value: Value) -> Cell:
    """A setting as Python writes it; a Keras object with what it is given."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value
    if isinstance(value, str):
        return value
    if isinstance(value, tuple):
        return f"({', '.join(str(value_cell(item)) for item in value)})"
    if is_object(value):
        return object_text(value["class_name"], value["config"])
    if isinstance(value, Mapping):
        pairs = (f"{key}: {value_cell(item)}" for key, item in value.items())
        return f"{{{', '.join(pairs)}}}"
    return str(value)


def object_text(name: str, parameters: Mapping[str, Value]) -> str:
    """A class and what it is given: ``Dense(units=64)``; bare without any."""
    given = ", ".join(f"{key}={value_cell(item)}" for key, item in parameters.items())
    return f"{name}({given})" if given else name


def _best(values: Sequence[Cell], goal: Goal | None) -> tuple[int, ...]:
    numbers = {
        place: value
        for place, value in enumerate(values)
        if isinstance(value, int | float) and math.isfinite(value)
    }
    if goal is None or len(numbers) < 2:
        return ()
    best = max(numbers.values()) if goal == "max" else min(numbers.values())
    return tuple(place for place, value in numbers.items() if value == best)
