"""Blocks kept for other models, and the parameters a block shows outside."""

from __future__ import annotations

from PySide6.QtCore import QPoint

from studio import paths
from studio.errors import StudioError
from studio.graph.edits import EditRefused
from studio.graph.fragment import copy_fragment, paste
from studio.graph.ungrouping import expose
from studio.project.library import Library
from studio.ui.canvas.geometry import snap
from studio.ui.canvas.search_popup import Choice, Question, SearchPopup
from studio.ui.canvas.stage import Stage
from studio.ui.canvas.tool import Surface

_CORNER = QPoint(16, 16)


class BlockLibrary:
    """Saves blocks to the user's own folder and places them from there."""

    def __init__(self, stage: Stage, surface: Surface) -> None:
        self._stage = stage
        self._surface = surface
        self._library = Library(paths.library())

    def save(self) -> None:
        """Keep the selected block under its name."""
        surface = self._surface
        document, nodes = surface.document, surface.selection.nodes
        layers = [document.graph.definition_of(node_id) for node_id in nodes]
        blocks = {layer.block for layer in layers if layer and layer.block}
        if len(nodes) != 1 or not blocks:
            surface.hint.say("Select one block to keep it.", _CORNER)
            return
        name = document.blocks[blocks.pop()].name
        try:
            self._library.save(name, copy_fragment(document, nodes))
        except StudioError as error:
            surface.hint.say(str(error), _CORNER)
            return
        surface.hint.say(f"“{name}” is in your library.", _CORNER)

    def insert(self) -> None:
        """Ask for a block of the library and place it."""
        names = self._library.names()
        if not names:
            text = "Your library is empty. Select a block and save it there."
            self._surface.hint.say(text, _CORNER)
            return
        question = Question(
            "Insert a block",
            lambda text: [Choice(n, n) for n in names if text.lower() in n.lower()],
            self._insert,
        )
        SearchPopup(self._stage, question, _CORNER, self._surface.scene.theme)

    def expose(self) -> None:
        """Ask which parameter of the selected layer each instance sets itself."""
        surface = self._surface
        nodes, block = surface.selection.nodes, surface.workspace.block_here
        layer = None
        if len(nodes) == 1:
            layer = surface.document.graph.definition_of(next(iter(nodes)))
        if block is None or layer is None or not layer.parameters:
            text = "Open a block and select a layer in it that has a parameter set."
            surface.hint.say(text, _CORNER)
            return
        names, layer_id = list(layer.parameters), layer.id
        question = Question(
            f"Expose a parameter of {layer.name}",
            lambda text: [Choice(n, n) for n in names if text.lower() in n.lower()],
            lambda name: self._expose(block, layer_id, name),
        )
        SearchPopup(self._stage, question, _CORNER, surface.scene.theme)

    def _expose(self, block: str, layer: str, name: str) -> None:
        surface = self._surface
        try:
            surface.apply(expose(surface.workspace.document, block, layer, name))
        except EditRefused as error:
            surface.hint.say(str(error), _CORNER)

    def _insert(self, name: str) -> None:
        surface = self._surface
        try:
            fragment = self._library.load(name)
        except StudioError as error:
            surface.hint.say(str(error), _CORNER)
            return
        at = self._stage.centre()
        corner = snap(at.x(), at.y())
        edit, ids = paste(surface.document, fragment, corner, f"Insert {name}")
        if surface.apply(edit):
            surface.selection.replace(ids)
