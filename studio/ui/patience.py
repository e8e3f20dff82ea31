"""Patience with the engine: a layer that hangs or kills it is asked once only."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from studio.protocol.infer_messages import Asking
from studio.protocol.messages import Message, Status
from studio.ui.engine_bridge import EngineBridge

MOST_DEATHS = 2
"""An engine may die of something else; whoever is there twice is to blame."""


class Patience(QObject):
    """Waits for what Keras is asked, and restarts an engine that does not answer.

    Attributes:
        avoid: keys of the questions that are not asked again.

    Signals:
        lost: the engine was given up; it starts again.
    """

    lost = Signal()

    def __init__(self, engine: EngineBridge, parent: QObject) -> None:
        super().__init__(parent)
        self.avoid: tuple[str, ...] = ()
        self._engine = engine
        self._asking: Asking | None = None
        self._deaths: dict[str, int] = {}
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._give_up)
        engine.message_received.connect(self._on_message)
        engine.state_changed.connect(self._on_engine_state)

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
            deaths = self._deaths.get(asking.key, 0) + 1
            self._deaths[asking.key] = deaths
            if deaths >= MOST_DEATHS:
                self.avoid += (asking.key,)

    def _give_up(self) -> None:
        if self._asking is None:
            return
        self.avoid += (self._asking.key,)
        self._asking = None
        self.lost.emit()
        self._engine.restart()
