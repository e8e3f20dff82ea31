"""The engines and the services that talk to them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from studio.ui.desk import Desk
from studio.ui.notifications import NoticeAction, Notifications
from studio.ui.waiting import STARTING
from studio.ui.workspace import Workspace

if TYPE_CHECKING:
    from studio.ui.checker import LiveChecker
    from studio.ui.data.service import DataService
    from studio.ui.engine_bridge import EngineBridge
    from studio.ui.training.trainer import Trainer


class EngineRoom(QObject):
    """Made by `start`, after the window's first paint; ended by `stop`.

    Attributes:
        desk: reviews the document and writes its code; there from the beginning.
        engine: answers about the graph and the data.
        checker, data, trainer: the services on top of it.

    Signals:
        started: the attributes are there.
    """

    started = Signal()
    engine: EngineBridge
    checker: LiveChecker
    data: DataService
    trainer: Trainer

    def __init__(self, workspace: Workspace, notifications: Notifications) -> None:
        super().__init__(workspace)
        self._workspace, self._notifications = workspace, notifications
        self.desk = Desk(workspace)
        self._ends: list[Callable[[], None]] = [self.desk.close]
        self.is_started = False
        workspace.set_waiting(STARTING)

    @property
    def is_training(self) -> bool:
        """Whether a run is on."""
        return self.is_started and self.trainer.state != "idle"

    def start(self) -> None:
        """Make the services and start the engine's process."""
        from studio.ui.checker import LiveChecker
        from studio.ui.data.service import DataService
        from studio.ui.engine_bridge import EngineBridge
        from studio.ui.training.trainer import Trainer

        self.engine = EngineBridge("infer", parent=self)
        self._ends.append(self.engine.close)
        self.checker = LiveChecker(self._workspace, self.engine, self.desk, self)
        self.data = DataService(self._workspace, self.engine)
        self.trainer = Trainer(self._workspace, self.data)
        self._ends.append(self.trainer.close)
        self.engine.died.connect(self._on_died)
        self.engine.answering_changed.connect(self._on_answering)
        self.engine.log_received.connect(self._on_log)
        self.is_started = True
        self.started.emit()
        self.engine.start()

    def stop(self) -> None:
        """Let a run save itself, end the engines, wait until they are gone."""
        for end in reversed(self._ends):
            end()
        self._ends.clear()

    def _on_log(self, line: str) -> None:
        self._notifications.log(f"engine: {line}")

    def _on_died(self, text: str) -> None:
        actions = []
        if self.engine.can_retry:
            actions.append(NoticeAction("Start Again", self.engine.start))
        detail = "\n".join(self.engine.log)
        self._notifications.warning(text, detail, actions)

    def _on_answering(self, answering: bool) -> None:
        if answering:
            self._notifications.info("The engine that asks Keras answers again.")
            return
        self._notifications.warning(
            "The engine that asks Keras has been silent for ten seconds, so shapes and "
            "problems may be out of date. Wait, or start it again.",
            actions=[NoticeAction("Start Again", self.engine.restart)],
        )
