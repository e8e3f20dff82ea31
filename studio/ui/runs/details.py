"""One run from all sides: curves, evaluation, predictions."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from studio.runtime.run_record import RunState
from studio.runtime.runs import Run
from studio.ui.runs.evaluation_page import EvaluationPage
from studio.ui.runs.latest_reading import LatestReading
from studio.ui.runs.origin_line import OriginLine
from studio.ui.runs.prediction_page import PredictionPage
from studio.ui.theme import ThemeManager
from studio.ui.training.curves import Curves
from studio.ui.training.plot_area import PlotArea
from studio.ui.training.trainer import Trainer
from studio.ui.workspace import Workspace

_TABS = ("Curves", "Evaluation", "Predictions")


class RunDetails(QWidget):
    """Pages about the chosen run."""

    def __init__(
        self, workspace: Workspace, trainer: Trainer, themes: ThemeManager
    ) -> None:
        super().__init__()
        self._trainer = trainer
        self._reading = LatestReading(self)
        self._origin = OriginLine(workspace)
        self.plots = PlotArea(themes)
        self.plots.set_empty_text("This run has no curves.")
        self.evaluation = EvaluationPage(trainer.jobs, themes)
        self.prediction = PredictionPage(trainer.jobs, themes)
        self._run: Run | None = None
        self._themes = themes
        self._error = QLabel()
        self._error.setObjectName("runs.error")
        self._error.setTextFormat(Qt.TextFormat.PlainText)
        self._error.setWordWrap(True)
        self._error.setContentsMargins(12, 4, 12, 4)
        self.tabs = QTabBar()
        self.tabs.setObjectName("runs.tabs")
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        for title in _TABS:
            self.tabs.addTab(title)
        self._pages = QStackedWidget()
        for page in (self.plots, self.evaluation, self.prediction):
            self._pages.addWidget(page)
        self.tabs.currentChanged.connect(self._pages.setCurrentIndex)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._origin)
        column.addWidget(self.tabs)
        column.addWidget(self._error)
        column.addWidget(self._pages, 1)
        themes.changed.connect(self._show_error)
        self._show_error()

    def show_run(self, run: Run | None) -> None:
        """Show this run, or nothing."""
        self._run = run
        self._origin.show_run(run)
        for page in (self.evaluation, self.prediction):
            page.show_run(run)
        self._show_curves(run)
        self._show_error()

    def _show_curves(self, run: Run | None) -> None:
        """Show what is recorded, or what is coming in."""
        self._reading.forget()
        trainer = self._trainer
        if run is None or run.record.state is RunState.DAMAGED:
            self.plots.show_curves(Curves())
        elif trainer.run_in_training == run.id:
            self.plots.show_curves(trainer.curves, live=True)
        else:
            epochs = run.record.epochs
            self._reading.ask(
                lambda: Curves.from_metrics(run.metrics(), epochs),
                self.plots.show_curves,
            )

    def _show_error(self) -> None:
        run = self._run
        text = f"{run.record.error} {run.notes.damage}".strip() if run else ""
        self._error.setText(text)
        self._error.setVisible(bool(text))
        ink = self._themes.theme.color("error").name()
        self._error.setStyleSheet(f"color: {ink};")
