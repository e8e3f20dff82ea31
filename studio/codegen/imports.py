"""The import block of a script, sorted as linters want it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Imports:
    """Modules a script uses.

    Attributes:
        modules: modules of the standard library.
        numpy, tensorflow, keras: whether they are used, by their usual names.
        sequence: whether the type `Sequence` is used.
        sklearn: name imported from `sklearn.datasets`, or empty.
    """

    modules: tuple[str, ...] = ()
    numpy: bool = False
    tensorflow: bool = False
    keras: bool = False
    sequence: bool = False
    sklearn: str = ""

    def lines(self) -> list[str]:
        """Import statements, with a blank line between the groups."""
        standard = [f"import {module}" for module in sorted(self.modules)]
        others = [
            *(["import numpy as np"] if self.numpy else []),
            *(["import tensorflow as tf"] if self.tensorflow else []),
            *([f"from sklearn.datasets import {self.sklearn}"] if self.sklearn else []),
            *(["from tensorflow import keras"] if self.keras else []),
        ]
        if self.sequence:
            standard.append("from collections.abc import Sequence")
        return [*standard, *([""] if standard else []), *others]

    def packages(self) -> list[str]:
        """Names of the packages to install."""
        return [
            *(["tensorflow"] if self.tensorflow or self.keras else []),
            *(["numpy"] if self.numpy else []),
            *(["scikit-learn"] if self.sklearn else []),
        ]
