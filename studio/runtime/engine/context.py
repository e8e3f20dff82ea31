"""What a request's handler can do besides computing: speak, and hear a stop."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any, TypeVar

from studio.protocol.codec import encode
from studio.protocol.messages import Event, Request, Status

T = TypeVar("T")


class Context:
    """The engine's line to its parent; safe to use from any thread.

    Attributes:
        stop_requested: set when the running training shall end.
        is_asked: whether another question about the graph waits.
        is_wanted: whether any other request waits.
        again: puts a request back that gave way to others; it is answered later.
    """

    def __init__(self, write: Callable[[bytes], None]) -> None:
        self.stop_requested = threading.Event()
        self.is_asked: Callable[[], bool] = lambda: False
        self.is_wanted: Callable[[], bool] = lambda: False
        self.again: Callable[[Request], None] = lambda request: None
        self._write = write
        self._lock = threading.Lock()
        self._closing = threading.Event()
        self._kept: dict[type, Any] = {}

    @property
    def is_closing(self) -> bool:
        """Whether the process ends soon: save what is worth it, then return."""
        return self._closing.is_set()

    def send(self, event: Event) -> None:
        """Send an event. Once the parent is gone, events go nowhere.

        Raises:
            ProtocolError: it is larger than the protocol allows.
        """
        data = encode(event)
        with self._lock:
            try:
                self._write(data)
            except OSError:  # nobody listens any more: the end of input follows
                self.close()

    def status(self, text: str, fraction: float | None = None) -> None:
        """Say what is being done now, e.g. ``Loading data``, and how much is done."""
        self.send(Status(text, fraction))

    def keep(self, kind: type[T], make: Callable[[], T]) -> T:
        """Return the one `kind` that lives as long as the engine, made at first use."""
        if kind not in self._kept:
            self._kept[kind] = make()
        kept: T = self._kept[kind]
        return kept

    def close(self) -> None:
        """Ask the running job to save and return."""
        self._closing.set()
        self.stop_requested.set()
