"""One life of an engine process, from start to end."""

from __future__ import annotations

from collections import deque

from PySide6.QtCore import QObject, QProcess, QProcessEnvironment, QTimer, Signal

from studio.protocol.codec import Decoder, ProtocolError, encode
from studio.protocol.messages import Failed, Message
from studio.runtime.launch import Launch
from studio.runtime.outcome import (
    NO_DEVICE,
    NO_TENSORFLOW,
    WRONG_PROTOCOL,
    explain_exit,
)

LOG_LINES = 2000
LINE_LENGTH = 2000
_HOPELESS = frozenset({2, NO_TENSORFLOW, WRONG_PROTOCOL, NO_DEVICE})
"""Exit codes after which another start would end the same way."""


class EngineProcess(QObject):
    """Runs an engine and speaks the protocol with it.

    Attributes:
        log: last lines of its standard error.
        is_hopeless: whether another start would end the same way.

    Signals:
        message_received(Message): the engine said something.
        log_received(str): a line of its standard error.
        ended(str): the process is gone; a sentence that says why.
    """

    message_received = Signal(object)
    log_received = Signal(str)
    ended = Signal(str)

    def __init__(self, launch: Launch, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.log: deque[str] = deque(maxlen=LOG_LINES)
        self.is_hopeless = False
        self._launch = launch
        self._decoder = Decoder()
        self._rest = b""
        self._verdict = ""
        self._is_broken = False
        self._is_over = False
        self._process = QProcess(self)
        self._process.readyReadStandardOutput.connect(self._on_output)
        self._process.readyReadStandardError.connect(self._on_error_output)
        self._process.errorOccurred.connect(self._on_error)
        self._process.finished.connect(self._on_finished)
        self._kill_timer = QTimer(self, singleShot=True)
        self._kill_timer.timeout.connect(self.kill)

    @property
    def pid(self) -> int:
        """Process id; 0 while there is no process."""
        return int(self._process.processId())

    def start(self) -> None:
        """Start the process."""
        launch = self._launch
        environment = QProcessEnvironment()
        for name, value in launch.environment.items():
            environment.insert(name, value)
        self._process.setProcessEnvironment(environment)
        self._process.setWorkingDirectory(str(launch.folder))
        self._process.start(str(launch.program), list(launch.arguments))

    def write(self, message: Message) -> None:
        """Send a message.

        Raises:
            ProtocolError: the message is larger than the protocol allows.
        """
        self._process.write(encode(message))

    def close(self, patience_ms: int) -> None:
        """Close the engine's standard input: it saves and exits, or is killed."""
        self._process.closeWriteChannel()
        self._kill_timer.start(patience_ms)

    def kill(self) -> None:
        """End the process at once."""
        self._process.kill()

    def wait(self, timeout_ms: int) -> None:
        """Block until the process is gone; kill it when the time is over."""
        if self._process.state() is QProcess.ProcessState.NotRunning:
            return
        if not self._process.waitForFinished(timeout_ms):
            self._process.kill()
            self._process.waitForFinished(-1)

    def _on_output(self) -> None:
        if self._is_broken:
            return
        try:
            data = self._process.readAllStandardOutput().data()
            messages = self._decoder.feed(bytes(data))
        except ProtocolError as error:
            self._is_broken = True
            self._verdict = (
                f"The engine sent something that is no message, so it was stopped. "
                f"{error} Press Retry; if it happens again, the log says more."
            )
            self._process.kill()
            return
        for message in messages:
            if isinstance(message, Failed) and message.request == 0:
                # The engine cannot work at all: it says so, then ends.
                self._verdict = message.text
            self.message_received.emit(message)

    def _on_error_output(self) -> None:
        data = bytes(self._process.readAllStandardError().data())
        *lines, self._rest = (self._rest + data).replace(b"\r", b"\n").split(b"\n")
        if len(self._rest) > LINE_LENGTH:
            lines, self._rest = [*lines, self._rest], b""
        for line in lines:
            self._note(line)

    def _note(self, line: bytes) -> None:
        text = line[:LINE_LENGTH].decode("utf-8", "replace").rstrip()
        if text:
            self.log.append(text)
            self.log_received.emit(text)

    def _on_error(self, error: QProcess.ProcessError) -> None:
        if error is QProcess.ProcessError.FailedToStart:
            self.is_hopeless = True
            self._end(
                f"The engine could not be started from {self._launch.program}: "
                f"{self._process.errorString()}. Install Studio again, or run "
                "“studio doctor” in a terminal to see what is missing."
            )

    def _on_finished(self, code: int, status: QProcess.ExitStatus) -> None:
        self._on_error_output()
        self._note(self._rest)
        self._on_output()
        crashed = status is QProcess.ExitStatus.CrashExit
        self.is_hopeless = not crashed and code in _HOPELESS
        if crashed:
            # Qt hands over the signal's number as the code of a crash.
            self._end(self._verdict or explain_exit(None, code))
        else:
            self._end(self._verdict or explain_exit(code, None))

    def _end(self, text: str) -> None:
        self._kill_timer.stop()
        if not self._is_over:
            self._is_over = True
            self._launch.discard()
            self.ended.emit(text)
