"""The analysis as CSV, Markdown and JSON fields."""

from __future__ import annotations

from typing import Any

from studio.graph.memory import MemoryEstimate
from studio.runtime.analysis import (
    Analysis,
    AnalysisRow,
    MemoryFit,
    axes_of,
    shape_text,
)
from studio.runtime.table_text import csv_table, markdown_row
from studio.runtime.totals import Measure, number_text, total_text

TITLES = (
    "Name",
    "Class",
    "Group",
    "Inputs",
    "Output shape",
    "Axes",
    *(measure.value for measure in Measure),
    "Problems",
)


def to_csv(analysis: Analysis) -> str:
    """Table for a spreadsheet: whole numbers, bytes, and no cell that is run."""
    rows: list[tuple[object, ...]] = [TITLES]
    for row in analysis.rows:
        numbers = [row.numbers[measure] for measure in Measure]
        cells = [*_texts(row), *("" if n is None else n for n in numbers)]
        rows.append((*cells, " ".join(row.problems)))
    return csv_table(rows)


def to_markdown(analysis: Analysis, fit: MemoryFit | None = None) -> str:
    """Table for a document, with the totals and what training takes."""
    lines = [markdown_row(TITLES)]
    sides = ["---"] * 6 + ["---:"] * len(Measure) + ["---"]
    lines.append(markdown_row(sides))
    for row in analysis.rows:
        numbers = [number_text(measure, row.numbers[measure]) for measure in Measure]
        lines.append(markdown_row((*_texts(row), *numbers, " ".join(row.problems))))
    totals = [total_text(measure, analysis.totals[measure]) for measure in Measure]
    lines.append(markdown_row(("**Total**", *[""] * 5, *totals, "")))
    if fit is not None:
        lines += ["", fit.text]
    return "\n".join(lines) + "\n"


def row_fields(row: AnalysisRow) -> dict[str, Any]:
    """JSON form of a row."""
    return {
        "id": row.node,
        "name": row.name,
        "class": row.layer,
        "group": row.group,
        "shared": row.shared,
        "inside": row.inside or None,
        "inputs": list(row.inputs),
        "outputs": [
            {
                "key": output.key,
                "shape": list(output.shape),
                "dtype": output.dtype,
                "axes": list(axes_of(output.shape)),
            }
            for output in row.outputs
        ],
        **{measure.name.lower(): row.numbers[measure] for measure in Measure},
        "problems": list(row.problems),
    }


def totals_fields(analysis: Analysis) -> dict[str, Any]:
    """JSON form of the totals; `at_least` where a node's number is unknown."""
    return {
        measure.name.lower(): {"value": total.value, "at_least": total.is_least}
        for measure, total in analysis.totals.items()
    }


def memory_fields(fit: MemoryFit) -> dict[str, Any]:
    """JSON form of training's peak."""
    estimate: MemoryEstimate = fit.estimate
    return {
        "weights": estimate.weights,
        "gradients": estimate.gradients,
        "optimizer": estimate.optimizer,
        "activations": estimate.activations,
        "total": estimate.total,
        "at_least": not estimate.is_whole,
        "device": fit.device.name if fit.device else None,
        "device_memory": fit.device.memory if fit.device else None,
        "share": fit.share,
        "verdict": fit.verdict or None,
    }


def _texts(row: AnalysisRow) -> tuple[str, ...]:
    return (
        row.name,
        row.layer,
        row.group,
        " ".join(row.inputs),
        "; ".join(shape_text(output.shape) for output in row.outputs) or "?",
        "; ".join(" ".join(axes_of(output.shape)) for output in row.outputs),
    )
