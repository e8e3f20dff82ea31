"""Names in generated code: Python identifiers, and Keras' automatic names."""

from __future__ import annotations

import builtins
import keyword
import re
from collections import Counter
from functools import cache

from studio.graph.naming import keras_name

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
        self._last: dict[str, int] = {}

    def new(self, text: str) -> str:
        """Make an identifier as close to `text` as Python and readers allow."""
        base = re.sub(r"[^0-9a-z]+", "_", text.lower())[:_LONGEST].strip("_")
        if not base or base[0].isdigit():
            base = f"layer_{base}".rstrip("_")
        if keyword.iskeyword(base) or hasattr(builtins, base):
            base = f"{base}_"
        return self._free(base)

    def new_class(self, words: str) -> str:
        """Make the name of a class."""
        letters = re.sub(r"[^0-9a-zA-Z]+", "", words)[:_LONGEST]
        return self._free(letters if letters[:1].isalpha() else f"Block{letters}")

    def _free(self, base: str) -> str:
        name, number = base, self._last.get(base, 1)
        while name in self._taken:
            number += 1
            name = f"{base.rstrip('_')}_{number}"
        self._last[base] = number
        self._taken.add(name)
        return name


class AutomaticNames:
    """What Keras calls the objects of a fresh process, in order of creation.

    Layers, ops and models without a name of their own share one numbering.

    Attributes:
        explicit: whether no name may be left out, as in a function that is
            called more than once.
    """

    def __init__(self) -> None:
        self.explicit = False
        self._made: Counter[str] = Counter()
        self._lost = False

    def gives(self, stem: str, name: str) -> bool:
        """Whether Keras would call the next of its kind `name`; then count it."""
        made = self._made[stem]
        automatic = name == (f"{stem}_{made}" if made else stem)
        if self.explicit or self._lost or not automatic:
            return False
        self._made[stem] += 1
        return True

    def count(self, stem: str) -> None:
        """Count an object in that has no name of its own."""
        self._made[stem] += 1

    def lose(self) -> None:
        """Note that things are made whose names nobody here knows."""
        self._lost = True

    def made(self) -> Counter[str]:
        """How many were made so far, by stem."""
        return self._made.copy()

    def repeat(self, made: Counter[str]) -> None:
        """Count objects in once more."""
        self._made.update(made)


@cache
def stem_of(path: str) -> str:
    """Start of the names that Keras gives to objects of a class."""
    class_name = path.rpartition(".")[2]
    return "input_layer" if class_name == "InputLayer" else keras_name(class_name)
