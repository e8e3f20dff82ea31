"""Scrolls the canvas while something is dragged to its edge."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QPoint, QTimer

from studio.ui.canvas.stage import Stage
from studio.ui.text_size import scaled

ZONE = 28
"""Width of the strip along the edge, in view pixels of ordinary text."""
_TICK_MS = 16
_PULL = 0.4
"""View pixels scrolled a tick for each pixel that the mouse is in the strip."""
_FASTEST = 24
"""View pixels a tick."""


class EdgeScroll(QObject):
    """Scrolls for one drag at a time, faster the further out the mouse is.

    A drag that begins in the strip, as of a card that happens to be there, scrolls
    nothing before it has been elsewhere.
    """

    def __init__(self, stage: Stage, on_scrolled: Callable[[], None]) -> None:
        """Call `on_scrolled` after each step: the scene under the mouse is another."""
        super().__init__(stage)
        self._stage = stage
        self._on_scrolled = on_scrolled
        self._at = QPoint()
        self._armed = False
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK_MS)
        self._timer.timeout.connect(self._tick)

    def begin(self, at: QPoint) -> None:
        """Begin a drag at a point of the view."""
        self._armed = False
        self.follow(at)

    def follow(self, at: QPoint) -> None:
        """The mouse is there now; scroll while it stays in the strip."""
        self._at = at
        inside = self._stage.viewport().rect().contains(at)
        scrolls = not self._way().isNull()
        self._armed = self._armed or not (scrolls and inside)
        if scrolls and self._armed:
            if not self._timer.isActive():
                self._timer.start()
        else:
            self._timer.stop()

    def end(self) -> None:
        """The drag is over."""
        self._timer.stop()

    def _tick(self) -> None:
        self._stage.camera.pan(-self._way())
        self._on_scrolled()

    def _way(self) -> QPoint:
        """How far to scroll now, in view pixels."""
        area = self._stage.viewport().rect()
        return QPoint(
            _step(self._at.x(), area.width()), _step(self._at.y(), area.height())
        )


def _step(at: int, length: int) -> int:
    """Pixels along one axis: negative near 0, positive near `length`."""
    zone = scaled(ZONE)
    before, after = zone - at, at - (length - zone)
    if max(before, after) <= 0:
        return 0
    depth = max(1, min(_FASTEST, round(_PULL * max(before, after))))
    return -depth if before > after else depth
