"""Requests waiting for the job thread."""

from __future__ import annotations

import threading
from collections import deque

from studio.protocol.infer_messages import InferEdits
from studio.protocol.messages import Infer, Request


class JobQueue:
    """First in, first out; of several questions about the graph only the newest."""

    def __init__(self) -> None:
        self._waiting: deque[Request] = deque()
        self._changed = threading.Condition()
        self._closed = False

    def put(self, request: Request) -> None:
        """Add a request; an `Infer` replaces those that still wait."""
        with self._changed:
            if isinstance(request, Infer):
                others = [r for r in self._waiting if not isinstance(r, Infer)]
                self._waiting = deque(others)
            self._waiting.append(request)
            self._changed.notify()

    def again(self, request: Request) -> None:
        """Put back what gave way; forget it if a newer one of its kind waits."""
        with self._changed:
            if not any(type(r) is type(request) for r in self._waiting):
                self._waiting.append(request)
                self._changed.notify()

    def take(self) -> Request | None:
        """Wait for the next request; None when the queue is closed."""
        with self._changed:
            self._changed.wait_for(lambda: self._waiting or self._closed)
            return None if self._closed else self._waiting.popleft()

    def holds_question(self) -> bool:
        """Whether a question about the graph waits."""
        with self._changed:
            return any(isinstance(r, Infer | InferEdits) for r in self._waiting)

    def holds_any(self) -> bool:
        """Whether anything waits."""
        with self._changed:
            return bool(self._waiting)

    def close(self) -> None:
        """Forget what waits; `take` returns None from now on."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
