"""Python files and notebooks that build models, read as text."""

from __future__ import annotations

import json
from bisect import bisect_right
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from studio.causes import cause_of
from studio.errors import StudioError

SUFFIXES = (".py", ".ipynb")
MOST_BYTES = 8 * 2**20
_MAGIC = ("%", "!", "?")


@dataclass(frozen=True, slots=True)
class ScriptFile:
    """Python text of a file.

    Attributes:
        path: the file.
        text: what would be executed; of a notebook all code cells in order.
        cells: first line of each code cell, with the cell's number; none of a script.
    """

    path: Path
    text: str
    cells: tuple[tuple[int, int], ...] = ()

    def place_of(self, line: int) -> str:
        """Where a line of the text stands in the file: ``cell 3, line 2``."""
        if not self.cells:
            return f"line {line}"
        starts = [start for start, _ in self.cells]
        start, number = self.cells[max(bisect_right(starts, line) - 1, 0)]
        return f"cell {number}, line {line - start + 1}"


def read_script_file(path: Path) -> ScriptFile:
    """Read a `.py` or `.ipynb` file; nothing of it is executed.

    Raises:
        StudioError: it cannot be read, or is no notebook.
    """
    try:
        if path.stat().st_size > MOST_BYTES:
            raise StudioError(
                f"“{path.name}” is larger than {MOST_BYTES // 2**20} MB. Choose the "
                "file that builds the model alone."
            )
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise StudioError(
            f"“{path}” cannot be read because {cause_of(error)}. Choose another file."
        ) from error
    except UnicodeDecodeError as error:
        raise StudioError(
            f"“{path.name}” is no text in UTF-8. Save it as UTF-8 and open it again."
        ) from error
    if path.suffix.lower() == ".ipynb":
        return _notebook(path, text)
    return ScriptFile(path, text)


def _notebook(path: Path, text: str) -> ScriptFile:
    lines: list[str] = []
    cells: list[tuple[int, int]] = []
    try:
        data = json.loads(text)
        for number, cell in enumerate(data["cells"], start=1):
            if cell["cell_type"] == "code":
                cells.append((len(lines) + 1, number))
                lines += _cell_lines(cell["source"])
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise StudioError(
            f"“{path.name}” is no Jupyter notebook of version 4. Open it in Jupyter "
            "and save it there, or export it as a script."
        ) from error
    return ScriptFile(path, "\n".join([*lines, ""]), tuple(cells))


def _cell_lines(source: Any) -> list[str]:
    """Lines of a cell; commands to the notebook itself become comments."""
    text = source if isinstance(source, str) else "".join(source)
    lines = text.splitlines() or [""]
    if lines[0].startswith("%%"):
        return [f"# {line}" for line in lines]
    return [_without_magic(line) for line in lines]


def _without_magic(line: str) -> str:
    code = line.lstrip()
    if not code.startswith(_MAGIC):
        return line
    return f"{line[: len(line) - len(code)]}pass  # {code}"
