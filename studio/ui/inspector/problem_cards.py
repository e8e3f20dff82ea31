"""Problems of the selection, each with buttons for its repairs."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QVBoxLayout,
    QWidget,
)

from studio.graph.problems import Fix, Problem
from studio.ui.editors.ink import InkButton
from studio.ui.editors.states import set_state
from studio.ui.icons import pixmap
from studio.ui.problems.fix_button import FixButton
from studio.ui.problems.fixing import apply_fix
from studio.ui.problems.menu import add_wishes
from studio.ui.problems.wishes import carry_out
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
        self._problem = problem
        self._severity = problem.severity.value
        said = "silenced" if problem.silenced else self._severity
        self.setObjectName("problem_card")
        set_state(self, "severity", said)
        self.setAccessibleName(f"{said.title()}: {problem.text}")
        self._sign = QLabel(self)
        self._text = QLabel(problem.text, self)
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setWordWrap(True)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        set_state(self._text, "role", "muted" if problem.silenced else "")
        down = QVBoxLayout(self)
        down.setContentsMargins(8, 8, 8, 8)
        down.setSpacing(4)
        across = QHBoxLayout()
        across.setSpacing(8)
        across.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        across.addWidget(self._text, 1)
        self._add_menu_button(across)
        down.addLayout(across)
        for fix in () if problem.silenced else problem.fixes:
            button = FixButton(fix, self)
            button.chosen.connect(self._on_fix)
            button.previewed.connect(self._on_previewed)
            down.addWidget(button)
        themes.changed.connect(self._draw)
        self._draw()

    def _add_menu_button(self, across: QHBoxLayout) -> None:
        self.more = InkButton("more", self)
        self.more.setObjectName("problem_more")
        self.more.setAccessibleName(f"What can be done about {self._problem.code}")
        self.more.setToolTip(f"About {self._problem.code}")
        self.more.setPopupMode(InkButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self.more)
        add_wishes(menu, self._problem)
        menu.triggered.connect(self._on_wished)
        self.more.setMenu(menu)
        across.addWidget(self.more, 0, Qt.AlignmentFlag.AlignTop)

    def _draw(self) -> None:
        ink = "muted" if self._problem.silenced else self._severity
        sign = pixmap(self._severity, self._themes.theme, _ICON, ink)
        self._sign.setPixmap(sign)
        self._sign.setToolTip(self._severity.title())

    def _on_wished(self, action: QAction) -> None:
        carry_out(self._workspace, action.data(), self.window())

    def _on_previewed(self, fix: Fix | None) -> None:
        self._workspace.set_highlight(fix.nodes if fix else ())

    def _on_fix(self, fix: Fix) -> None:
        self._workspace.set_highlight(())
        refusal = apply_fix(self._workspace, fix)
        if refusal:
            self._text.setText(refusal)
