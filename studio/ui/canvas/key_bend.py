"""Moves and removes the reroute points of a wire by the keyboard."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QPainterPath

from studio.graph.card_shape import GRID
from studio.graph.model import Point, PortKey
from studio.graph.routing import reroute
from studio.ui.canvas.edge_item import DraftWire
from studio.ui.canvas.tool import KeyTool, Pointer, Surface

_RING = 7.0
_CORNER = QPoint(16, 16)
_WAYS = {
    Qt.Key.Key_Left: (-GRID, 0),
    Qt.Key.Key_Right: (GRID, 0),
    Qt.Key.Key_Up: (0, -GRID),
    Qt.Key.Key_Down: (0, GRID),
}


class KeyBend(KeyTool):
    """Arrow keys move a point, Tab goes to the next, Del takes one away."""

    def __init__(self, surface: Surface, key: PortKey) -> None:
        self._surface = surface
        self._key = key
        self._via = list(surface.document.graph.edges[key].via)
        self._index = 0
        self._ring = DraftWire(surface.scene.theme)
        surface.scene.addItem(self._ring)
        self._show()

    def key(self, key: Qt.Key) -> bool:
        """Move, remove or go on; true for the key that ends it."""
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            return True
        if not self._via:
            return False
        if key in _WAYS:
            (dx, dy), (x, y) = _WAYS[key], self._via[self._index]
            self._via[self._index] = Point(x + dx, y + dy)
        elif key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            step = 1 if key == Qt.Key.Key_Tab else -1
            self._index = (self._index + step) % len(self._via)
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            del self._via[self._index]
            self._index = max(0, min(self._index, len(self._via) - 1))
        self._show()
        return False

    def finish(self, pointer: Pointer) -> None:
        """Let the wire run as it is shown."""
        via, document = tuple(self._via), self._surface.document
        old = document.graph.edges[self._key].via
        self.cancel()
        if via != old:
            verb = "Move" if len(via) == len(old) else "Remove"
            self._surface.apply(reroute(self._key, via, f"{verb} reroute point"))

    def cancel(self) -> None:
        """Let the wire run as it did."""
        scene = self._surface.scene
        scene.removeItem(self._ring)
        self._surface.hint.hide()
        if self._key in scene.edges:
            scene.edges[self._key].bend(scene.edges[self._key].edge.via)

    def _show(self) -> None:
        self._surface.scene.edges[self._key].bend(tuple(self._via))
        ring = QPainterPath()
        if self._via:
            ring.addEllipse(QPointF(*self._via[self._index]), _RING, _RING)
        self._ring.show_path(ring, refused=False)
        count = f"Reroute point {self._index + 1} of {len(self._via)}"
        keys = "Arrows: move   Tab: next   Del: remove   Enter: done   Esc: stop"
        none = "No reroute point is left.\nEnter: done   Esc: stop"
        self._surface.hint.say(f"{count}\n{keys}" if self._via else none, _CORNER)
