"""An engine for the command line and tests: blocking, on `subprocess`."""

from __future__ import annotations

import contextlib
import queue
import subprocess
import threading
import time
from collections.abc import Iterator
from types import TracebackType
from typing import TypeVar

from studio import paths
from studio.causes import cause_of
from studio.errors import StudioError
from studio.protocol.codec import Decoder, ProtocolError, encode
from studio.protocol.infer_messages import Asking
from studio.protocol.messages import (
    Failed,
    Heartbeat,
    Message,
    Ready,
    Request,
    Starting,
    Status,
)
from studio.runtime.launch import engine_command
from studio.runtime.outcome import explain_exit

SILENCE_S = 120.0
"""An engine that says nothing for so long, not even a heartbeat, hangs."""
ENDING_S = 15.0
_READ_BYTES = 1 << 16

Answer = TypeVar("Answer")


class EngineLost(StudioError):
    """The engine died, or was ended because Keras never came back.

    Attributes:
        asking: what Keras was asked then; None if nothing.
        is_hanging: whether Keras had its time.
    """

    def __init__(self, text: str, asking: Asking | None, is_hanging: bool) -> None:
        super().__init__(text)
        self.asking = asking
        self.is_hanging = is_hanging


class EngineSession:
    """One engine process; leaving the ``with`` block ends it.

    Attributes:
        pid: process id of the engine.
        ready: versions and devices, once the engine told them.
    """

    def __init__(self, role: str, device: str = "cpu") -> None:
        """Start the process; TensorFlow is imported while you go on.

        Raises:
            StudioError: it cannot be started.
        """
        self.ready: Ready | None = None
        self._last_request = 0
        self._role, self._device = role, device
        self._launch = engine_command(role, device)
        paths.logs().mkdir(parents=True, exist_ok=True)
        self._log_path = paths.logs() / f"engine-{role}.log"
        self._process = self._start()
        self.pid = self._process.pid
        self._asking: Asking | None = None
        self._due = 0.0
        self._listen()

    def __enter__(self) -> EngineSession:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def next_request(self) -> int:
        """A request number that was not used before."""
        self._last_request += 1
        return self._last_request

    def restart(self) -> None:
        """Kill the process, whatever it does, and start another."""
        self._process.kill()
        self.close()
        self.ready = None
        self._launch = engine_command(self._role, self._device)
        self._process = self._start()
        self.pid = self._process.pid
        self._listen()

    def send(self, message: Request) -> None:
        """Send a request without waiting.

        Raises:
            StudioError: the engine is gone.
        """
        try:
            assert self._process.stdin is not None
            self._process.stdin.write(encode(message))
            self._process.stdin.flush()
        except OSError as error:
            raise StudioError(self._explain()) from error

    def request(self, message: Request) -> Iterator[Message]:
        """Send a request and iterate over what the engine says from then on."""
        self.send(message)
        return self.events()

    def ask(self, message: Request, until: type[Answer]) -> Answer:
        """Send a request, return its answer.

        Raises:
            StudioError: the engine says `Failed` of it, or died.
        """
        for event in self.request(message):
            if getattr(event, "request", None) != message.request:
                continue
            if isinstance(event, until):
                return event
            if isinstance(event, Failed):
                raise StudioError(event.text)
        raise StudioError(self._explain())

    def wait_ready(self) -> Ready:
        """Wait until TensorFlow is imported.

        Raises:
            StudioError: it cannot be.
        """
        if self.ready is None:
            next(event for event in self.events() if isinstance(event, Ready))
        assert self.ready is not None
        return self.ready

    def events(self) -> Iterator[Message]:
        """Iterate over all that the engine says, heartbeats left out.

        Raises:
            EngineLost: it died, or Keras did not come back from what it was asked.
            StudioError: it hangs, or cannot work at all.
        """
        while True:
            message = self._next()
            self._watch(message)
            if isinstance(message, Ready):
                self.ready = message
            if isinstance(message, Failed) and message.request == 0:
                raise StudioError(message.text)
            if not isinstance(message, Heartbeat | Starting):
                yield message

    def _watch(self, message: Message) -> None:
        """Note what Keras is asked, and end an engine in which that takes too long."""
        now = time.monotonic()
        if isinstance(message, Asking):
            self._asking, self._due = message, now + message.limit_s
        elif not isinstance(message, Heartbeat | Status):
            self._asking = None
        elif self._asking is not None and now > self._due:
            self._process.kill()
            raise EngineLost(
                "Keras has not come back from one layer in time. Change the layer or "
                "its code.",
                self._asking,
                is_hanging=True,
            )

    def close(self) -> None:
        """Let the engine save and end; kill it if it takes too long."""
        if self._process.stdin is not None and not self._process.stdin.closed:
            with contextlib.suppress(BrokenPipeError):  # it is gone already
                self._process.stdin.close()
        try:
            self._process.wait(ENDING_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._reader.join()
        if self._process.stdout is not None:
            self._process.stdout.close()
        self._launch.discard()

    def _start(self) -> subprocess.Popen[bytes]:
        launch = self._launch
        try:
            with self._log_path.open("ab") as log:
                return subprocess.Popen(
                    [launch.program, *launch.arguments],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=log,
                    cwd=launch.folder,
                    env=launch.environment,
                )
        except OSError as error:
            launch.discard()
            raise StudioError(
                f"The engine could not be started from {launch.program} because "
                f"{cause_of(error)}. "
                "Install Studio again, or run “studio doctor”."
            ) from error

    def _listen(self) -> None:
        """Read what the process says into an inbox of its own."""
        self._inbox: queue.SimpleQueue[Message | Exception | None] = queue.SimpleQueue()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self._process.stdout is not None
        decoder = Decoder()
        try:
            while data := self._process.stdout.read1(_READ_BYTES):  # type: ignore[attr-defined]
                for message in decoder.feed(data):
                    self._inbox.put(message)
        except ProtocolError as error:
            self._process.kill()
            self._inbox.put(error)
        self._inbox.put(None)

    def _next(self) -> Message:
        try:
            item = self._inbox.get(timeout=SILENCE_S)
        except queue.Empty:
            self._process.kill()
            raise StudioError(
                "The engine has not answered for two minutes and was ended. "
                f"Try again; {self._log_path} says more."
            ) from None
        if item is None:
            self._inbox.put(None)
            raise EngineLost(self._explain(), self._asking, is_hanging=False)
        if isinstance(item, Exception):
            raise StudioError(
                f"The engine sent something that is no message. {item} "
                f"Try again; {self._log_path} says more."
            )
        return item

    def _explain(self) -> str:
        code = self._process.wait()
        return f"{explain_exit(code)} The log is {self._log_path}."
