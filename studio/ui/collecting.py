"""Python's search for garbage, kept out of the way of a large document.

The collector looks through every object again and again; with 5,000 nodes that takes
0.3 seconds, in which the window stands still.
"""

from __future__ import annotations

import gc
import threading
from types import TracebackType

SELDOM = (10_000, 10, 50)
"""Thresholds of the collector while there is a window.

An edit of many nodes makes some 50,000 objects. All are looked through when a person
rests, and at the latest when there are 5 million more than the last time.
"""


class NoCollecting:
    """Search nothing meanwhile; several may want that at once, on any thread."""

    _lock = threading.Lock()
    _wanted = 0

    def __init__(self) -> None:
        self._is_wanted = False

    def begin(self) -> None:
        """Search nothing from now on."""
        with self._lock:
            if not self._is_wanted:
                self._is_wanted = True
                NoCollecting._wanted += 1
                gc.disable()

    def end(self) -> None:
        """Let it search again, once nobody wants otherwise."""
        with self._lock:
            if self._is_wanted:
                self._is_wanted = False
                NoCollecting._wanted -= 1
                if not NoCollecting._wanted:
                    gc.enable()

    def __enter__(self) -> None:
        self.begin()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.end()
