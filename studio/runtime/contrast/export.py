"""A comparison as CSV, Markdown and JSON fields."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from studio.runtime.contrast.comparison import Comparison
from studio.runtime.contrast.difference import Cell, Difference
from studio.runtime.table_text import csv_table, markdown_row

NOTHING = "–"
_DIGITS = 4


def cell_text(cell: Cell) -> str:
    """A value for a person: four digits of a number with a fraction."""
    if cell is None:
        return NOTHING
    if isinstance(cell, int):
        return f"{cell:,}" if abs(cell) >= 10_000 else str(cell)
    return f"{cell:.{_DIGITS}g}" if isinstance(cell, float) else cell


def to_csv(comparison: Comparison) -> str:
    """Table for a spreadsheet: whole numbers, and the runs that did best."""
    labels = comparison.labels
    rows: list[list[object]] = [["group", "name", *labels, "best"]]
    for row in comparison.differences:
        cells = ["" if value is None else value for value in row.values]
        best = "; ".join(labels[place] for place in row.best)
        rows.append([row.group.value, row.name, *cells, best])
    return csv_table(rows)


def to_markdown(comparison: Comparison) -> str:
    """A table with a heading row for each group, the best values in bold."""
    count = len(comparison.labels)
    lines = [markdown_row(["", *comparison.labels])]
    lines.append(markdown_row(["---", *["---:"] * count]))
    for group, rows in groupby(comparison.differences, key=lambda row: row.group):
        lines.append(markdown_row([f"**{group.value}**", *[""] * count]))
        lines += [markdown_row([row.name, *_marked(row)]) for row in rows]
    return "\n".join(lines) + "\n"


def comparison_fields(comparison: Comparison) -> dict[str, Any]:
    """JSON form: runs by their ids, a value of each in every difference."""
    ids = [reading.run.id for reading in comparison.readings]
    return {
        "labels": list(comparison.labels),
        "differences": [
            {
                "group": row.group.value,
                "name": row.name,
                "values": list(row.values),
                "best": [ids[place] for place in row.best],
            }
            for row in comparison.differences
        ],
        "notes": list(comparison.notes),
    }


def _marked(row: Difference) -> list[str]:
    texts = map(cell_text, row.values)
    return [f"**{t}**" if place in row.best else t for place, t in enumerate(texts)]
