"""A layer dragged in from the palette, from entering to the drop."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, QPointF

from studio.ui.canvas.ghost import Ghost
from studio.ui.canvas.hint import Hint
from studio.ui.canvas.mime import LAYER_MIME
from studio.ui.canvas.placing import Placing
from studio.ui.canvas.stage import Stage


class PaletteDrop:
    """Shows where the layer would land, then places it."""

    def __init__(self, stage: Stage, placing: Placing, hint: Hint) -> None:
        self._stage = stage
        self._placing = placing
        self._hint = hint
        self._ghost: Ghost | None = None

    def enter(self, data: QMimeData, at: QPointF) -> bool:
        """Begin; false if what is dragged is no layer."""
        self.leave()
        if not data.hasFormat(LAYER_MIME):
            return False
        path = bytes(data.data(LAYER_MIME).data()).decode("utf-8", "replace")
        self._ghost = Ghost(self._stage.stage_scene, path)
        return self.move(at)

    def move(self, at: QPointF) -> bool:
        """Follow the mouse; false if no layer is dragged."""
        ghost = self._ghost
        if ghost is None:
            return False
        ghost.move(at)
        doubt = self._placing.doubt(ghost.class_path, ghost.edge)
        self._hint.say(doubt, self._stage.mapFromScene(at))
        return True

    def leave(self) -> None:
        """The layer went elsewhere."""
        if self._ghost is not None:
            self._ghost.remove()
            self._ghost = None
            self._hint.hide()

    def drop(self, at: QPointF) -> bool:
        """Place the layer; false if none is dragged."""
        ghost = self._ghost
        if ghost is None:
            return False
        edge = ghost.edge
        self.leave()
        self._placing.drop(ghost.class_path, at, edge)
        return True
