"""Signals of the operating system, heard while Qt idles."""

from __future__ import annotations

import os
import signal
import socket
from types import FrameType

from PySide6.QtCore import QObject, QSocketNotifier, Signal

_FORCED = 128


class SignalWatcher(QObject):
    """Turns SIGTERM, SIGINT and SIGHUP into a Qt signal.

    A Python handler alone never runs while Qt waits for events: the signal's
    byte in a socket wakes Qt up. A second signal ends the process at once.

    Signals:
        quit_requested: the process is asked to end.
    """

    quit_requested = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._asked = False
        self._reader, self._writer = socket.socketpair()
        for end in (self._reader, self._writer):
            end.setblocking(False)
        kind = QSocketNotifier.Type.Read
        self._notifier = QSocketNotifier(self._reader.fileno(), kind, self)
        self._notifier.activated.connect(self._on_wakeup)
        self._old_fd = signal.set_wakeup_fd(
            self._writer.fileno(), warn_on_full_buffer=False
        )
        self._old = {number: signal.getsignal(number) for number in _signals()}
        for number in self._old:
            signal.signal(number, self._on_signal)

    def close(self) -> None:
        """Give the signals back to whoever had them."""
        for number, handler in self._old.items():
            signal.signal(number, handler)
        signal.set_wakeup_fd(self._old_fd)
        self._notifier.setEnabled(False)
        self._reader.close()
        self._writer.close()

    def _on_wakeup(self) -> None:
        # Asked here and not in the handler: it may run before Qt's loop does,
        # and a quit without a loop is lost.
        self._reader.recv(4096)
        if self._asked:
            self.quit_requested.emit()

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        if self._asked:
            os._exit(_FORCED + number)
        self._asked = True


def _signals() -> tuple[signal.Signals, ...]:
    names = ("SIGTERM", "SIGINT", "SIGHUP")
    return tuple(signal.Signals[n] for n in names if hasattr(signal, n))
