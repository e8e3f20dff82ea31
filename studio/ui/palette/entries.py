"""What the palette offers, from the catalog."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from studio.catalog.spec import (
    BLOCKS_CATEGORY,
    MODELS_CATEGORY,
    OPS_CATEGORY,
    Catalog,
    Role,
)
from studio.graph.model import INPUT_CLASS
from studio.ui.canvas.mime import OUTPUT_PATH, block_path


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


PRIVATE = "keras.src."
"""Parts of known models, which stand in no documentation."""
INPUT = Entry(INPUT_CLASS, "Input", "input", "Where data enters the model.")
OUTPUT = Entry(OUTPUT_PATH, "Output", "output", "Marks a tensor as a model output.")


def palette_entries(catalog: Catalog, blocks: Iterable[str] = ()) -> list[Entry]:
    """Input, Output, kept blocks, every layer in order, then models and ops."""
    placed = [
        Entry(spec.path, spec.name, spec.category, spec.summary)
        for role in (Role.LAYER, Role.MODEL, Role.OP)
        for spec in catalog.of_role(role)
        if spec.path != INPUT_CLASS and not spec.path.startswith(PRIVATE)
    ]
    kept = [
        Entry(block_path(n), n, BLOCKS_CATEGORY, "A block you kept.") for n in blocks
    ]
    return [INPUT, OUTPUT, *kept, *placed]


def is_folded(category: str) -> bool:
    """Whether its group is folded at first: a newcomer looks for layers."""
    return category == MODELS_CATEGORY or category.startswith(OPS_CATEGORY)


def grouped(entries: Iterable[Entry]) -> dict[str, list[Entry]]:
    """Entries by category, in the order in which categories appear."""
    groups: dict[str, list[Entry]] = {}
    for entry in entries:
        groups.setdefault(entry.category, []).append(entry)
    return groups
