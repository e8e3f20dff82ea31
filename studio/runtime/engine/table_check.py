"""Tables read cell by cell, so that all that is wrong is told at once."""

from __future__ import annotations

import codecs
import csv
import io
import math
from dataclasses import dataclass, field
from pathlib import Path

from studio.errors import StudioError
from studio.graph.data_kinds import Task

_SHOWN = 10
"""Faults listed one by one; the others are counted."""
_MANY_CLASSES = 200
_DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
_MARKS = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE, codecs.BOM_UTF16_LE)


@dataclass(slots=True)
class Faults:
    """What is wrong in a file, in the order of its lines."""

    sentences: list[str] = field(default_factory=list)

    def add(self, text: str) -> None:
        """Note one fault."""
        self.sentences.append(text)

    def raise_for(self, path: Path) -> None:
        """Tell all faults at once, if there are any.

        Raises:
            StudioError: there are; names them, and the next step.
        """
        if not self.sentences:
            return
        shown = " ".join(self.sentences[:_SHOWN])
        rest = len(self.sentences) - _SHOWN
        more = f" And {rest:,} more." if rest > 0 else ""
        raise StudioError(
            f"{path.name} cannot be used as it is. {shown}{more} "
            "Correct the file and read it again."
        )


def check_table(
    path: Path, target: str, task: Task, delimiter: str
) -> tuple[list[str], list[str]]:
    """Column names without the target, and notes a person should read.

    Raises:
        StudioError: something in the file is wrong; says all of it.
    """
    text = _read_text(path)
    rows = _rows(path, text, delimiter)
    header = rows[0][1]
    _check_header(path, header, target, text, delimiter)
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
            faults.add(f"Line {line}: {len(row)} cells found, {len(header)} expected.")
    index = header.index(target)
    for column, name in enumerate(header):
        cells = [(line, row[column]) for line, row in good]
        if column != index or task is Task.REGRESSION:
            _check_numbers(name, cells, faults)
    labels = [(line, row[index]) for line, row in good]
    if task is not Task.REGRESSION:
        _check_labels(target, labels, faults)
    faults.raise_for(path)
    return [name for name in header if name != target], _notes(labels, target, task)


def _read_text(path: Path) -> str:
    try:
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise StudioError(
            f"The data file {path} is not there. Choose the file again."
        ) from error
    except OSError as error:
        raise StudioError(
            f"The data file {path} cannot be opened: {error.strerror}. "
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
    path: Path, header: list[str], target: str, text: str, delimiter: str
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
    if target not in header:
        names = ", ".join(header[:_SHOWN]) + (", …" if len(header) > _SHOWN else "")
        wanted = f"no column {target!r}" if target else "no target column chosen"
        raise StudioError(
            f"{path.name} has {wanted}. Choose the target among: {names}."
        )
    if len(header) == 1:
        raise StudioError(
            f"{path.name} has only the target column {target!r}. "
            "Add columns to predict it from."
        )


def _better_delimiter(text: str, delimiter: str) -> str | None:
    lines = text.splitlines()[:2]
    counts = {d: min(line.count(d) for line in lines) for d in _DELIMITERS}
    best = max(counts, key=lambda d: counts[d])
    return best if best != delimiter and counts[best] > 0 else None


def _check_numbers(name: str, cells: list[tuple[int, str]], faults: Faults) -> None:
    bad = [(line, cell) for line, cell in cells if _number(cell) is None]
    if cells and len(bad) == len(cells):
        line, cell = bad[0]
        what = f"text ({_quoted(cell)} in line {line})" if cell else "nothing"
        faults.add(f"Column {name} holds {what} where numbers are expected.")
        return
    for line, cell in bad:
        faults.add(f"Line {line}, column {name}: {_fault(cell)}.")


def _fault(cell: str) -> str:
    if not cell.strip():
        return "the cell is empty, a number is expected"
    if _number(cell.replace(",", ".")) is not None:
        return f"{_quoted(cell)} has a decimal comma, a point is expected"
    return f"{_quoted(cell)} found, a number is expected"


def _check_labels(target: str, labels: list[tuple[int, str]], faults: Faults) -> None:
    for line, cell in labels:
        if not cell.strip():
            faults.add(f"Line {line}, column {target}: the label is missing.")
    kinds = {cell for _, cell in labels}
    if labels and len(kinds) == 1:
        faults.add(
            f"All rows have the same label {_quoted(labels[0][1])} in column {target}, "
            "so there is nothing to tell apart."
        )


def _notes(labels: list[tuple[int, str]], target: str, task: Task) -> list[str]:
    kinds = len({cell for _, cell in labels})
    if task is Task.REGRESSION or kinds <= _MANY_CLASSES:
        return []
    return [
        f"Column {target} has {kinds:,} different labels in {len(labels):,} rows. "
        "If it is a measured value, choose regression."
    ]


def _number(cell: str) -> float | None:
    try:
        value = float(cell)
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def _quoted(cell: str) -> str:
    return repr(cell if len(cell) <= 40 else f"{cell[:40]}…")
