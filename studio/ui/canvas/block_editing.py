"""Blocks on the canvas: made of a selection, entered, undone, shared, kept."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QPoint

from studio.graph import commands
from studio.graph.block import BlockKind
from studio.graph.edits import Compound, EditRefused
from studio.graph.grouping import group
from studio.graph.ungrouping import make_block_unique, ungroup
from studio.ui.canvas.tool import Surface


class BlockEditing:
    """What can be done with blocks and shared layers; each is one undo step."""

    def __init__(self, surface: Surface) -> None:
        self._surface = surface

    def enter(self, node_id: str) -> bool:
        """Open the block that a node stands for; false if it stands for none."""
        definition = self._surface.document.graph.definition_of(node_id)
        if definition is None or definition.block is None:
            return False
        self._surface.workspace.enter(definition.block)
        return True

    def open_selected(self) -> None:
        """Open the selected block."""
        nodes = self._surface.selection.nodes
        if len(nodes) == 1:
            self.enter(next(iter(nodes)))

    def leave(self) -> None:
        """Close the open block; a node that stands for it is selected."""
        workspace = self._surface.workspace
        block = workspace.block_here
        if block is None:
            return
        workspace.leave()
        graph = workspace.here.graph
        layers = [d.id for d in graph.definitions.values() if d.block == block]
        nodes = [n.id for layer in layers for n in graph.callers_of(layer)]
        self._surface.selection.replace(nodes[:1])

    def group(self) -> None:
        """Make a block of the selected nodes."""
        surface = self._surface
        made: list[str] = []

        def edit() -> Compound:
            compound, node_id = group(surface.document, surface.selection.nodes)
            made.append(node_id)
            return compound

        if self._apply(edit):
            surface.selection.replace(made)

    def ungroup(self) -> None:
        """Put what is inside the selected blocks in their place."""
        surface = self._surface
        inner: list[str] = []
        for node_id in sorted(surface.selection.nodes):
            if self._is_group(node_id):
                edit, ids = ungroup(surface.document, node_id)
                if surface.apply(edit):
                    inner += ids
        if inner:
            surface.selection.replace(inner)
        else:
            surface.hint.say("Select a block to ungroup.", QPoint(16, 16))

    def make_unique(self) -> None:
        """Give each selected node a layer, or a block, of its own."""
        surface = self._surface
        for node_id in sorted(surface.selection.nodes):
            if self._is_group(node_id):
                surface.apply(make_block_unique(surface.document, node_id))
            else:
                self._apply(partial(commands.make_unique, surface.document, node_id))

    def share(self) -> None:
        """Let the selected nodes call one layer, that of the topmost."""
        surface = self._surface
        nodes = surface.document.graph.nodes
        chosen = sorted(surface.selection.nodes, key=lambda n: nodes[n].position[::-1])
        if len(chosen) < 2:
            text = "Select two or more layers of one class to share their weights."
            surface.hint.say(text, QPoint(16, 16))
            return
        self._apply(partial(commands.share, surface.document, chosen, chosen[0]))

    def _is_group(self, node_id: str) -> bool:
        document = self._surface.document
        definition = document.graph.definition_of(node_id)
        block = document.blocks.get((definition and definition.block) or "")
        return block is not None and block.kind is BlockKind.GROUP

    def _apply(self, make: Callable[[], Compound]) -> bool:
        try:
            return self._surface.apply(make())
        except EditRefused as error:
            self._surface.hint.say(str(error), QPoint(16, 16))
            return False
