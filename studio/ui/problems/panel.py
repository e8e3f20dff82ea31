"""The problems panel: what is wrong, where, and what repairs it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from studio.graph.problems import Fix, Problem, Severity
from studio.ui.editors.ink import InkButton
from studio.ui.editors.states import set_state
from studio.ui.problems.fixing import apply_fix
from studio.ui.problems.model import ProblemsModel
from studio.ui.problems.table import ProblemsTable
from studio.ui.theme import ThemeManager
from studio.ui.workspace import Workspace


class ProblemsPanel(QWidget):
    """Lists the workspace's problems; a click leads to the node.

    Signals:
        node_activated(str): the user wants to see this node. It is selected
            already; the canvas should centre it.
        count_changed(object): number of problems.
    """

    node_activated = Signal(str)
    count_changed = Signal(object)

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
        self.empty = QLabel("No problems", self)
        self.empty.setObjectName("no_problems")
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        set_state(self.empty, "role", "muted")
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self.empty)
        self._stack.addWidget(self.table)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._make_bar())
        column.addWidget(self._stack)
        self.table.chosen.connect(self._on_chosen)
        self.table.fix_chosen.connect(self._on_fix)
        self.table.copy_wanted.connect(self.copy)
        workspace.results_changed.connect(self._refresh)
        themes.changed.connect(self._on_theme_changed)
        self._refresh()

    @property
    def count(self) -> int:
        """Number of problems."""
        return len(self._shown)

    def next_problem(self) -> None:
        """Go to the next problem, after the last to the first (F8)."""
        self._step(1)

    def previous_problem(self) -> None:
        """Go to the problem before, before the first to the last (Shift+F8)."""
        self._step(-1)

    def copy(self) -> None:
        """Copy the selected rows, or all, as text."""
        text = self.model.as_text(self.table.selected_rows())
        QGuiApplication.clipboard().setText(text)

    def _make_bar(self) -> QWidget:
        self._bar = QWidget(self)
        across = QHBoxLayout(self._bar)
        across.setContentsMargins(8, 4, 8, 4)
        self.counts = QLabel(self._bar)
        self.counts.setObjectName("problem_counts")
        self.note = QLabel(self._bar)
        self.note.setObjectName("problems_note")
        self.note.setTextFormat(Qt.TextFormat.PlainText)
        self.note.setWordWrap(True)
        set_state(self.note, "role", "problem")
        self.copy_button = InkButton("copy", self._bar)
        self.copy_button.setObjectName("copy_problems")
        self.copy_button.setAccessibleName("Copy the problems as text")
        self.copy_button.setToolTip("Copy the problems as text")
        self.copy_button.clicked.connect(self.copy)
        across.addWidget(self.counts)
        across.addWidget(self.note, 1)
        across.addWidget(self.copy_button)
        return self._bar

    def _refresh(self) -> None:
        problems = self._workspace.problems
        if problems == self._shown and self.model.rowCount() == len(problems):
            self.table.viewport().update()  # a node may have another name
            return
        current = self.table.current()
        self._shown = problems
        self.model.show_problems(problems)
        if current in self.model.problems:
            self.table.go_to(self.model.problems.index(current))
        self.note.setText("")
        self._say_counts()
        self.count_changed.emit(len(problems))

    def _say_counts(self) -> None:
        errors = sum(p.severity is Severity.ERROR for p in self._shown)
        warnings = len(self._shown) - errors
        parts = [
            f"{number} {noun}" if number == 1 else f"{number} {noun}s"
            for number, noun in ((errors, "error"), (warnings, "warning"))
            if number
        ]
        self.counts.setText(", ".join(parts))
        self._bar.setVisible(bool(parts))
        shown: QWidget = self.table if self._shown else self.empty
        self._stack.setCurrentWidget(shown)

    def _step(self, by: int) -> None:
        total = self.model.rowCount()
        if not total:
            return
        row = self.table.currentIndex().row()
        row = (row + by) % total if row >= 0 else (0 if by > 0 else total - 1)
        self.table.go_to(row)
        self._on_chosen(self.model.problem(row))

    def _on_chosen(self, problem: Problem) -> None:
        if problem.node and problem.node in self._workspace.document.graph.nodes:
            self._workspace.select([problem.node])
            self.node_activated.emit(problem.node)

    def _on_fix(self, fix: Fix) -> None:
        self.note.setText(apply_fix(self._workspace, fix))

    def _on_theme_changed(self) -> None:
        self.model.show_problems(self._shown)
