"""Walks along the wires by the arrow keys."""

from __future__ import annotations

from studio.ui.canvas.editing import Editing
from studio.ui.canvas.stage import Stage
from studio.ui.canvas.tool import Surface
from studio.ui.canvas.walking import Direction, neighbour


class Walker:
    """Goes from the selected node, or from the one it reached last."""

    def __init__(self, stage: Stage, surface: Surface, editing: Editing) -> None:
        self._stage = stage
        self._surface = surface
        self._editing = editing
        self._reached = ""

    def walk(self, direction: Direction) -> None:
        """Select the node that the wires lead to."""
        following = self._following(direction)
        if following is not None:
            self._reach(following)
            self._surface.selection.replace({following})

    def stretch(self, direction: Direction) -> None:
        """Walk on and keep what is selected; change the size of lone comments."""
        selection = self._surface.selection
        if selection.comments and not selection.nodes:
            self._editing.resize(direction)
            return
        following = self._following(direction)
        if following is not None:
            self._reach(following)
            selection.replace(selection.nodes | {following}, (), selection.comments)

    def _following(self, direction: Direction) -> str | None:
        graph, nodes = self._surface.document.graph, self._surface.selection.nodes
        if not nodes:
            return next(iter(graph.nodes), None)
        here = self._reached if self._reached in nodes else min(nodes)
        return neighbour(graph, here, direction, self._surface.flow)

    def _reach(self, node_id: str) -> None:
        self._reached = node_id
        self._stage.camera.reveal(self._surface.scene.content_rect([node_id]))
