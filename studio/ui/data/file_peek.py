"""What can be chosen in a data file: its arrays, its columns, a picture's size.

Only names are looked at; a file is looked into only after the user allowed it.
"""

from __future__ import annotations

import csv
import zipfile
from collections.abc import Sequence
from pathlib import Path

from studio.graph.values import Value

_HEAD_BYTES = 1 << 16
DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}


def array_names(path: Path) -> list[str]:
    """Names of the arrays in an ``.npz`` file; none if it is no such file."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
    except (OSError, zipfile.BadZipFile):
        return []  # The engine reads it next and says what is wrong.
    return [name.removesuffix(".npy") for name in names if name.endswith(".npy")]


def column_names(path: Path, delimiter: str) -> list[str]:
    """Columns in the first line of a table; none if it cannot be read."""
    first = _first_line(path)
    rows = csv.reader([first], delimiter=delimiter)
    return [cell.strip() for cell in next(rows, [])]


def guess_options(
    kind: str, path: Path, wanted: Sequence[int | None] | None = None
) -> dict[str, Value]:
    """Options for a file that was just chosen: a first guess, to be changed.

    `wanted` is the shape of the samples that the model takes, where that is known.
    """
    if kind == "images":
        from studio.ui.data.picture_peek import guess_picture_options

        return guess_picture_options(path, wanted).options
    if kind == "npz":
        names = array_names(path)
        if {"x", "y"} <= set(names):
            return {}
        return dict[str, Value](zip(("x", "y"), names, strict=False))
    first = _first_line(path)
    delimiter = max(DELIMITERS, key=first.count)
    columns = column_names(path, delimiter)
    options: dict[str, Value] = {"target": columns[-1]} if columns else {}
    # The comma is the default and need not be said.
    return options if delimiter == "," else {**options, "delimiter": delimiter}


def _first_line(path: Path) -> str:
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD_BYTES)
    except OSError:
        return ""  # The engine reads it next and says what is wrong.
    return head.decode("utf-8-sig", "replace").partition("\n")[0].rstrip("\r")
