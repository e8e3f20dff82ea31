"""The document's own Python text: classes that a model's code brings along."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from studio.codegen.imports import Import, Imports
from studio.codegen.source import Line, plain
from studio.errors import StudioError


@dataclass(frozen=True, slots=True)
class CustomCode:
    """Text of the user's own layers, taken apart; nothing of it is run.

    Attributes:
        imports: what it imports.
        classes: names of the classes it defines.
        lines: all but the imports.
    """

    imports: Imports = frozenset()
    classes: frozenset[str] = frozenset()
    lines: tuple[Line, ...] = ()


def custom_code(text: str) -> CustomCode:
    """Take the text apart.

    Raises:
        StudioError: it is no Python.
    """
    if not text.strip():
        return CustomCode()
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None) or 1
        reason = getattr(error, "msg", None) or str(error)
        raise StudioError(
            f"The code of your own layers is no Python: {reason}, line {line}. "
            "Correct it in the Code panel."
        ) from None
    moved = [n for n in tree.body if isinstance(n, ast.Import | ast.ImportFrom)]
    gone = {line for n in moved for line in range(n.lineno, (n.end_lineno or 0) + 1)}
    kept = [line for i, line in enumerate(text.splitlines(), start=1) if i not in gone]
    return CustomCode(
        frozenset(entry for node in moved for entry in _entries(node)),
        frozenset(n.name for n in tree.body if isinstance(n, ast.ClassDef)),
        tuple(plain("\n".join(kept).strip("\n"))),
    )


def _entries(node: ast.Import | ast.ImportFrom) -> Iterator[Import]:
    for name in node.names:
        alias = name.asname or ""
        if isinstance(node, ast.Import):
            yield Import(name.name, alias=alias)
        else:
            yield Import("." * node.level + (node.module or ""), name.name, alias)
