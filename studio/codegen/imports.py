"""The import block of a script, sorted as linters want it."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import NamedTuple

from studio.codegen.expressions import STEP, WIDTH

_PACKAGES = {"sklearn": "scikit-learn"}
"""Names of packages that differ from those of their modules."""


class Import(NamedTuple):
    """One name that a script imports.

    Attributes:
        module: what it is imported from.
        name: what of it; empty for the module itself.
        alias: what it is called in the script, if another name.
    """

    module: str
    name: str = ""
    alias: str = ""

    @property
    def bound(self) -> str:
        """Name in the script."""
        return self.alias or self.name or self.module.partition(".")[0]

    @property
    def is_standard(self) -> bool:
        """Whether it comes with Python."""
        return self.module.partition(".")[0] in sys.stdlib_module_names


Imports = frozenset[Import]

NUMPY = Import("numpy", alias="np")
TENSORFLOW = Import("tensorflow", alias="tf")
SEQUENCE = Import("collections.abc", "Sequence")
KERAS = {"tensorflow": Import("tensorflow", "keras"), "keras": Import("keras")}
"""Import of Keras by header."""


def joined(*needed: Imports) -> Imports:
    """All imports; of two that give the same name the first."""
    found: dict[str, Import] = {}
    for imports in needed:
        for entry in sorted(imports):
            found.setdefault(entry.bound, entry)
    return frozenset(found.values())


def import_lines(imports: Imports) -> list[str]:
    """Import statements, with a blank line between the groups."""
    first = [entry for entry in imports if entry.module == "__future__"]
    standard = [e for e in imports if e.is_standard and e not in first]
    others = [entry for entry in imports if not entry.is_standard]
    lines: list[str] = []
    for group in (first, standard, others):
        lines += [""] if lines and group else []
        lines += _statements(group)
    return lines


def packages(imports: Imports) -> list[str]:
    """Names of the packages to install, TensorFlow first."""
    names = {e.module.partition(".")[0] for e in imports if not e.is_standard}
    known = [name for name in ("tensorflow", "keras", "numpy") if name in names]
    rest = sorted(names.difference(known))
    return [_PACKAGES.get(name, name) for name in (*known, *rest)]


def _statements(entries: Iterable[Import]) -> list[str]:
    names: dict[str, list[str]] = {}
    lines = []
    for module, name, alias in sorted(entries, key=_order):
        ending = f" as {alias}" if alias else ""
        if name:
            names.setdefault(module, []).append(f"{name}{ending}")
        else:
            lines.append(f"import {module}{ending}")
    return lines + [
        line for module, found in names.items() for line in _from(module, found)
    ]


def _order(entry: Import) -> tuple[str, int, str]:
    """By module, then constants, classes and functions."""
    name = entry.name
    kind = 0 if name.isupper() and len(name) > 1 else 1 if name[:1].isupper() else 2
    return entry.module, kind, name


def _from(module: str, names: list[str]) -> list[str]:
    line = f"from {module} import {', '.join(names)}"
    if len(line) <= WIDTH:
        return [line]
    return [f"from {module} import (", *(f"{STEP}{name}," for name in names), ")"]
