"""Files read on a thread for who asked last."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from PySide6.QtCore import QObject

from studio.ui.thread_job import ThreadJob

T = TypeVar("T")


class LatestReading(QObject):
    """Reads one thing after the other, and of those that wait the last alone.

    Who walks along a list of runs never waits for one that is being read.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._job = ThreadJob(self)
        self._then: Callable[[Any], object] | None = None
        self._next: Callable[[], Any] | None = None

    def ask(self, work: Callable[[], T], then: Callable[[T], object]) -> None:
        """Do `work` on a thread; call `then` with its result unless others ask."""
        self._then = then
        if self._job.is_busy:
            self._next = work
        else:
            self._job.start(work, self._on_read)

    def forget(self) -> None:
        """Nobody asks any more."""
        self._then = self._next = None

    def _on_read(self, result: Any) -> None:
        work, self._next = self._next, None
        if work is not None:
            self._job.start(work, self._on_read)
        elif self._then is not None:
            self._then(result)
