"""The import block of a script, sorted as linters want it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from studio.codegen.expressions import STEP, WIDTH


@dataclass(frozen=True, slots=True)
class Imports:
    """Modules a script uses.

    Attributes:
        modules: modules of the standard library.
        numpy, tensorflow, keras: whether they are used, by their usual names.
        sequence: whether the type `Sequence` is used.
        sklearn: name imported from `sklearn.datasets`, or empty.
        classes: names imported from modules, as (module, name).
        header: package that Keras is imported from: ``tensorflow`` or ``keras``.
    """

    modules: tuple[str, ...] = ()
    numpy: bool = False
    tensorflow: bool = False
    keras: bool = False
    sequence: bool = False
    sklearn: str = ""
    classes: frozenset[tuple[str, str]] = frozenset()
    header: str = "tensorflow"

    def lines(self) -> list[str]:
        """Import statements, with a blank line between the groups."""
        keras = self.keras and self.header == "keras"
        standard = [f"import {module}" for module in sorted(self.modules)]
        plain = [
            *(["import keras"] if keras else []),
            *(["import numpy as np"] if self.numpy else []),
            *(["import tensorflow as tf"] if self.tensorflow else []),
        ]
        if self.sequence:
            standard.append("from collections.abc import Sequence")
        return [*standard, *([""] if standard else []), *plain, *self._names()]

    def _names(self) -> list[str]:
        found: dict[str, set[str]] = {}
        for module, name in self.classes:
            found.setdefault(module, set()).add(name)
        if self.sklearn:
            found.setdefault("sklearn.datasets", set()).add(self.sklearn)
        if self.keras and self.header == "tensorflow":
            found.setdefault("tensorflow", set()).add("keras")
        return [
            line
            for module in sorted(found)
            for line in _from(module, sorted(found[module]))
        ]

    def packages(self) -> list[str]:
        """Names of the packages to install."""
        return [
            *(["tensorflow"] if self.tensorflow or self.keras else []),
            *(["numpy"] if self.numpy else []),
            *(["scikit-learn"] if self.sklearn else []),
            *sorted({module.partition(".")[0] for module, _ in self.classes}),
        ]

    def joined(self, other: Imports) -> Imports:
        """These and all that `other` needs besides."""
        return replace(
            self,
            numpy=self.numpy or other.numpy,
            keras=self.keras or other.keras,
            classes=self.classes | other.classes,
            header=other.header,
        )


def _from(module: str, names: list[str]) -> list[str]:
    line = f"from {module} import {', '.join(names)}"
    if len(line) <= WIDTH:
        return [line]
    return [f"from {module} import (", *(f"{STEP}{name}," for name in names), ")"]
