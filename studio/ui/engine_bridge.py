"""An engine as the window sees it: its state in words, its answers, its restarts."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from studio.protocol.codec import ProtocolError
from studio.protocol.desk_messages import ReviewDocument, WriteCode
from studio.protocol.infer_messages import InferEdits
from studio.protocol.messages import (
    DescribeData,
    Export,
    Failed,
    Heartbeat,
    Infer,
    Introspect,
    Message,
    ReadModules,
    Ready,
    Request,
    Starting,
)
from studio.protocol.model_messages import ReadScript
from studio.protocol.repair_messages import TryFixes, TryFixesHeld
from studio.protocol.run_messages import (
    Evaluate,
    Predict,
    PredictSample,
    StartTraining,
)
from studio.runtime.launch import Launch, engine_command
from studio.ui.engine_process import EngineProcess

Launcher = Callable[[str, str], Launch]

RESTARTS = 3
RESTART_WINDOW_S = 60.0
RESTART_MS = 300
PATIENCE_MS = {"infer": 5000, "train": 12000, "desk": 2000}
"""How long a stopped engine may take; one that trains saves its weights first."""
SILENCE_S = 10.0
WATCH_MS = 1000

_ANSWERED = (
    Introspect,
    ReadModules,
    Infer,
    InferEdits,
    TryFixes,
    TryFixesHeld,
    DescribeData,
    StartTraining,
    Evaluate,
    Predict,
    PredictSample,
    Export,
    ReadScript,
    ReviewDocument,
    WriteCode,
)
_STILL = {
    "off": "Engine off",
    "starting": "Starting the engine…",
    "importing": "Importing TensorFlow…",
}


class EngineBridge(QObject):
    """Runs one engine at a time and passes messages to and fro.

    Requests made before the engine is ready wait for it. An ``infer`` engine or desk
    that dies starts again by itself, three times a minute at most; any other
    death, and the fourth, waits for `start`. What was asked of a dead engine is
    answered by a `Failed` of our own, so every request gets an answer.

    Attributes:
        state: ``off``, ``starting``, ``importing``, ``ready`` or ``dead``.
        text: the state in words, for a person.
        ready: versions and devices, once they were told.
        is_answering: False after ten seconds without a heartbeat.

    Signals:
        message_received(Message): an answer or event, heartbeats left out.
        state_changed(str): `state` or `text` is new.
        answering_changed(bool): `is_answering` is new.
        log_received(str): a line the engine wrote to its log.
        died(str): the engine ended unasked; a sentence that says why.
        all_ended: no process is left, also none that was told to stop.
    """

    message_received = Signal(object)
    state_changed = Signal(str)
    answering_changed = Signal(bool)
    log_received = Signal(str)
    died = Signal(str)
    all_ended = Signal()

    def __init__(
        self,
        role: str,
        device: str = "cpu",
        parent: QObject | None = None,
        launcher: Launcher = engine_command,
    ) -> None:
        super().__init__(parent)
        self.role = role
        self.device = device
        self.state = "off"
        self.text = _STILL["off"]
        self.ready: Ready | None = None
        self.is_answering = True
        self._launcher = launcher
        self._process: EngineProcess | None = None
        self._leaving: list[EngineProcess] = []
        self._log: deque[str] = deque()
        self._last_request = 0
        self._in_flight: dict[int, Request] = {}
        self._waiting: list[Request] = []
        self._unsent: deque[Failed] = deque()
        self._deaths: deque[float] = deque()
        self._heard = 0.0
        self._restart_timer = QTimer(self, singleShot=True, interval=RESTART_MS)
        self._restart_timer.timeout.connect(self._spawn)
        self._watch_timer = QTimer(self, interval=WATCH_MS)
        self._watch_timer.timeout.connect(self._watch)
        self._unsent_timer = QTimer(self, singleShot=True, interval=0)
        self._unsent_timer.timeout.connect(self._answer_unsent)

    @property
    def can_retry(self) -> bool:
        """Whether the engine is dead and does not start by itself."""
        return self.state == "dead" and not self._restart_timer.isActive()

    @property
    def pid(self) -> int:
        """Process id of the engine; 0 without one."""
        return self._process.pid if self._process else 0

    @property
    def log(self) -> tuple[str, ...]:
        """Last lines of the engine's standard error, also of one that died."""
        return tuple(self._log)

    def next_request(self) -> int:
        """A request number that was not used before."""
        self._last_request += 1
        return self._last_request

    def start(self) -> None:
        """Start the engine, unless it runs; forget earlier deaths."""
        self._deaths.clear()
        self._restart_timer.stop()
        if self._process is None:
            self._spawn()

    def restart(self) -> None:
        """End the engine at once and start a fresh one."""
        self._answer_all("The engine was restarted before it answered.")
        self._let_go(kill=True)
        self.start()

    def stop(self, at_once: bool = False) -> None:
        """Tell the engine to save and exit; one that lingers is killed."""
        self._restart_timer.stop()
        self._let_go(kill=at_once)
        self._answer_all("The engine was stopped before it answered.")
        self._set_state("off")

    def close(self) -> None:
        """Stop, and block until no process is left. For the end of the program."""
        self.stop()
        for process in tuple(self._leaving):
            process.wait(PATIENCE_MS[self.role])

    def send(self, message: Request) -> None:
        """Send a request, now or as soon as the engine is ready."""
        if self._process is None and not self._restart_timer.isActive():
            self._fail_later(message, f"{self.text}. Start the engine, then try again.")
            return
        if isinstance(message, _ANSWERED):
            self._in_flight[message.request] = message
        if self.state == "ready":
            self._write(message)
        else:
            self._waiting.append(message)

    def _spawn(self) -> None:
        process = EngineProcess(self._launcher(self.role, self.device), self)
        process.message_received.connect(self._on_message)
        process.log_received.connect(self.log_received)
        process.ended.connect(self._on_ended)
        self._process, self.ready, self._log = process, None, process.log
        self._hear()
        self._watch_timer.start()
        self._set_state("starting")
        process.start()

    def _let_go(self, kill: bool = False) -> None:
        process, self._process = self._process, None
        self._watch_timer.stop()
        self._hear()
        if process is None:
            return
        self._leaving.append(process)
        process.message_received.disconnect(self._on_message)
        process.ended.disconnect(self._on_ended)
        process.ended.connect(self._on_left)
        if kill:
            process.kill()
        else:
            process.close(PATIENCE_MS[self.role])

    def _on_left(self) -> None:
        gone = self.sender()
        self._leaving = [process for process in self._leaving if process is not gone]
        gone.deleteLater()
        if not self._leaving and self._process is None:
            self.all_ended.emit()

    def _on_message(self, message: Message) -> None:
        self._hear()
        match message:
            case Heartbeat():
                return
            case Starting():
                self._set_state("importing")
            case Ready():
                self._on_ready(message)
        self._in_flight.pop(getattr(message, "request", 0), None)
        self.message_received.emit(message)

    def _on_ready(self, ready: Ready) -> None:
        self.ready = ready
        self._set_state(
            "ready", f"Keras {ready.keras} on TensorFlow {ready.tensorflow}"
        )
        waiting, self._waiting = self._waiting, []
        for request in waiting:
            self._write(request)

    def _write(self, message: Request) -> None:
        if self._process is None:
            return
        try:
            self._process.write(message)
        except ProtocolError as error:
            self._in_flight.pop(message.request, None)
            self._fail_later(message, str(error))

    def _on_ended(self, text: str) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.deleteLater()
        self._watch_timer.stop()
        self._hear()
        if not process.is_hopeless:
            self._plan_restart()
        if self._restart_timer.isActive():
            text = f"{text} It is being started again."
        self._set_state("dead", text)
        self.died.emit(text)
        self._answer_all(text, "\n".join(process.log))
        if not self._leaving:
            self.all_ended.emit()

    def _plan_restart(self) -> None:
        if self.role == "train":
            return
        now = time.monotonic()
        while self._deaths and now - self._deaths[0] > RESTART_WINDOW_S:
            self._deaths.popleft()
        if len(self._deaths) < RESTARTS:
            self._deaths.append(now)
            self._restart_timer.start()

    def _answer_all(self, text: str, detail: str = "") -> None:
        requests, self._in_flight = list(self._in_flight), {}
        self._waiting.clear()
        for request in requests:
            self.message_received.emit(Failed(request, text, detail))

    def _fail_later(self, message: Request, text: str) -> None:
        self._unsent.append(Failed(message.request, text, ""))
        self._unsent_timer.start()

    def _answer_unsent(self) -> None:
        while self._unsent:
            self.message_received.emit(self._unsent.popleft())

    def _hear(self) -> None:
        self._heard = time.monotonic()
        self._set_answering(True)

    def _watch(self) -> None:
        self._set_answering(time.monotonic() - self._heard < SILENCE_S)

    def _set_answering(self, answering: bool) -> None:
        if answering != self.is_answering:
            self.is_answering = answering
            self.answering_changed.emit(answering)

    def _set_state(self, state: str, text: str = "") -> None:
        text = text or _STILL[state]
        if (state, text) != (self.state, self.text):
            self.state, self.text = state, text
            self.state_changed.emit(state)
