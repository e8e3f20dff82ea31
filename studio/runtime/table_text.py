"""Tables as text for other programs: CSV and Markdown."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""Beginnings that make a spreadsheet run a cell."""


def csv_table(rows: Iterable[Sequence[object]]) -> str:
    """Rows for a spreadsheet; no cell is one that it would run."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    for row in rows:
        writer.writerow(map(_inert, row))
    return text.getvalue()


def markdown_row(cells: Sequence[str]) -> str:
    """Row of a table, whatever stands in its cells."""
    escaped = (cell.replace("\\", "\\\\").replace("|", "\\|") for cell in cells)
    return "| " + " | ".join(" ".join(cell.split()) for cell in escaped) + " |"


def _inert(cell: object) -> object:
    """Cell that a spreadsheet shows and does not run."""
    if isinstance(cell, str) and cell.startswith(_FORMULA):
        return f"'{cell}"
    return cell
