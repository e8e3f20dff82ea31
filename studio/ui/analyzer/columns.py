"""The analyzer's columns: titles, texts and what they sort by."""

from __future__ import annotations

from dataclasses import dataclass

from studio.runtime.analysis import AnalysisRow, axes_of, shape_text
from studio.runtime.totals import OF_WEIGHTS, Measure, number_text


@dataclass(frozen=True, slots=True)
class Column:
    """One column; `measure` where it holds numbers, `width` in pixels."""

    title: str
    width: int
    measure: Measure | None = None
    is_shown: bool = True


SHARE = "Share"
COLUMNS = (
    Column("Name", 150),
    Column("Class", 160),
    Column("Group", 110, is_shown=False),
    Column("Inputs", 130, is_shown=False),
    Column("Output shape", 140),
    Column(Measure.PARAMS.value, 124, Measure.PARAMS),
    Column(Measure.TRAINABLE.value, 104, Measure.TRAINABLE, is_shown=False),
    Column(Measure.FROZEN.value, 90, Measure.FROZEN, is_shown=False),
    Column(Measure.WEIGHTS.value, 96, Measure.WEIGHTS, is_shown=False),
    Column(Measure.ACTIVATIONS.value, 124, Measure.ACTIVATIONS),
    Column(Measure.MACS.value, 124, Measure.MACS, is_shown=False),
    Column(Measure.FLOPS.value, 110, Measure.FLOPS),
    Column(SHARE, 140),
    Column("Problems", 120),
    Column("Axes", 215),
)
TITLES = tuple(column.title for column in COLUMNS)


def counts_elsewhere(row: AnalysisRow, measure: Measure) -> bool:
    """Whether the totals have the number from another call of the same layer."""
    return row.shared and measure in OF_WEIGHTS


def cell_text(
    row: AnalysisRow, title: str, measure: Measure, share: float | None
) -> str:
    """Text of a cell."""
    match title:
        case "Name":
            return row.name
        case "Class":
            return row.layer
        case "Group":
            return row.group
        case "Inputs":
            return ", ".join(row.inputs)
        case "Output shape":
            return "; ".join(shape_text(o.shape) for o in row.outputs) or "unknown"
        case "Axes":
            return "; ".join(", ".join(axes_of(o.shape)) for o in row.outputs)
        case "Share":
            if counts_elsewhere(row, measure):
                return "shared"
            return "" if share is None else f"{share:.1%}"
        case "Problems":
            return ", ".join(dict.fromkeys(row.problems))
    own = COLUMNS[TITLES.index(title)].measure
    if own is None:
        raise KeyError(title)
    return number_text(own, row.numbers[own])


def sort_key(row: AnalysisRow, column: Column, measure: Measure) -> tuple[float, str]:
    """Key that puts unknown numbers last and texts in the order of the alphabet."""
    by = measure if column.title == SHARE else column.measure
    if by is not None:
        number = row.numbers[by]
        return (-1.0 if number is None else float(number)), ""
    if column.title == "Problems":
        return float(len(row.problems)), ""
    return 0.0, cell_text(row, column.title, measure, None).casefold()
