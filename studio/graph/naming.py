"""Layer names: Keras' own automatic ones, made unique in a document."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection

from studio.graph.block import INSTANCE_NAME
from studio.graph.document import Document
from studio.graph.model import INPUT_CLASS, LayerDefinition

UNTITLED = "Untitled"
"""Title of a document that was given none."""
_WORD = re.compile(r"(.)([A-Z][a-z]+)")
_CASE = re.compile(r"([a-z])([A-Z])")
_ILLEGAL = re.compile(r"[^A-Za-z0-9_.-]+")
LONGEST = 200
"""Characters of a layer's name."""
_NUMBERED = re.compile(r"(.+)_(\d+)")


def keras_name(class_name: str) -> str:
    """Name Keras gives a layer of that class: ``Conv2D`` as ``conv2d``."""
    if class_name == "InputLayer":
        return "input"
    plain = re.sub(r"\W+", "", class_name)
    return _CASE.sub(r"\1_\2", _WORD.sub(r"\1_\2", plain)).lower()


def is_automatic(definition: LayerDefinition) -> bool:
    """Whether a name is one that Keras gives by itself: ``dense``, ``dense_3``."""
    base = keras_name(definition.class_name)
    rest = definition.name.removeprefix(base)
    return rest == "" or (
        definition.name.startswith(f"{base}_") and rest[1:].isdecimal()
    )


def split_name(name: str) -> tuple[str, int]:
    """Word and number of a name: ``add_2`` as ``("add", 2)``, ``add`` with 0."""
    match = _NUMBERED.fullmatch(name)
    return (match[1], int(match[2])) if match else (name, 0)


class FreeNames:
    """Gives out names that no layer of a document has, each once."""

    def __init__(self, document: Document, taken: Collection[str] = ()) -> None:
        """`taken` are names given out elsewhere in the same edit."""
        definitions = document.graph.definitions.values()
        self._taken = {d.name for d in definitions} | set(taken)
        self._after: dict[tuple[str, int], int] = {}

    def new(self, base: str) -> str:
        """`base`, or `base` with the next free number: ``dense``, ``dense_1``."""
        name = base
        if base in self._taken:
            stem, number = split_name(base)
            name = f"{stem}_{self._free(stem, max(number, 1))}"
        self._taken.add(name)
        return name

    def _free(self, stem: str, number: int) -> int:
        """The first free number from one on; what was passed is not tried again."""
        passed: list[int] = []
        while f"{stem}_{number}" in self._taken:
            passed.append(number)
            number = self._after.get((stem, number), number + 1)
        self._after.update({(stem, one): number for one in passed})
        return number


def unique_name(
    document: Document, base: str, taken: Collection[str] = frozenset()
) -> str:
    """`base`, or `base` with the next free number: ``dense``, ``dense_1``.

    `taken` are names given out in the same edit.
    """
    return FreeNames(document, taken).new(base)


def prefix_of(document: Document) -> str:
    """How names of layers begin here: with the instance's name inside a group."""
    names = (d.name for d in document.graph.definitions.values())
    return f"{INSTANCE_NAME}_" if any(INSTANCE_NAME in n for n in names) else ""


def new_name(document: Document, class_name: str) -> str:
    """Name of a new layer of that class, unique here and in all instances."""
    return unique_name(document, prefix_of(document) + keras_name(class_name))


def fitting_name(layer: LayerDefinition, prefix: str) -> str:
    """Name of a layer from elsewhere where names begin with that `prefix_of`."""
    name = layer.name
    if prefix and layer.layer_class != INPUT_CLASS:
        return name if INSTANCE_NAME in name else prefix + name
    return name.replace(f"{INSTANCE_NAME}_", "").replace(INSTANCE_NAME, "block")


def illegal_name(name: str) -> str | None:
    """Why no layer at all can have that name, as a sentence; None if one can.

    TensorFlow makes scopes of the names, which fails only when training begins.
    """
    if not name.strip():
        return "A layer needs a name. Type one."
    if len(name) > LONGEST:
        return f"A layer's name has at most {LONGEST} characters. Shorten it."
    if _ILLEGAL.search(name):
        return (
            "A layer's name has only letters from A to Z, digits, “_”, “-” and “.”. "
            "Write “_” for other characters."
        )
    return None


def legal_name(name: str) -> str:
    """`name` with ``_`` for what it cannot hold: ``My layer`` as ``My_layer``."""
    plain = unicodedata.normalize("NFKD", name)
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    return _ILLEGAL.sub("_", plain)[:LONGEST].strip("_-.") or "layer"


def name_problem(document: Document, definition_id: str, name: str) -> str | None:
    """Why a layer cannot have that name, as a sentence; None if it can."""
    plain = name.replace(INSTANCE_NAME, "block") if prefix_of(document) else name
    illegal = illegal_name(plain)
    if illegal is not None:
        return illegal
    for definition in document.graph.definitions.values():
        if definition.name == name and definition.id != definition_id:
            return f"Another layer is called “{name}” already. Names are unique."
    return None
