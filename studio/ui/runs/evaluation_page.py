"""How a run does on samples it never saw."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from studio.protocol.messages import Message
from studio.protocol.run_messages import Evaluate, Evaluated
from studio.runtime.runs import Run
from studio.ui.runs.confusion_view import ConfusionView
from studio.ui.runs.job_engine import JobEngine
from studio.ui.runs.job_page import JobPage
from studio.ui.theme import ThemeManager
from studio.ui.training.outcome_text import metrics_text

_GAP = 24
Matrix = tuple[tuple[int, ...], ...]
"""Samples of each true class (rows) by predicted class."""


class EvaluationPage(JobPage):
    """Evaluates on the held-out split; shows metrics and confusion matrices.

    Attributes:
        matrices: the matrix of each output that tells classes apart, by its name.
    """

    def __init__(self, jobs: JobEngine, themes: ThemeManager) -> None:
        super().__init__(jobs, themes, "evaluation", "Evaluate on Held-out Samples")
        self.matrices: dict[str, ConfusionView] = {}
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self.body.addWidget(self._area, 1)

    def make_request(self, run: Run, number: int) -> Evaluate:
        """Request about this run."""
        return Evaluate(number, str(run.folder), run.record.base)

    def clear(self) -> None:
        """Forget the last answer."""
        self._show_matrices({})

    def take(self, run: Run, message: Message) -> str:
        """Show an answer; returns it in words."""
        if not isinstance(message, Evaluated):
            return ""
        self._show_matrices(message.confusions, message.classes)
        return f"{metrics_text(message.metrics)} on {message.samples:,} samples"

    def _show_matrices(
        self, confusions: dict[str, Matrix], classes: tuple[str, ...] = ()
    ) -> None:
        """Show matrices side by side, each below the name of its output.

        `classes` are the names of those of an output without a name.
        """
        page = QWidget()
        across = QHBoxLayout(page)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(_GAP)
        self.matrices = {}
        for name, matrix in confusions.items():
            view = ConfusionView(self._themes)
            view.show_matrix(matrix, () if name else classes)
            self.matrices[name] = view
            column = QVBoxLayout()
            if name:
                title = QLabel(name)
                title.setTextFormat(Qt.TextFormat.PlainText)
                column.addWidget(title)
            column.addWidget(view)
            column.addStretch(1)
            across.addLayout(column)
        across.addStretch(1)
        self._area.setWidget(page)
