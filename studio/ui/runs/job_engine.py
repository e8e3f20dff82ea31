"""An engine for single jobs: evaluate, predict, export."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from studio.protocol.messages import Exported, Failed, Message, Request, Status
from studio.protocol.run_messages import Evaluated, Predicted
from studio.runtime.launch import engine_command
from studio.ui.engine_bridge import EngineBridge, Launcher

IDLE_MS = 120_000
"""An engine that nobody used for so long ends and frees its memory."""


class JobEngine(QObject):
    """Starts an engine for the first job, keeps it warm for the next.

    It is not the one that checks the model: a long evaluation must not hold up
    the check.

    Signals:
        answered(message): an answer, or the `Failed` of a job.
        status_changed(str): what the engine does now.
    """

    answered = Signal(object)
    status_changed = Signal(str)

    def __init__(self, parent: QObject, launcher: Launcher = engine_command) -> None:
        super().__init__(parent)
        self._engine = EngineBridge("train", "cpu", self, launcher)
        self._engine.message_received.connect(self._on_message)
        self._engine.state_changed.connect(self._on_engine_state)
        self._open: set[int] = set()
        self._idle = QTimer(self, singleShot=True, interval=IDLE_MS)
        self._idle.timeout.connect(self._engine.stop)

    @property
    def is_busy(self) -> bool:
        """Whether a job is not answered yet."""
        return bool(self._open)

    def ask(self, make: Callable[[int], Request]) -> int:
        """Send the request that `make` builds for a number; returns the number."""
        number = self._engine.next_request()
        self._idle.stop()
        self._open.add(number)
        self._engine.start()
        self._engine.send(make(number))
        return number

    def cancel(self) -> None:
        """End every job at once; each is answered by a `Failed`."""
        self._engine.stop(at_once=True)

    def close(self) -> None:
        """End the engine with the program."""
        self._idle.stop()
        self._engine.stop(at_once=True)
        self._engine.close()

    def _on_message(self, message: Message) -> None:
        if isinstance(message, Status):
            self.status_changed.emit(f"{message.text}…")
        elif isinstance(message, Evaluated | Predicted | Exported | Failed):
            self._open.discard(message.request)
            if not self._open:
                self._idle.start()
            self.answered.emit(message)

    def _on_engine_state(self, state: str) -> None:
        if self._open and state in ("starting", "importing"):
            self.status_changed.emit(self._engine.text)
