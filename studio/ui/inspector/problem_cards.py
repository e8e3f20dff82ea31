"""Problems of the selection, each with buttons for its repairs."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from studio.graph.problems import Fix, Problem
from studio.ui.editors.states import set_state
from studio.ui.icons import pixmap
from studio.ui.problems.fix_button import FixButton
from studio.ui.problems.fixing import apply_fix
from studio.ui.theme import ThemeManager
from studio.ui.workspace import Workspace

_ICON = 16


class ProblemCards(QWidget):
    """One card per problem; none, no space taken."""

    def __init__(
        self, workspace: Workspace, themes: ThemeManager, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._themes = themes
        self._shown: tuple[Problem, ...] = ()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self.hide()

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Show these problems; nothing moves when they are the same."""
        if tuple(problems) == self._shown:
            return
        self._shown = tuple(problems)
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget:
                widget.hide()
                widget.deleteLater()
        for problem in self._shown:
            card = ProblemCard(problem, self._workspace, self._themes, self)
            self._column.addWidget(card)
        self.setVisible(bool(self._shown))


class ProblemCard(QFrame):
    """Severity, text and fix buttons of a problem."""

    def __init__(
        self,
        problem: Problem,
        workspace: Workspace,
        themes: ThemeManager,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._themes = themes
        self._severity = problem.severity.value
        self.setObjectName("problem_card")
        set_state(self, "severity", self._severity)
        self.setAccessibleName(f"{self._severity.title()}: {problem.text}")
        self._sign = QLabel(self)
        self._text = QLabel(problem.text, self)
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setWordWrap(True)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        across = QHBoxLayout(self)
        across.setContentsMargins(8, 8, 8, 8)
        across.setSpacing(8)
        across.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        down = QVBoxLayout()
        down.setSpacing(4)
        down.addWidget(self._text)
        across.addLayout(down, 1)
        for fix in problem.fixes:
            button = FixButton(fix, self)
            button.chosen.connect(self._on_fix)
            button.previewed.connect(self._on_previewed)
            down.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        themes.changed.connect(self._draw)
        self._draw()

    def _draw(self) -> None:
        sign = pixmap(self._severity, self._themes.theme, _ICON, self._severity)
        self._sign.setPixmap(sign)
        self._sign.setToolTip(self._severity.title())

    def _on_previewed(self, fix: Fix | None) -> None:
        self._workspace.set_highlight(fix.nodes if fix else ())

    def _on_fix(self, fix: Fix) -> None:
        self._workspace.set_highlight(())
        refusal = apply_fix(self._workspace, fix)
        if refusal:
            self._text.setText(refusal)
