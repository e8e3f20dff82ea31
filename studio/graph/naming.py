"""Layer names: Keras' own automatic ones, made unique in a document."""

from __future__ import annotations

import re
from collections.abc import Collection

from studio.graph.document import Document

_WORD = re.compile(r"(.)([A-Z][a-z]+)")
_CASE = re.compile(r"([a-z])([A-Z])")
_NUMBERED = re.compile(r"(.+)_(\d+)")


def keras_name(class_name: str) -> str:
    """Name Keras gives a layer of that class: ``Conv2D`` as ``conv2d``."""
    if class_name == "InputLayer":
        return "input"
    plain = re.sub(r"\W+", "", class_name)
    return _CASE.sub(r"\1_\2", _WORD.sub(r"\1_\2", plain)).lower()


def unique_name(
    document: Document, base: str, taken: Collection[str] = frozenset()
) -> str:
    """`base`, or `base` with the next free number: ``dense``, ``dense_1``.

    `taken` are names given out in the same edit.
    """
    names = {d.name for d in document.graph.definitions.values()} | set(taken)
    if base not in names:
        return base
    match = _NUMBERED.fullmatch(base)
    stem, number = (match[1], int(match[2])) if match else (base, 0)
    while f"{stem}_{number}" in names or number == 0:
        number += 1
    return f"{stem}_{number}"


def name_problem(document: Document, definition_id: str, name: str) -> str | None:
    """Why a layer cannot have that name, as a sentence; None if it can."""
    if not name.strip():
        return "A layer needs a name. Type one."
    if "/" in name:
        return "Keras allows no “/” in a layer's name. Use “_” instead."
    for definition in document.graph.definitions.values():
        if definition.name == name and definition.id != definition_id:
            return f"Another layer is called “{name}” already. Names are unique."
    return None
