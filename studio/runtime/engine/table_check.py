"""Tables read cell by cell, so that all that is wrong is told at once."""

from __future__ import annotations

import codecs
import csv
import io
import math
from dataclasses import dataclass, field
from pathlib import Path

from studio.causes import cause_of
from studio.errors import StudioError
from studio.graph.data_kinds import Task
from studio.graph.setup import ColumnFacts

_SHOWN = 10
"""Faults listed one by one; the others are counted."""
_MANY_CLASSES = 200
_DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
_MARKS = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE, codecs.BOM_UTF16_LE)


@dataclass(slots=True)
class Faults:
    """What is wrong in a file."""

    found: list[tuple[int, str]] = field(default_factory=list)

    def add(self, text: str, line: int = 0) -> None:
        """Note one fault; those of the whole file, without a line, come first."""
        self.found.append((line, text))

    def raise_for(self, path: Path) -> None:
        """Tell all faults at once, if there are any.

        Raises:
            StudioError: there are; names them, and the next step.
        """
        if not self.found:
            return
        # Sorted by line alone: within one the columns keep their order.
        sentences = [text for _, text in sorted(self.found, key=lambda one: one[0])]
        shown = " ".join(sentences[:_SHOWN])
        rest = len(sentences) - _SHOWN
        more = f" And {rest:,} more." if rest > 0 else ""
        raise StudioError(
            f"{path.name} cannot be used as it is. {shown}{more} "
            "Correct the file and read it again."
        )


@dataclass(frozen=True, slots=True)
class Table:
    """What was found in a table without faults.

    Attributes:
        columns: the columns but the target, with their ranges.
        classes: labels in the order of their numbers; empty for regression.
        notes: sentences a person should read.
    """

    columns: tuple[ColumnFacts, ...]
    classes: tuple[str, ...]
    notes: tuple[str, ...]


def check_table(
    path: Path, targets: tuple[str, ...], task: Task, delimiter: str
) -> Table:
    """Read a table as the script does, but look at every cell.

    Raises:
        StudioError: something in the file is wrong; says all of it.
    """
    text = _read_text(path)
    rows = _rows(path, text, delimiter)
    header = rows[0][1]
    _check_header(path, header, targets, text, delimiter)
    if len(rows) == 1:
        raise StudioError(
            f"{path.name} has a header and no rows below it. Add rows to the file."
        )
    faults = Faults()
    good = []
    for line, row in rows[1:]:
        if len(row) == len(header):
            good.append((line, row))
        else:
            text = f"Line {line}: {len(row)} cells found, {len(header)} expected."
            faults.add(text, line)
    is_regression = task is Task.REGRESSION
    columns: list[ColumnFacts] = []
    classes: tuple[str, ...] = ()
    for index, name in enumerate(header):
        cells = [(line, row[index].strip()) for line, row in good]
        if name in targets and not is_regression:
            classes = _check_labels(name, cells, faults)
            continue
        facts = _check_numbers(name, cells, faults)
        if name not in targets:
            columns.append(facts)
    faults.raise_for(path)
    return Table(tuple(columns), classes, _notes(targets[0], classes, len(good)))


def _read_text(path: Path) -> str:
    try:
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise StudioError(
            f"The data file {path} is not there. Choose the file again."
        ) from error
    except OSError as error:
        raise StudioError(
            f"The data file {path} cannot be opened because {cause_of(error)}. "
            "Choose another file, or change its permissions."
        ) from error
    if not data.strip():
        raise StudioError(f"{path.name} is empty. Choose another file.")
    if data.startswith((*_MARKS, codecs.BOM_UTF16_BE)):
        raise StudioError(
            f"{path.name} is saved as UTF-16 or UTF-32. Save it as UTF-8 "
            "(in a spreadsheet: CSV UTF-8)."
        )
    if b"\0" in data:
        raise StudioError(
            f"{path.name} is no text file: it holds bytes that are zero. "
            "Export the table as CSV."
        )
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise StudioError(
            f"{path.name} is not saved as UTF-8: line {line} has the byte "
            f"{data[error.start]:#04x}. Save it as UTF-8 (in a spreadsheet: "
            "CSV UTF-8)."
        ) from error


def _rows(path: Path, text: str, delimiter: str) -> list[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows = []
    start = 1
    try:
        for row in reader:
            if row:
                rows.append((start, row))
            start = reader.line_num + 1
    except csv.Error as error:
        raise StudioError(
            f"Line {start} of {path.name} cannot be read as a table row: {error}. "
            "Look for a quotation mark that is not closed."
        ) from error
    if not rows:
        raise StudioError(f"{path.name} is empty. Choose another file.")
    return rows


def _check_header(
    path: Path, header: list[str], targets: tuple[str, ...], text: str, delimiter: str
) -> None:
    better = _better_delimiter(text, delimiter)
    if len(header) == 1 and better:
        raise StudioError(
            f"The columns of {path.name} are not separated by a "
            f"{_DELIMITERS.get(delimiter, repr(delimiter))} but, it seems, by a "
            f"{_DELIMITERS[better]}. Set the delimiter to {_DELIMITERS[better]}."
        )
    if all(_number(cell) is not None for cell in header):
        raise StudioError(
            f"The first line of {path.name} holds numbers, and it must name the "
            "columns. Put a line of names above it."
        )
    doubled = sorted({name for name in header if header.count(name) > 1})
    if doubled:
        raise StudioError(
            f"{path.name} has several columns named {doubled[0]!r}. "
            "Give every column a name of its own."
        )
    missing = [name for name in targets if name not in header]
    if missing or not targets:
        names = ", ".join(header[:_SHOWN]) + (", …" if len(header) > _SHOWN else "")
        wanted = f"no column {missing[0]!r}" if missing else "no target column chosen"
        raise StudioError(
            f"{path.name} has {wanted}. Choose the target among: {names}."
        )
    if len(header) == len(targets):
        raise StudioError(
            f"{path.name} has only the target column {' and '.join(targets)}. "
            "Add columns to predict it from."
        )


def _better_delimiter(text: str, delimiter: str) -> str | None:
    lines = text.splitlines()[:2]
    counts = {d: min(line.count(d) for line in lines) for d in _DELIMITERS}
    best = max(counts, key=lambda d: counts[d])
    return best if best != delimiter and counts[best] > 0 else None


def _check_numbers(
    name: str, cells: list[tuple[int, str]], faults: Faults
) -> ColumnFacts:
    numbers = [_number(cell) for _, cell in cells]
    bad = [place for place, n in zip(cells, numbers, strict=True) if n is None]
    if cells and len(bad) == len(cells):
        line, cell = bad[0]
        what = f"text ({_quoted(cell)} in line {line})" if cell else "nothing"
        faults.add(f"Column {name} holds {what} where numbers are expected.")
        bad = []
    for line, cell in bad:
        faults.add(f"Line {line}, column {name}: {_fault(cell)}.", line)
    good = [number for number in numbers if number is not None]
    return ColumnFacts(name, min(good, default=None), max(good, default=None))


def _fault(cell: str) -> str:
    if not cell:
        return "the cell is empty, a number is expected"
    if _number(cell.replace(",", ".")) is not None:
        return f"{_quoted(cell)} has a decimal comma, a point is expected"
    return f"{_quoted(cell)} found, a number is expected"


def _check_labels(
    target: str, labels: list[tuple[int, str]], faults: Faults
) -> tuple[str, ...]:
    for line, cell in labels:
        if not cell:
            faults.add(f"Line {line}, column {target}: the label is missing.", line)
    kinds = sorted({cell for _, cell in labels}, key=_class_order)
    if len(kinds) == 1:
        faults.add(
            f"All rows have the same label {_quoted(kinds[0])} in column {target}, "
            "so there is nothing to tell apart."
        )
    return tuple(kinds)


def _class_order(name: str) -> tuple[float, str]:
    """Numbers by size, then words by the alphabet: as the script counts them."""
    number = _number(name)
    return (math.inf if number is None else number), name


def _notes(target: str, classes: tuple[str, ...], rows: int) -> tuple[str, ...]:
    if len(classes) <= _MANY_CLASSES:
        return ()
    return (
        f"Column {target} has {len(classes):,} different labels in {rows:,} rows. "
        "If it is a measured value, choose regression.",
    )


def _number(cell: str) -> float | None:
    try:
        value = float(cell)
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def _quoted(cell: str) -> str:
    return repr(cell if len(cell) <= 40 else f"{cell[:40]}…")
