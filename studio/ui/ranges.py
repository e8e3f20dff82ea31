"""Rows and lines as ranges: thousands of them are then a few."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QItemSelectionModel


def runs(numbers: Iterable[int]) -> list[tuple[int, int]]:
    """Sorted numbers as ranges of neighbours: 1, 2, 3, 7 as (1, 3), (7, 7)."""
    found: list[tuple[int, int]] = []
    for number in numbers:
        if found and found[-1][1] == number - 1:
            found[-1] = (found[-1][0], number)
        else:
            found.append((number, number))
    return found


def selected_rows(model: QItemSelectionModel) -> list[int]:
    """Rows of which a cell is selected, in order."""
    ranges = model.selection().toList()
    return sorted({row for r in ranges for row in range(r.top(), r.bottom() + 1)})
