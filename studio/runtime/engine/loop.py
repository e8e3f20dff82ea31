"""The engine's loop: the main thread reads, one job thread works."""

from __future__ import annotations

import sys
import threading
import traceback
from collections.abc import Callable, Mapping

from studio.errors import StudioError
from studio.protocol.codec import Decoder, ProtocolError
from studio.protocol.messages import (
    Failed,
    Heartbeat,
    Message,
    Ready,
    Request,
    Shutdown,
)
from studio.protocol.run_messages import StopTraining
from studio.runtime.engine.context import Context
from studio.runtime.engine.handlers import Handler
from studio.runtime.engine.job_queue import JobQueue
from studio.runtime.outcome import NO_TENSORFLOW, WRONG_PROTOCOL

HEARTBEAT_S = 1.0
SAVING_S = 10.0
"""How long a job may go on after the parent left or sent `Shutdown`."""
JOB_STACK_BYTES = 512 * 2**20
RECURSION_LIMIT = 100_000
"""Keras builds a model by recursion: a chain of 5,000 layers needs this much.

The limit holds for the interpreter, the stack for a thread: only the job thread
goes deep.
"""


class StartupError(Exception):
    """The engine cannot work: `exit_code` for the parent, the text for a person."""

    def __init__(self, text: str, exit_code: int = NO_TENSORFLOW) -> None:
        super().__init__(text)
        self.exit_code = exit_code


class Loop:
    """Serves requests until the input ends.

    Args:
        read: the next bytes of input, empty at its end.
        context: the line to the parent.
        prepare: imports TensorFlow; raises `StartupError`.
        handlers: function of each request class.
        leave: ends the process at once with an exit code.
    """

    def __init__(
        self,
        read: Callable[[], bytes],
        context: Context,
        prepare: Callable[[], Ready],
        handlers: Mapping[type, Handler],
        leave: Callable[[int], None],
    ) -> None:
        self._read = read
        self._context = context
        self._prepare = prepare
        self._handlers = handlers
        self._leave = leave
        self._jobs = JobQueue()
        context.is_asked = self._jobs.holds_question
        context.is_wanted = self._jobs.holds_any
        context.again = self._jobs.again
        self._over = threading.Event()

    def run(self) -> int:
        """Serve; returns the exit code."""
        threading.Thread(target=self._beat, name="heartbeat", daemon=True).start()
        usual = threading.stack_size(JOB_STACK_BYTES)
        worker = threading.Thread(target=self._work, name="jobs", daemon=True)
        worker.start()
        threading.stack_size(usual)
        code = self._listen()
        self._context.close()
        self._jobs.close()
        worker.join(SAVING_S)
        self._over.set()
        return code

    def _listen(self) -> int:
        decoder = Decoder()
        try:
            while data := self._read():
                for message in decoder.feed(data):
                    if isinstance(message, Shutdown):
                        return 0
                    self._receive(message)
        except ProtocolError as error:
            print(f"protocol error: {error}", file=sys.stderr)
            return WRONG_PROTOCOL
        return 0

    def _receive(self, message: Message) -> None:
        if isinstance(message, StopTraining):
            self._context.stop_requested.set()
        elif isinstance(message, Request):
            self._jobs.put(message)
        else:
            raise ProtocolError(f"{type(message).__name__} is not a request.")

    def _work(self) -> None:
        try:
            self._context.send(self._prepare())
        except StartupError as error:
            self._context.send(Failed(0, str(error), traceback.format_exc()))
            self._leave(error.exit_code)
            return
        while request := self._jobs.take():
            self._do(request)

    def _do(self, request: Request) -> None:
        try:
            self._handlers[type(request)](request, self._context)
        except StudioError as error:
            self._fail(request, str(error))
        except (Exception, SystemExit) as error:
            self._fail(
                request,
                f"The engine could not do this because of a fault in Studio or Keras: "
                f"{type(error).__name__}: {error}. The log says more.",
            )

    def _fail(self, request: Request, text: str) -> None:
        detail = traceback.format_exc()
        print(detail, file=sys.stderr)
        self._context.send(Failed(request.request, text, detail))

    def _beat(self) -> None:
        while not self._over.wait(HEARTBEAT_S):
            self._context.send(Heartbeat())
