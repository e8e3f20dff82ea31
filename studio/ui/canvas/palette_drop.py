"""A layer dragged in from the palette, from entering to the drop."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, QPointF

from studio.ui.canvas.ghost import Ghost
from studio.ui.canvas.mime import LAYER_MIME
from studio.ui.canvas.placing import Placing
from studio.ui.canvas.scene import CanvasScene


class PaletteDrop:
    """Shows where the layer would land, then places it."""

    def __init__(self, scene: CanvasScene, placing: Placing) -> None:
        self._scene = scene
        self._placing = placing
        self._ghost: Ghost | None = None

    def enter(self, data: QMimeData, at: QPointF) -> bool:
        """Begin; false if what is dragged is no layer."""
        self.leave()
        if not data.hasFormat(LAYER_MIME):
            return False
        path = bytes(data.data(LAYER_MIME).data()).decode("utf-8", "replace")
        self._ghost = Ghost(self._scene, path)
        self._ghost.move(at)
        return True

    def move(self, at: QPointF) -> bool:
        """Follow the mouse; false if no layer is dragged."""
        if self._ghost is None:
            return False
        self._ghost.move(at)
        return True

    def leave(self) -> None:
        """The layer went elsewhere."""
        if self._ghost is not None:
            self._ghost.remove()
            self._ghost = None

    def drop(self, at: QPointF) -> bool:
        """Place the layer; false if none is dragged."""
        ghost = self._ghost
        if ghost is None:
            return False
        edge = ghost.edge
        self.leave()
        self._placing.drop(ghost.class_path, at, edge)
        return True
