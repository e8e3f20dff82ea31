"""What stands in the way of training, with fixes."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QGridLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QWidget,
)

from studio.graph.problems import Fix, Problem
from studio.ui.icons import pixmap
from studio.ui.text_size import scaled
from studio.ui.theme import ThemeManager
from studio.ui.workspace import Workspace

_SHOWN = 3
_NARROWEST = 60


class Blockers(QWidget):
    """The first problems as lines, each with a button for its first fix."""

    def __init__(
        self, workspace: Workspace, themes: ThemeManager, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("training.blockers")
        self._workspace = workspace
        self._themes = themes
        self._shown: tuple[Problem, ...] | None = None
        self._fixes: dict[QPushButton, Fix] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(6)
        self._grid.setColumnStretch(1, 1)
        themes.changed.connect(self._draw)

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Show these; nothing is shown for none."""
        if tuple(problems) != self._shown:
            self._shown = tuple(problems)
            self._draw()

    def texts(self) -> list[str]:
        """What is said, line by line."""
        return [label.text() for label in self.findChildren(QLabel) if label.text()]

    def _draw(self) -> None:
        problems = self._shown or ()
        self._clear()
        self.setVisible(bool(problems))
        for row, problem in enumerate(problems[:_SHOWN]):
            self._add_line(row, problem)
        rest = len(problems) - _SHOWN
        if rest > 0:
            self._grid.addWidget(
                _line(f"{rest} more stand in Problems."), _SHOWN, 1, 1, 2
            )

    def _add_line(self, row: int, problem: Problem) -> None:
        sign = QLabel()
        sign.setPixmap(pixmap("error", self._themes.theme, 16, "error"))
        sign.setAccessibleName("Problem")
        middle = Qt.AlignmentFlag.AlignVCenter
        self._grid.addWidget(sign, row, 0, middle)
        width = 1 if problem.fixes else 2
        self._grid.addWidget(_line(problem.text), row, 1, 1, width)
        if problem.fixes:
            fix = problem.fixes[0]
            button = QPushButton(fix.title.replace("&", "&&"))
            button.setObjectName(f"training.fix.{problem.code}")
            button.clicked.connect(self._on_fix)
            self._fixes[button] = fix
            self._grid.addWidget(button, row, 2, middle)

    def _clear(self) -> None:
        self._fixes.clear()
        while item := self._grid.takeAt(0):
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.setParent(None)
                widget.deleteLater()

    def _on_fix(self) -> None:
        fix = self._fixes.get(self.sender())  # type: ignore[call-overload]
        if fix is not None:
            self._workspace.edit(fix.edit, fix.title)


def _line(text: str) -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    # Else the height of the text at its narrowest would be the least height.
    label.setMinimumSize(scaled(_NARROWEST), label.fontMetrics().height())
    label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
    return label
