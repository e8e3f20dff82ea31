"""What the palette offers, from the catalog."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from studio.catalog.spec import Catalog, Role
from studio.graph.model import INPUT_CLASS
from studio.ui.canvas.mime import OUTPUT_PATH


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that can be placed.

    Attributes:
        path: class path, as it travels to the canvas.
        category: Keras' own package, or ``input``, ``output``.
        summary: what it does, one sentence of Keras' docs.
    """

    path: str
    name: str
    category: str
    summary: str


INPUT = Entry(INPUT_CLASS, "Input", "input", "Where data enters the model.")
OUTPUT = Entry(OUTPUT_PATH, "Output", "output", "Marks a tensor as a model output.")


def palette_entries(catalog: Catalog) -> list[Entry]:
    """Input, Output, then every layer in the catalog's order."""
    layers = [
        Entry(spec.path, spec.name, spec.category, spec.summary)
        for spec in catalog.of_role(Role.LAYER)
        if spec.path != INPUT_CLASS
    ]
    return [INPUT, OUTPUT, *layers]


def grouped(entries: Iterable[Entry]) -> dict[str, list[Entry]]:
    """Entries by category, in the order in which categories appear."""
    groups: dict[str, list[Entry]] = {}
    for entry in entries:
        groups.setdefault(entry.category, []).append(entry)
    return groups
