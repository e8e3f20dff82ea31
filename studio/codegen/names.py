"""Names in generated code: Python identifiers, and Keras' automatic names."""

from __future__ import annotations

import builtins
import keyword
import re
from collections import Counter
from collections.abc import Mapping

from studio.graph.naming import keras_name
from studio.graph.values import Value, is_object, object_path

LAYER_MAKERS = frozenset(
    {
        "keras.layers.AugMix",
        "keras.layers.RandAugment",
        "keras.layers.TextVectorization",
    }
)
"""Layers that make layers of other classes with automatic names inside."""

_LONGEST = 40


class Identifiers:
    """Gives out variable names, each once."""

    def __init__(self, *taken: str) -> None:
        self._taken = set(taken)

    def new(self, text: str) -> str:
        """Make an identifier as close to `text` as Python and readers allow."""
        base = re.sub(r"[^0-9a-z]+", "_", text.lower())[:_LONGEST].strip("_")
        if not base or base[0].isdigit():
            base = f"layer_{base}".rstrip("_")
        if keyword.iskeyword(base) or hasattr(builtins, base):
            base = f"{base}_"
        name, number = base, 1
        while name in self._taken:
            number += 1
            name = f"{base.rstrip('_')}_{number}"
        self._taken.add(name)
        return name


class AutomaticNames:
    """What Keras calls the layers of a fresh process, in order of creation."""

    def __init__(self) -> None:
        self._made: Counter[str] = Counter()
        self._lost = False

    def is_automatic(
        self, layer_class: str, parameters: Mapping[str, Value], name: str
    ) -> bool:
        """Count a layer in; tell whether Keras would call it `name` by itself."""
        for value in parameters.values():
            self._count_inside(value)
        own = self._next(layer_class)
        automatic = own == name and not self._lost
        if automatic:
            self._made[_stem(layer_class)] += 1
        self._lost = self._lost or layer_class in LAYER_MAKERS
        return automatic

    def _count_inside(self, value: Value) -> None:
        """Count the layers that a wrapper's arguments make before it."""
        if isinstance(value, tuple | list):
            for item in value:
                self._count_inside(item)
        elif is_object(value) and isinstance(value["config"], Mapping):
            for item in value["config"].values():
                self._count_inside(item)
            path = object_path(value)
            if path.startswith("keras.layers.") and not value["config"].get("name"):
                self._made[_stem(path)] += 1
            self._lost = self._lost or path in LAYER_MAKERS

    def _next(self, layer_class: str) -> str:
        stem = _stem(layer_class)
        made = self._made[stem]
        return f"{stem}_{made}" if made else stem


def _stem(layer_class: str) -> str:
    class_name = layer_class.rpartition(".")[2]
    return "input_layer" if class_name == "InputLayer" else keras_name(class_name)
