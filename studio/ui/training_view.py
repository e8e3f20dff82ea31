"""Training as the window's frame shows it: Stop, progress, time left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from studio.ui.enabling import Enabling
from studio.ui.engine_room import EngineRoom
from studio.ui.main_window import MainWindow

if TYPE_CHECKING:
    from studio.runtime.runs import Run


class TrainingView(QObject):
    """Follows the trainer and tells toolbar and actions."""

    def __init__(
        self, window: MainWindow, enabling: Enabling, engines: EngineRoom
    ) -> None:
        super().__init__(window)
        self._window, self._enabling, self._engines = window, enabling, engines
        self._running = False
        engines.started.connect(self._on_started)

    def _on_started(self) -> None:
        trainer = self._engines.trainer
        trainer.state_changed.connect(self._on_state)
        trainer.progress_changed.connect(self._on_progress)
        trainer.owner_changed.connect(self._on_progress)
        trainer.run_finished.connect(self._on_finished)
        trainer.log_received.connect(self._on_log)
        trainer.told.connect(self._window.notifications.info)

    def _on_state(self) -> None:
        running = self._engines.is_training
        if running != self._running:
            self._running = running
            self._window.toolbar.show_training(running)
            self._enabling.set_training(running)

    def _on_progress(self) -> None:
        trainer = self._engines.trainer
        fraction, text = trainer.progress.fraction, trainer.progress_text
        self._window.toolbar.progress.show_progress(fraction, text)

    def _on_log(self, line: str) -> None:
        self._window.notifications.log(f"train engine: {line}")

    def _on_finished(self, run: Run) -> None:
        from studio.ui.training.outcome_text import outcome_text

        trainer, notifications = self._engines.trainer, self._window.notifications
        whose = f"“{run.record.title}” · " if trainer.is_of_other else ""
        if trainer.error:
            notifications.error(whose + trainer.error)
        elif whose or not self._window.docks.is_open("training"):
            notifications.info(whose + outcome_text(run.record))
