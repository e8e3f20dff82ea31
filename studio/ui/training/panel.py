"""The Training panel: settings, Train and Stop, progress, live plots."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from studio.runtime.run_record import RunState
from studio.ui.data.service import DataService
from studio.ui.icons import icon
from studio.ui.progress import Progress
from studio.ui.scrolled import Scrolled
from studio.ui.text_size import scaled, scaled_size
from studio.ui.theme import ThemeManager
from studio.ui.training.blockers import Blockers
from studio.ui.training.curves import Curves
from studio.ui.training.outcome_text import outcome_text
from studio.ui.training.plot_area import EMPTY, PlotArea
from studio.ui.training.settings_form import SettingsForm
from studio.ui.training.trainer import Trainer
from studio.ui.workspace import Workspace

_OF_OTHER = "Another model is being trained. Its curves are kept in Runs."
_EDITED = " The model has been edited since."
_SETTINGS_WIDTH = 420
_BAR_WIDTH = 180


class TrainingPanel(QWidget):
    """Everything about the training of the open document."""

    def __init__(
        self,
        workspace: Workspace,
        trainer: Trainer,
        data_service: DataService,
        themes: ThemeManager,
    ) -> None:
        super().__init__()
        self.setObjectName("training_panel")
        self.setAccessibleName("Training")
        self._workspace = workspace
        self._trainer = trainer
        self._themes = themes
        self._ink = ""
        self.settings = SettingsForm(workspace, trainer, data_service, themes)
        self.blockers = Blockers(workspace, themes)
        self.plots = PlotArea(themes)
        self._make_controls()
        self._make_layout()
        trainer.state_changed.connect(self._on_state_changed)
        trainer.progress_changed.connect(self._show_progress)
        trainer.refused.connect(self._refresh)
        trainer.owner_changed.connect(self._on_owner_changed)
        workspace.results_changed.connect(self._refresh)
        data_service.changed.connect(self._refresh)
        themes.changed.connect(self._refresh)
        self._refresh()

    def _make_controls(self) -> None:
        self.train_button = self._button("training.train", "Train")
        self.train_button.clicked.connect(self._trainer.start)
        self.stop_button = self._button("training.stop", "Stop")
        self.stop_button.setToolTip("End after this batch; the weights are kept")
        self.stop_button.clicked.connect(self._trainer.stop)
        self._bar = Progress("training.progress", "Progress of the training")
        self._bar.setFixedWidth(scaled(_BAR_WIDTH))
        self._text = QLabel()
        self._text.setObjectName("training.status")
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setWordWrap(True)

    def _button(self, name: str, text: str) -> QPushButton:
        button = QPushButton(text)
        button.setObjectName(name)
        button.setIconSize(scaled_size(16, 16))
        return button

    def _make_layout(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self.train_button)
        head.addWidget(self.stop_button)
        head.addWidget(self._bar)
        head.addWidget(self._text, 1)
        top = QVBoxLayout()
        top.setContentsMargins(12, 8, 12, 4)
        top.setSpacing(6)
        top.addLayout(head)
        top.addWidget(self.blockers)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setObjectName("training.splitter")
        splitter.addWidget(self._scrolled_settings())
        splitter.addWidget(self.plots)
        splitter.setStretchFactor(1, 1)
        splitter.setSizes([scaled(_SETTINGS_WIDTH), 700])
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(top)
        whole.addWidget(splitter, 1)

    def _scrolled_settings(self) -> Scrolled:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(12, 4, 12, 10)
        column.addWidget(self.settings)
        column.addStretch(1)
        return Scrolled(page)

    def _on_state_changed(self, state: str) -> None:
        if state == "starting":
            self.plots.library.load()
            self._show_curves()
        elif state == "idle":
            self.plots.set_live(False)
        self._refresh()

    def _on_owner_changed(self) -> None:
        self._show_curves()
        self._refresh()

    def _show_curves(self) -> None:
        """Show the run's curves, unless it is of another document."""
        trainer = self._trainer
        if trainer.is_of_other:
            self.plots.set_empty_text(_OF_OTHER)
            self.plots.show_curves(Curves())
        else:
            self.plots.set_empty_text(EMPTY)
            self.plots.show_curves(trainer.curves, live=trainer.state != "idle")

    def _refresh(self) -> None:
        trainer, theme = self._trainer, self._themes.theme
        is_idle = trainer.state == "idle"
        blockers = trainer.blockers() if is_idle else []
        self.blockers.show_problems(blockers)
        self.train_button.setVisible(is_idle)
        self.train_button.setEnabled(not blockers)
        self.train_button.setIcon(icon("train", theme))
        self.stop_button.setVisible(not is_idle)
        self.stop_button.setIcon(icon("stop", theme))
        self.stop_button.setText("Stop Now" if trainer.state == "stopping" else "Stop")
        self._show_progress()

    def _show_progress(self) -> None:
        trainer = self._trainer
        is_idle = trainer.state == "idle"
        self._bar.setVisible(not is_idle)
        if is_idle:
            self._show_outcome()
            return
        self._bar.show_fraction(trainer.progress.fraction)
        self._show_text(trainer.progress_text, "text")

    def _show_outcome(self) -> None:
        trainer = self._trainer
        if trainer.run is None:
            # What stands in the way is told line by line already.
            self._show_text("" if trainer.blockers() else trainer.error, "error")
            return
        record = trainer.run.record
        failed = record.state not in (RunState.FINISHED, RunState.STOPPED)
        if trainer.error:
            self._show_text(trainer.error, "error")
            return
        text = outcome_text(record)
        if trainer.origin is not None and trainer.origin.is_edited_in(self._workspace):
            text += _EDITED
        self._show_text(text, "error" if failed else "text")

    def _show_text(self, text: str, color: str) -> None:
        ink = self._themes.theme.color(color).name()
        if text != self._text.text():
            self._text.setText(text)
        if ink != self._ink:
            self._ink = ink
            self._text.setStyleSheet(f"color: {ink};")
