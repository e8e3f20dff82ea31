"""The analysis as a table: sorted, filtered, in groups."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QWidget

from studio.runtime.analysis import Analysis, AnalysisRow, total_of
from studio.runtime.totals import Measure, total_text
from studio.ui.analyzer.columns import (
    COLUMNS,
    SHARE,
    TITLES,
    cell_text,
    counts_elsewhere,
    sort_key,
)
from studio.ui.rows import NOWHERE, Index, RowModel
from studio.ui.theme import ThemeManager

ShareRole = Qt.ItemDataRole.UserRole + 1
_DATA_ORDER = -1


class Grouping(StrEnum):
    """What rows are put together by."""

    NONE = "No groups"
    BLOCK = "By block"
    CLASS = "By class"


@dataclass(frozen=True, slots=True)
class GroupLine:
    """Head of a group: its name and its rows."""

    name: str
    rows: tuple[AnalysisRow, ...]


Line = AnalysisRow | GroupLine
LineKey = tuple[str, bool]


class AnalyzerModel(RowModel):
    """Rows as chosen; all lines are as high, so 5,000 are no more work than 50.

    Attributes:
        measure: what the share is of.
        is_arranging: whether lines come, go and move because of the data.
    """

    def __init__(self, themes: ThemeManager, parent: QWidget) -> None:
        super().__init__(TITLES, parent, [bool(c.measure) for c in COLUMNS])
        self._themes = themes
        self._analysis = Analysis((), {})
        self._lines: list[Line] = []
        self._rows_of: dict[str, int] = {}
        self._column, self._descending = _DATA_ORDER, False
        self._filter = ""
        self._grouping = Grouping.NONE
        self.measure = Measure.PARAMS
        self.is_arranging = False

    def show_analysis(self, analysis: Analysis) -> None:
        """Show another state of the model."""
        self._analysis = analysis
        self._arrange()

    def set_filter(self, text: str) -> None:
        """Show rows alone that hold these words in name, class or problems."""
        self._filter = text
        self._arrange()

    def set_grouping(self, grouping: Grouping) -> None:
        """Put rows together."""
        self._grouping = grouping
        self._arrange()

    def set_measure(self, measure: Measure) -> None:
        """Show the share of another measure."""
        self.measure = measure
        self._arrange()

    @property
    def analysis(self) -> Analysis:
        """All rows and totals."""
        return self._analysis

    @property
    def lines(self) -> Sequence[Line]:
        """What the table's lines are."""
        return self._lines

    def row_of(self, node: str) -> int | None:
        """Line of a node; None if it is filtered out."""
        return self._rows_of.get(node)

    def share(self, line: Line) -> float | None:
        """Part of the whole that a line takes of the measure."""
        total = self._analysis.totals[self.measure].value
        if isinstance(line, GroupLine):
            number: int | None = total_of(line.rows, self.measure).value
        elif counts_elsewhere(line, self.measure):
            number = None
        else:
            number = line.numbers[self.measure]
        return None if number is None or not total else min(1.0, number / total)

    def sort(
        self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder
    ) -> None:
        """Sort by a column; by none, the data's own order."""
        self._column = column
        self._descending = order is Qt.SortOrder.DescendingOrder
        self._arrange()

    def rowCount(self, parent: Index = NOWHERE) -> int:
        """Number of lines."""
        return 0 if parent.isValid() else len(self._lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Text, alignment, share and colour of a cell."""
        line, column = self._lines[index.row()], COLUMNS[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(line, column.title)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self.side_of(index.column())
        if role == ShareRole and column.title == SHARE:
            return self.share(line)
        if role == Qt.ItemDataRole.FontRole and isinstance(line, GroupLine):
            font = QFont()
            font.setWeight(QFont.Weight.DemiBold)
            return font
        if role == Qt.ItemDataRole.ForegroundRole:
            return self._ink(line, column.title)
        return None

    def _ink(self, line: Line, title: str) -> Any:
        theme = self._themes.theme
        if isinstance(line, GroupLine):
            return None
        if title == "Problems":
            return theme.color("error")
        is_quiet = title in ("Class", "Axes") or not line.outputs
        return theme.color("muted") if is_quiet else None

    def _text(self, line: Line, title: str) -> str:
        if isinstance(line, AnalysisRow):
            return cell_text(line, title, self.measure, self.share(line))
        column = COLUMNS[TITLES.index(title)]
        if column.measure is not None:
            return total_text(column.measure, total_of(line.rows, column.measure))
        if title == "Name":
            return f"{line.name or 'Other'} ({len(line.rows)})"
        share = self.share(line)
        return f"{share:.1%}" if title == SHARE and share is not None else ""

    def _arrange(self) -> None:
        """Show the lines as they are to be, and tell what differs alone."""
        self.is_arranging = True
        lines = self._arranged()
        before, after = [*map(_key, self._lines)], [*map(_key, lines)]
        if before == after:
            self._take(lines)
        elif len(before) == len(after) and set(before) == set(after):
            self._reorder(lines, before, after)
        else:
            self._replace(lines, before, after)
        if lines:
            last = self.index(len(lines) - 1, len(COLUMNS) - 1)
            self.dataChanged.emit(self.index(0, 0), last)
        self.is_arranging = False

    def _reorder(
        self, lines: list[Line], before: list[LineKey], after: list[LineKey]
    ) -> None:
        self.layoutAboutToBeChanged.emit()
        held = self.persistentIndexList()
        self._take(lines)
        rows = {key: row for row, key in enumerate(after)}
        moved = [self.index(rows[before[i.row()]], i.column()) for i in held]
        self.changePersistentIndexList(held, moved)
        self.layoutChanged.emit()

    def _replace(
        self, lines: list[Line], before: list[LineKey], after: list[LineKey]
    ) -> None:
        """Leave alone what both begin and end with; the rest goes and comes."""
        head = _alike(before, after)
        tail = _alike(before[head:][::-1], after[head:][::-1])
        gone, new = len(before) - tail, len(after) - tail
        if gone > head:
            self.beginRemoveRows(NOWHERE, head, gone - 1)
            self._take(self._lines[:head] + self._lines[gone:])
            self.endRemoveRows()
        if new > head:
            self.beginInsertRows(NOWHERE, head, new - 1)
            self._take(lines)
            self.endInsertRows()
        else:
            self._take(lines)

    def _take(self, lines: list[Line]) -> None:
        self._lines = lines
        self._rows_of = {
            line.node: number
            for number, line in enumerate(lines)
            if isinstance(line, AnalysisRow)
        }

    def _arranged(self) -> list[Line]:
        words = self._filter.casefold().split()
        rows = [row for row in self._analysis.rows if not words or _matches(row, words)]
        if self._column != _DATA_ORDER:
            column = COLUMNS[self._column]
            rows.sort(
                key=lambda row: sort_key(row, column, self.measure),
                reverse=self._descending,
            )
        return list(rows) if self._grouping is Grouping.NONE else self._grouped(rows)

    def _grouped(self, rows: list[AnalysisRow]) -> list[Line]:
        groups: dict[str, list[AnalysisRow]] = {}
        for row in rows:
            is_block = self._grouping is Grouping.BLOCK
            groups.setdefault(row.group if is_block else row.layer, []).append(row)
        lines: list[Line] = []
        for name, members in groups.items():
            lines.append(GroupLine(name, tuple(members)))
            lines += members
        return lines


def _key(line: Line) -> LineKey:
    """What stays the same of a line, whatever its cells say."""
    if isinstance(line, AnalysisRow):
        return line.node, True
    return line.name, False


def _alike(one: Sequence[LineKey], other: Sequence[LineKey]) -> int:
    """How many keys both begin with."""
    pairs = enumerate(zip(one, other, strict=False))
    shorter = min(len(one), len(other))
    return next((number for number, (a, b) in pairs if a != b), shorter)


def _matches(row: AnalysisRow, words: Sequence[str]) -> bool:
    text = " ".join((row.name, row.layer, row.group, *row.problems)).casefold()
    return all(word in text for word in words)
