"""A column of numbers as heat: how hot each node is, and what it says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

STEPS = 5
"""Bars of a mark: the number of filled ones tells without any colour."""


@dataclass(frozen=True, slots=True)
class Heat:
    """One node: its share of the largest, 0 to 1, and the value in words."""

    share: float
    text: str

    @property
    def bars(self) -> int:
        """Filled bars of the mark, at least one for any value above none."""
        return 0 if self.share <= 0 else max(1, round(self.share * STEPS))


@dataclass(frozen=True, slots=True)
class HeatMap:
    """A column on the canvas.

    Attributes:
        title: what is shown, e.g. ``Parameters``.
        largest: the hottest value in words.
        nodes: heat by node id.
    """

    title: str
    largest: str
    nodes: Mapping[str, Heat]


def heat_map(
    title: str, values: Mapping[str, int], texts: Mapping[str, str]
) -> HeatMap:
    """Heat of numbers; the largest is hottest."""
    top = max(values, key=lambda n: values[n], default=None)
    most = values[top] if top is not None else 0
    nodes = {
        node: Heat(value / most if most else 0.0, texts[node])
        for node, value in values.items()
    }
    return HeatMap(title, texts[top] if top is not None else "", nodes)
