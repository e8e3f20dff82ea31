"""TensorBoard as a process of its own, opened in the browser."""

from __future__ import annotations

import socket
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QProcess, QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices

from studio.runtime.event_files import has_events, is_installed, tensorboard_command

_POLL_MS = 200
_LONGEST_MS = 90_000
_END_MS = 2_000
NO_EVENTS = (
    "This run has no logs for TensorBoard: add the callback TensorBoard in Training "
    "and train again."
)
MISSING = (
    "TensorBoard is not installed. Run “python -m pip install tensorboard” in the "
    "environment of Layer Studio, then try again."
)
_STARTING = "TensorBoard is starting…"


class TensorBoard(QObject):
    """Shows the logs of one run at a time; it ends with the program.

    Signals:
        told(str): what it does now, or why it does not.
        failed(str): why it could not be shown.
        opened(str): its address, in the browser now.
    """

    told = Signal(str)
    failed = Signal(str)
    opened = Signal(str)

    def __init__(
        self,
        parent: QObject,
        command: Callable[[Path, int], Sequence[str]] = tensorboard_command,
        browse: Callable[[QUrl], object] = QDesktopServices.openUrl,
    ) -> None:
        super().__init__(parent)
        self._command = command
        self._browse = browse
        self._process: QProcess | None = None
        self._port = 0
        self._waited = 0
        self._folder: Path | None = None
        self._timer = QTimer(self, interval=_POLL_MS)
        self._timer.timeout.connect(self._look)

    def open(self, folder: Path) -> None:
        """Show the logs in a run's folder in the browser, or say why not."""
        if not has_events(folder):
            self.failed.emit(NO_EVENTS)
        elif self._command is tensorboard_command and not is_installed():
            self.failed.emit(MISSING)
        elif self._process is not None and folder == self._folder:
            self._timer.start()
        else:
            self._start(folder)

    def close(self) -> None:
        """End it."""
        self._timer.stop()
        process, self._process = self._process, None
        if process is None:
            return
        process.finished.disconnect(self._on_finished)
        process.kill()
        process.waitForFinished(_END_MS)
        process.deleteLater()

    def _start(self, folder: Path) -> None:
        self.close()
        self._folder, self._port, self._waited = folder, _free_port(), 0
        program, *arguments = self._command(folder, self._port)
        process = self._process = QProcess(self)
        process.setProcessChannelMode(QProcess.ProcessChannelMode.MergedChannels)
        process.finished.connect(self._on_finished)
        process.start(program, arguments)
        self.told.emit(_STARTING)
        self._timer.start()

    def _look(self) -> None:
        """Open the browser once it answers."""
        self._waited += _POLL_MS
        if _answers(self._port):
            self._timer.stop()
            address = f"http://127.0.0.1:{self._port}/"
            self._browse(QUrl(address))
            self.told.emit(f"TensorBoard is at {address} until Studio is closed.")
            self.opened.emit(address)
        elif self._waited > _LONGEST_MS:
            self.close()
            self.failed.emit("TensorBoard did not answer in 90 seconds. Try again.")

    def _on_finished(self) -> None:
        process, self._process = self._process, None
        self._timer.stop()
        if process is None:
            return
        said = bytes(process.readAll().data()).decode(errors="replace")
        last = said.strip().splitlines()[-1:] or ["it said nothing"]
        process.deleteLater()
        self.failed.emit(f"TensorBoard ended by itself: {last[0]}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _answers(port: int) -> bool:
    """Whether someone listens; on this machine that is known at once."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
