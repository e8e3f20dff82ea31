"""Training as the window's frame shows it: Stop, progress, time left."""

from __future__ import annotations

from PySide6.QtCore import QObject

from studio.ui.enabling import Enabling
from studio.ui.engine_room import EngineRoom
from studio.ui.main_window import MainWindow


class TrainingView(QObject):
    """Follows the trainer and tells toolbar and actions."""

    def __init__(
        self, window: MainWindow, enabling: Enabling, engines: EngineRoom
    ) -> None:
        super().__init__(window)
        self._window, self._enabling, self._engines = window, enabling, engines
        engines.started.connect(self._on_started)

    def _on_started(self) -> None:
        trainer = self._engines.trainer
        trainer.state_changed.connect(self._on_state)
        trainer.progress_changed.connect(self._on_progress)

    def _on_state(self) -> None:
        running = self._engines.is_training
        self._window.toolbar.show_training(running)
        self._enabling.set_training(running)

    def _on_progress(self) -> None:
        trainer = self._engines.trainer
        self._window.toolbar.progress.show_progress(None, trainer.state)
