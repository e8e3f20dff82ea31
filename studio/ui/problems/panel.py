"""The problems panel: what is wrong, where, and what repairs it."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QStackedWidget, QVBoxLayout, QWidget

from studio.graph.problems import Fix, Problem, Severity
from studio.ui.editors.states import set_state
from studio.ui.problems.bar import ProblemsBar
from studio.ui.problems.fixing import apply_fix
from studio.ui.problems.model import Column, ProblemsModel
from studio.ui.problems.table import ProblemsTable
from studio.ui.problems.wishes import Wish, carry_out
from studio.ui.theme import ThemeManager
from studio.ui.workspace import Workspace

_NONE = "No problems"


class ProblemsPanel(QWidget):
    """Lists the workspace's problems; a click leads to the node and the field.

    Signals:
        problem_activated(Problem): the user wants to see where it is. Its node is
            selected already; canvas and forms should show it.
        safe_fixes_wanted: every problem with one right answer shall be repaired.
    """

    problem_activated = Signal(object)
    safe_fixes_wanted = Signal()

    def __init__(
        self,
        workspace: Workspace,
        themes: ThemeManager,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("problems")
        self.setAccessibleName("Problems")
        self._workspace = workspace
        self._shown: tuple[Problem, ...] = ()
        self.model = ProblemsModel(workspace, themes, self)
        self.table = ProblemsTable(self.model, self)
        self.empty = QLabel(self)
        self.empty.setObjectName("no_problems")
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        set_state(self.empty, "role", "muted")
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self.empty)
        self._stack.addWidget(self.table)
        self.bar = ProblemsBar(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addWidget(self._stack)
        self.table.chosen.connect(self._on_chosen)
        self.table.fix_chosen.connect(self._on_fix)
        self.table.fix_previewed.connect(self._on_previewed)
        self.table.wished.connect(self._on_wished)
        self.table.copy_wanted.connect(self.copy)
        self.bar.copy_wanted.connect(self.copy)
        self.bar.safe_fixes_wanted.connect(self.safe_fixes_wanted)
        workspace.results_changed.connect(self._refresh)
        workspace.waiting_changed.connect(self._say_waiting)
        themes.changed.connect(self._on_theme_changed)
        self._refresh()
        self._say_waiting()

    def next_problem(self) -> None:
        """Go to the next problem, after the last to the first (F8)."""
        self._step(1)

    def previous_problem(self) -> None:
        """Go to the problem before, before the first to the last (Shift+F8)."""
        self._step(-1)

    def offer_fixes(self) -> None:
        """Open the menu of the selected node's problem, else of the current row."""
        problem = self._asked_about()
        if problem is None:
            return
        row = self.model.problems.index(problem)
        self.table.go_to(row)
        index = self.model.index(row, Column.TEXT)
        at = self.table.visualRect(index).bottomLeft() + QPoint(8, 0)
        self.table.popup_menu(problem, at)

    def copy(self) -> None:
        """Copy the selected rows, or all, as text."""
        text = self.model.as_text(self.table.selected_rows())
        QGuiApplication.clipboard().setText(text)

    def _asked_about(self) -> Problem | None:
        selected = self._workspace.selection
        here = [p for p in self.model.problems if p.node in selected]
        here.sort(key=lambda p: (p.silenced, not p.fixes))
        return next(iter(here), self.table.current() or next(iter(self._shown), None))

    def _refresh(self) -> None:
        problems = (*self._workspace.problems, *self._workspace.silenced)
        if problems == self._shown and self.model.rowCount() == len(problems):
            self.table.viewport().update()  # a node may have another name
            return
        current = self.table.current()
        self._shown = problems
        self.model.show_problems(problems)
        row = _row_of(current, self.model.problems)
        if row is not None:
            self.table.go_to(row)
        self._say_waiting()
        self._say_counts()

    def _say_counts(self) -> None:
        heard = self._workspace.problems
        errors = sum(p.severity is Severity.ERROR for p in heard)
        safe = sum(bool(p.fixes) and p.fixes[0].safe for p in heard)
        silent = len(self._shown) - len(heard)
        self.bar.show_counts(errors, len(heard) - errors, silent, safe)
        shown: QWidget = self.table if self._shown else self.empty
        self._stack.setCurrentWidget(shown)

    def _say_waiting(self) -> None:
        """Say that there may be more to come."""
        waiting = self._workspace.waiting
        self.empty.setText(f"No problems so far. {waiting}" if waiting else _NONE)
        self._show_word("")

    def _show_word(self, effect: str) -> None:
        """What a fix would do, else what is waited for beside the problems."""
        self.bar.show_word(effect or (self._workspace.waiting if self._shown else ""))

    def _step(self, by: int) -> None:
        total = self.model.rowCount()
        if not total:
            return
        row = self.table.currentIndex().row()
        row = (row + by) % total if row >= 0 else (0 if by > 0 else total - 1)
        self.table.go_to(row)
        self._on_chosen(self.model.problem(row))

    def _on_chosen(self, problem: Problem) -> None:
        if problem.node:
            self._workspace.show_block(problem.block)
            self._workspace.select([problem.node])
        self.problem_activated.emit(problem)

    def _on_fix(self, fix: Fix) -> None:
        self._workspace.set_highlight(())
        self.bar.show_note(apply_fix(self._workspace, fix))

    def _on_previewed(self, fix: Fix | None) -> None:
        self._workspace.set_highlight(fix.nodes if fix else ())
        self._show_word(fix.effect if fix else "")

    def _on_wished(self, wish: Wish) -> None:
        carry_out(self._workspace, wish, self)

    def _on_theme_changed(self) -> None:
        self.model.show_problems(self._shown)


def _row_of(problem: Problem | None, shown: tuple[Problem, ...]) -> int | None:
    """Row of the same problem, whatever repairs it has now."""
    if problem is None:
        return None
    for row, other in enumerate(shown):
        same = (other.code, other.node, other.text)
        if same == (problem.code, problem.node, problem.text):
            return row
    return None
