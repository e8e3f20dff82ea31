"""How a run does on samples it never saw."""

from __future__ import annotations

from PySide6.QtWidgets import QScrollArea

from studio.protocol.messages import Message
from studio.protocol.run_messages import Evaluate, Evaluated
from studio.runtime.runs import Run
from studio.ui.runs.confusion_view import ConfusionView
from studio.ui.runs.job_engine import JobEngine
from studio.ui.runs.job_page import JobPage
from studio.ui.theme import ThemeManager
from studio.ui.training.outcome_text import metrics_text


class EvaluationPage(JobPage):
    """Evaluates on the held-out split; shows metrics and confusion matrix."""

    def __init__(self, jobs: JobEngine, themes: ThemeManager) -> None:
        super().__init__(jobs, themes, "evaluation", "Evaluate on Held-out Samples")
        self.matrix = ConfusionView(themes)
        area = QScrollArea()
        area.setWidget(self.matrix)
        self.body.addWidget(area, 1)

    def make_request(self, run: Run, number: int) -> Evaluate:
        """Request about this run."""
        return Evaluate(number, str(run.folder), run.record.base)

    def clear(self) -> None:
        """Forget the last answer."""
        self.matrix.hide()

    def take(self, run: Run, message: Message) -> str:
        """Show an answer; returns it in words."""
        if not isinstance(message, Evaluated):
            return ""
        self.matrix.show_matrix(message.confusion)
        self.matrix.setVisible(bool(message.confusion))
        return f"{metrics_text(message.metrics)} on {message.samples:,} samples"
