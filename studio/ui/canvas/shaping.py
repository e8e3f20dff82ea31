"""The curves of wires: in sight at once, elsewhere once there is time."""

from __future__ import annotations

from time import perf_counter

from PySide6.QtCore import QObject, QRectF, QTimer

from studio.ui.canvas.edge_item import EdgeItem

_TURN_S = 0.004
"""So long a turn of the window works on curves that nobody sees."""


class Shaping(QObject):
    """Knows which wires have a new way and still their old curve.

    Nobody meets an old curve: a wire that is asked makes its own at once, and who asks
    the scene what is where, or looks elsewhere, has `finish` or `look` called before.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._waiting: dict[EdgeItem, None] = {}
        self._seen: QRectF | None = None
        self._timer = QTimer(self, interval=0)
        self._timer.timeout.connect(self._on_timer)

    def add(self, item: EdgeItem) -> None:
        """Note that a wire has another way."""
        self._waiting[item] = None

    def drop(self, item: EdgeItem) -> None:
        """Forget a wire that is gone."""
        self._waiting.pop(item, None)

    def make(self, seen: QRectF | None) -> None:
        """Shape what is in sight, all if anything may be; the rest in later turns."""
        self._seen = seen
        waiting = self._waiting
        if seen is None:
            self.finish()
        elif not seen.isEmpty():
            for item in [i for i in waiting if i.may_cross(seen)]:
                item.shape_wire()
                del waiting[item]
        if waiting:
            self._timer.start()

    def look(self, seen: QRectF) -> None:
        """Shape what is in sight now, where that is more than before."""
        if self._waiting and seen != self._seen:
            self.make(seen)

    def finish(self) -> None:
        """Shape every wire now."""
        self._timer.stop()
        for item in self._waiting:
            item.shape_wire()
        self._waiting.clear()

    def _on_timer(self) -> None:
        end = perf_counter() + _TURN_S
        while self._waiting and perf_counter() < end:
            self._waiting.popitem()[0].shape_wire()
        if not self._waiting:
            self._timer.stop()
