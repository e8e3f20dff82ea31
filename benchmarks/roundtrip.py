"""Models that come back from their code identical, of all that are tried."""

from __future__ import annotations

from typing import Any

from benchmarks.figure import Figure
from benchmarks.round_trips import Trip, all_trips, in_deep_thread

GROUPS = {
    "applications": "keras.applications that come back identical",
    "corpus": "architectures of tutorials and papers that come back identical",
    "cases": "layer cases of Keras' own tests that come back identical",
}


def measure() -> list[Figure]:
    """Send all models round."""
    found, _ = in_deep_thread(all_trips)
    return figures(found)


def figures(found: list[Trip]) -> list[Figure]:
    """How many of each group came back identical."""
    return [_figure(group, title, found) for group, title in GROUPS.items()]


def _figure(group: str, title: str, found: list[Trip]) -> Figure:
    members = [trip for trip in found if trip.group == group]
    other: list[Any] = [trip.name for trip in members if trip.differences]
    count = len(members) - len(other)
    detail = f"of {len(members)}" + (f"; not: {', '.join(other)}" if other else "")
    return Figure(title, count, "models", at_least=len(members), detail=detail)
