"""Patience with the engine: a layer that hangs or kills it is asked once only."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from studio.protocol.infer_messages import Asking
from studio.protocol.messages import Message, Status
from studio.runtime.avoided import Avoided
from studio.ui.engine_bridge import EngineBridge


class Patience(QObject):
    """Waits for what Keras is asked, and restarts an engine that does not answer.

    Signals:
        lost: the engine was given up; it starts again.
    """

    lost = Signal()

    def __init__(self, engine: EngineBridge, parent: QObject) -> None:
        super().__init__(parent)
        self._avoided = Avoided()
        self._engine = engine
        self._asking: Asking | None = None
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._give_up)
        engine.message_received.connect(self._on_message)
        engine.state_changed.connect(self._on_engine_state)

    @property
    def avoid(self) -> tuple[str, ...]:
        """Keys of the questions that are not asked again."""
        return self._avoided.keys

    def _on_message(self, message: Message) -> None:
        if isinstance(message, Asking):
            self._asking = message
            self._timer.start(round(message.limit_s * 1000))
        elif not isinstance(message, Status) and self._engine.state == "ready":
            self._asking = None
            self._timer.stop()

    def _on_engine_state(self, state: str) -> None:
        asking = self._asking
        if state == "ready" or asking is None:
            return
        self._asking = None
        self._timer.stop()
        if state == "dead":
            self._avoided.learn(asking, is_hanging=False)

    def _give_up(self) -> None:
        if self._asking is None:
            return
        self._avoided.learn(self._asking, is_hanging=True)
        self._asking = None
        self.lost.emit()
        self._engine.restart()
