"""`studio runs compare A B`."""

from __future__ import annotations

from argparse import SUPPRESS, ArgumentParser, Namespace
from itertools import groupby
from typing import TYPE_CHECKING

from studio.commands.console import Console
from studio.errors import StudioError

if TYPE_CHECKING:
    from studio.runtime.contrast.comparison import Comparison

BEST = "*"
"""Behind the best value of a row."""
_GAP = "  "


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument(
        "names", nargs="+", metavar="RUN", help="a run's name or folder, or “latest”"
    )
    # What stands before “compare” must not be forgotten again.
    parser.add_argument("--runs", default=SUPPRESS, help="folder of the runs")
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--csv", action="store_true", help="print the table as CSV")
    form.add_argument("--md", action="store_true", help="print it as Markdown")
    form.add_argument(
        "--json", action="store_true", default=SUPPRESS, help="print one JSON object"
    )


def run(options: Namespace, console: Console) -> int:
    """Print what differs between runs.

    Raises:
        StudioError: there is no such run, or fewer than two of them.
    """
    from studio.catalog.store import load_catalog
    from studio.commands.runs import find_run, run_fields
    from studio.runtime.contrast.comparison import compare, read_run
    from studio.runtime.contrast.export import comparison_fields, to_csv, to_markdown

    runs = {run.id: run for run in (find_run(n, options.runs) for n in options.names)}
    if len(runs) < 2:
        raise StudioError(
            "Give two runs or more to compare them; “studio runs” lists their names."
        )
    comparison = compare([read_run(one) for one in runs.values()], load_catalog())
    if options.csv:
        console.print(to_csv(comparison))
    elif options.md:
        console.print(to_markdown(comparison))
    else:
        for line in table_lines(comparison):
            console.say(line)
        listed = [run_fields(one) for one in runs.values()]
        console.answer({"ok": True, "runs": listed, **comparison_fields(comparison)})
    for note in comparison.notes:
        console.warn(f"studio: {note}")
    return 0


def table_lines(comparison: Comparison) -> list[str]:
    """The table for a terminal; a star marks the best value of a row."""
    from studio.runtime.contrast.export import cell_text

    if not comparison.differences:
        return ["These runs do not differ in anything that was recorded."]
    rows = [("", *comparison.labels)]
    for group, found in groupby(comparison.differences, key=lambda row: row.group):
        rows.append((group.value, *[""] * len(comparison.labels)))
        for row in found:
            texts = [
                cell_text(value) + (BEST if place in row.best else "")
                for place, value in enumerate(row.values)
            ]
            rows.append((f"  {row.name}", *texts))
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = []
    for cells in rows:
        padded = [cell.ljust(width) for cell, width in zip(cells, widths, strict=True)]
        lines.append(_GAP.join(padded).rstrip())
    return lines
