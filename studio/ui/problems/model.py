"""Problems as a table."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QObject, Qt

from studio.graph.problem_nodes import title_of
from studio.graph.problems import Problem, Severity
from studio.graph.rulebook.book import RULES
from studio.ui.icons import icon
from studio.ui.rows import NOWHERE, Index, RowModel
from studio.ui.theme import ThemeManager
from studio.ui.workspace import Workspace

_ORDER = {Severity.ERROR: 0, Severity.WARNING: 1}


class Column(IntEnum):
    """What a column shows."""

    SEVERITY = 0
    NODE = 1
    TEXT = 2
    FIX = 3
    CODE = 4


TITLES = {
    Column.SEVERITY: "Severity",
    Column.NODE: "Node",
    Column.TEXT: "Problem",
    Column.FIX: "Repair",
    Column.CODE: "Rule",
}


class ProblemsModel(RowModel):
    """The workspace's problems, sorted: by severity at first."""

    def __init__(
        self, workspace: Workspace, themes: ThemeManager, parent: QObject | None = None
    ) -> None:
        super().__init__([TITLES[column] for column in Column], parent)
        self._workspace = workspace
        self._themes = themes
        self._problems: list[Problem] = []
        self._column = Column.SEVERITY
        self._descending = False

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Show these problems, in the order chosen."""
        self.beginResetModel()
        self._problems = self._sorted(problems)
        self.endResetModel()

    def problem(self, row: int) -> Problem:
        """Problem in a row."""
        return self._problems[row]

    @property
    def problems(self) -> tuple[Problem, ...]:
        """All problems, as sorted."""
        return tuple(self._problems)

    def rowCount(self, parent: Index = NOWHERE) -> int:
        """One row per problem."""
        return 0 if parent.isValid() else len(self._problems)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Text, icon and alignment of a cell."""
        problem = self._problems[index.row()]
        column = Column(index.column())
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(problem, column)
        if role == Qt.ItemDataRole.DecorationRole and column is Column.SEVERITY:
            name = problem.severity.value
            ink = "muted" if problem.silenced else name
            return icon(name, self._themes.theme, ink)
        if role == Qt.ItemDataRole.ToolTipRole and column is Column.CODE:
            rule = RULES.get(problem.code)
            return rule.title if rule else None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        is_muted = column is Column.CODE or problem.silenced
        if role == Qt.ItemDataRole.ForegroundRole and is_muted:
            return self._themes.theme.color("muted")
        return None

    def sort(
        self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder
    ) -> None:
        """Sort by a column; problems that tie stay as the rules gave them."""
        self._column = Column(max(0, column))
        self._descending = order is Qt.SortOrder.DescendingOrder
        self.show_problems(self._problems)

    def node_title(self, problem: Problem) -> str:
        """Name of the guilty node; empty for the model as a whole."""
        return title_of(self._workspace.document, problem)

    def as_text(self, rows: Sequence[int]) -> str:
        """Rows as lines of text, for the clipboard."""
        lines = []
        for row in rows:
            problem = self._problems[row]
            node = self.node_title(problem)
            place = f" {node}:" if node else ""
            severity = problem.severity.value.upper()
            lines.append(f"{severity} {problem.code}{place} {problem.text}")
        return "\n".join(lines)

    def _text(self, problem: Problem, column: Column) -> str:
        match column:
            case Column.SEVERITY:
                return (
                    "Silenced" if problem.silenced else problem.severity.value.title()
                )
            case Column.NODE:
                return self.node_title(problem)
            case Column.TEXT:
                return problem.text
            case Column.CODE:
                return problem.code
            case Column.FIX:
                return ""

    def _sorted(self, problems: Sequence[Problem]) -> list[Problem]:
        column = self._column

        def key(problem: Problem) -> tuple[int, str]:
            if problem.silenced:  # at the end, whichever way the others go
                return (-1 if self._descending else 9), ""
            if column is Column.SEVERITY:
                return _ORDER[problem.severity], ""
            if column is Column.FIX:
                return int(not problem.fixes), ""
            return 0, self._text(problem, column).casefold()

        return sorted(problems, key=key, reverse=self._descending)
