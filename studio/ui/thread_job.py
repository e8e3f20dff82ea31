"""Work on files, on a thread of its own while the window goes on."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from studio.errors import StudioError

_POLL_MS = 50
T = TypeVar("T")


class ThreadJob(QObject):
    """One piece of work at a time. It touches no Qt object.

    Signals:
        waiting: it is still at work; some times a second.
    """

    waiting = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._thread: threading.Thread | None = None
        self._work: Callable[[], Any] = _nothing
        self._then: Callable[[Any], object] = _ignore
        self._failed: Callable[[StudioError], object] | None = None
        self._result: Any = None
        self._error: Exception | None = None
        self._timer = QTimer(self, interval=_POLL_MS)
        self._timer.timeout.connect(self._poll)

    @property
    def is_busy(self) -> bool:
        """Whether it is at work."""
        return self._thread is not None

    def start(
        self,
        work: Callable[[], T],
        then: Callable[[T], object],
        failed: Callable[[StudioError], object] | None = None,
    ) -> None:
        """Do `work` on a thread, then call `then` with its result on this one.

        `failed` takes a `StudioError` of it; any other error is raised here. What was
        at work before is given up.
        """
        self.cancel()
        self._work, self._then, self._failed = work, then, failed
        self._result = self._error = None
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()
        self._timer.start()

    def cancel(self) -> None:
        """Wait until the thread is through, and call nobody."""
        if self._thread is not None:
            self._thread.join()
        self._end()

    def _run(self) -> None:
        try:
            self._result = self._work()
        except Exception as error:  # raised again where it is waited for
            self._error = error

    def _poll(self) -> None:
        if self._thread is None or self._thread.is_alive():
            self.waiting.emit()
            return
        then, failed = self._then, self._failed
        result, error = self._result, self._error
        self._end()
        if error is None:
            then(result)
        elif failed is not None and isinstance(error, StudioError):
            failed(error)
        else:
            raise error

    def _end(self) -> None:
        self._timer.stop()
        self._thread = self._failed = self._result = self._error = None
        self._work, self._then = _nothing, _ignore


def _nothing() -> None:
    """Stand in for work while there is none."""


def _ignore(result: object) -> None:
    """Stand in for who waits while nobody does."""
