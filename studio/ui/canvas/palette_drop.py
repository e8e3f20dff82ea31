"""A layer dragged in from the palette, from entering to the drop."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, QPoint, QPointF

from studio.ui.canvas.edge_scroll import EdgeScroll
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
        self._at = QPoint()
        self._scroll = EdgeScroll(stage, self._on_scrolled)

    def enter(self, data: QMimeData, at: QPoint) -> bool:
        """Begin at a point of the view; false if what is dragged is no layer."""
        self.leave()
        if not data.hasFormat(LAYER_MIME):
            return False
        path = bytes(data.data(LAYER_MIME).data()).decode("utf-8", "replace")
        self._ghost = Ghost(self._stage.stage_scene, path)
        self._scroll.begin(at)
        return self.move(at)

    def move(self, at: QPoint) -> bool:
        """Follow the mouse; false if no layer is dragged."""
        if self._ghost is None:
            return False
        self._at = at
        self._scroll.follow(at)
        self._hover(self._ghost)
        return True

    def leave(self) -> None:
        """The layer went elsewhere."""
        if self._ghost is not None:
            self._ghost.remove()
            self._ghost = None
            self._scroll.end()
            self._hint.hide()

    def drop(self, at: QPoint) -> bool:
        """Place the layer; false if none is dragged."""
        ghost = self._ghost
        if ghost is None:
            return False
        edge = ghost.edge
        self.leave()
        self._placing.drop(ghost.class_path, self._scene_at(at), edge)
        return True

    def _on_scrolled(self) -> None:
        if self._ghost is not None:
            self._hover(self._ghost)

    def _hover(self, ghost: Ghost) -> None:
        """Show the layer where the mouse is, and what speaks against it there."""
        ghost.move(self._scene_at(self._at))
        doubt = self._placing.doubt(ghost.class_path, ghost.edge)
        self._hint.say(doubt, self._at)

    def _scene_at(self, at: QPoint) -> QPointF:
        return self._stage.mapToScene(at)
