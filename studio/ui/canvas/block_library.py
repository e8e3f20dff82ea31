"""Blocks kept for other models."""

from __future__ import annotations

from PySide6.QtCore import QPoint

from studio.errors import StudioError
from studio.graph.fragment import copy_fragment
from studio.ui.canvas.mime import block_path
from studio.ui.canvas.placing import Placing
from studio.ui.canvas.search_popup import Choice, Question, SearchPopup
from studio.ui.canvas.stage import Stage
from studio.ui.canvas.tool import Surface

_CORNER = QPoint(16, 16)


class BlockLibrary:
    """Keeps blocks in the user's own folder and places them from there."""

    def __init__(self, stage: Stage, surface: Surface, placing: Placing) -> None:
        self._stage = stage
        self._surface = surface
        self._placing = placing

    def save(self) -> None:
        """Keep the selected block under its name, or with a number behind it."""
        surface = self._surface
        document, nodes = surface.document, surface.selection.nodes
        layers = [document.graph.definition_of(node_id) for node_id in nodes]
        blocks = {layer.block for layer in layers if layer and layer.block}
        if len(nodes) != 1 or not blocks:
            surface.hint.say("Select one block to keep it.", _CORNER)
            return
        wanted = document.blocks[blocks.pop()].name
        try:
            name = surface.workspace.shelf.keep(wanted, copy_fragment(document, nodes))
        except StudioError as error:
            surface.hint.say(str(error), _CORNER)
            return
        surface.hint.say(f"“{name}” is among My Blocks now.", _CORNER)

    def insert(self) -> None:
        """Ask for a block of the library and place it."""
        names = self._surface.workspace.shelf.names
        if not names:
            text = "Your library is empty. Select a block and save it there."
            self._surface.hint.say(text, _CORNER)
            return
        question = Question(
            "Insert a block",
            lambda text: [Choice(n, n) for n in names if text.lower() in n.lower()],
            lambda name: self._placing.place(block_path(name), self._stage.centre()),
        )
        SearchPopup(self._stage, question, _CORNER, self._surface.scene.theme)
