"""The curves of wires: in sight at once, elsewhere once there is time."""

from __future__ import annotations

from time import perf_counter

from PySide6.QtCore import QObject, QRectF, QTimer

from studio.ui.canvas.edge_item import EdgeItem

FEW = 200
"""Wires up to which all get their curve at once."""
_TURN_S = 0.004
"""So long a turn of the window works on curves that nobody sees."""


class Shaping(QObject):
    """Knows which wires have a new way and still their old curve.

    Nobody meets an old curve: a wire that is asked makes its own at once, and who asks
    the scene what is where, or paints it, has `finish` or `look` called before.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._waiting: dict[EdgeItem, None] = {}
        self._timer = QTimer(self, interval=0)
        self._timer.timeout.connect(self._on_timer)

    @property
    def is_busy(self) -> bool:
        """Whether wires wait for their curve."""
        return bool(self._waiting)

    def add(self, item: EdgeItem) -> None:
        """Note that a wire has another way."""
        self._waiting[item] = None

    def drop(self, item: EdgeItem) -> None:
        """Forget a wire that is gone."""
        self._waiting.pop(item, None)

    def begin(self) -> None:
        """Shape a few wires now, many in later turns."""
        if len(self._waiting) <= FEW:
            self.finish()
        else:
            self._timer.start()

    def look(self, seen: QRectF) -> None:
        """Shape what is in sight, or was, before it is painted."""
        for item in [item for item in self._waiting if item.may_cross(seen)]:
            item.shape_wire()
            del self._waiting[item]

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
