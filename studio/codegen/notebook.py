"""A script as a Jupyter notebook: the same text, in cells."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from typing import Any


def notebook(script: str) -> str:
    """Notebook of format 4.5 whose code cells hold the script, in its order.

    Functions and classes have a cell each; imports share one, and so do constants.
    The script's docstring is text above them.
    """
    cells: list[dict[str, Any]] = []
    tree = ast.parse(script)
    text = ast.get_docstring(tree)
    if text is not None:
        cells.append(_cell("markdown", len(cells), text))
    for part in _parts(script, tree.body[text is not None :]):
        code: dict[str, Any] = {"execution_count": None, "outputs": []}
        cells.append(_cell("code", len(cells), part) | code)
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    made = {
        "cells": cells,
        "metadata": {"kernelspec": kernel, "language_info": {"name": "python"}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return json.dumps(made, indent=1, ensure_ascii=False) + "\n"


def _cell(kind: str, number: int, text: str) -> dict[str, Any]:
    source = text.splitlines(keepends=True)
    return {
        "cell_type": kind,
        "id": f"cell-{number}",
        "metadata": {},
        "source": source,
    }


def _parts(script: str, body: list[ast.stmt]) -> Iterator[str]:
    """Text of each cell, with the comments and decorators above."""
    lines = script.splitlines()
    starts: list[int] = []
    end, before = 0, ""
    for node in body:
        kind = _kind(node)
        if not kind or kind != before:
            starts.append(_first(lines, node, end))
        end, before = node.end_lineno or node.lineno, kind
    for start, stop in zip(starts, [*starts[1:], len(lines)], strict=True):
        yield "\n".join(lines[start:stop]).strip("\n")


def _first(lines: list[str], node: ast.stmt, above: int) -> int:
    """Index of a statement's first line; `above` is where the one before it ends."""
    marks: list[int] = [d.lineno for d in getattr(node, "decorator_list", [])]
    first = min([node.lineno, *marks]) - 1
    while first > above and lines[first - 1].startswith("#"):
        first -= 1
    return first


def _kind(node: ast.stmt) -> str:
    """What shares a cell with its like; nothing for what has its own."""
    if isinstance(node, ast.Import | ast.ImportFrom):
        return "import"
    return "constant" if isinstance(node, ast.Assign | ast.AnnAssign) else ""
