"""Parameters a block shows outside: exposed, renamed, taken back."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint

from studio.graph.block import BlockKind
from studio.graph.edits import Compound, EditRefused
from studio.graph.exposing import expose, exposed_as, rename_exposed, unexpose
from studio.graph.model import LayerDefinition
from studio.ui.canvas.search_popup import Choice, Question, SearchPopup
from studio.ui.canvas.stage import Stage
from studio.ui.canvas.tool import Surface

_CORNER = QPoint(16, 16)


class BlockExposing:
    """Asks which parameter is meant; each answer is one undo step."""

    def __init__(self, stage: Stage, surface: Surface) -> None:
        self._stage = stage
        self._surface = surface

    def expose(self) -> None:
        """Ask which parameter of the selected layer each instance sets itself."""
        workspace = self._surface.workspace
        block, layer = workspace.block_here, self._layer()
        given = layer.parameters if layer else {}
        names = [n for n in given if layer and exposed_as(layer, n) is None]
        if block is None or layer is None or not names:
            text = "Open a block and select a layer in it that has a parameter set."
            self._surface.hint.say(text, _CORNER)
            return
        self._ask(
            f"Expose a parameter of {layer.name}",
            names,
            lambda name: self._do(
                lambda: expose(workspace.document, block, layer.id, name)
            ),
        )

    def unexpose(self) -> None:
        """Ask which exposed parameter the instances no longer set."""
        document = self._surface.workspace.document
        block, names = self._exposed()
        self._ask(
            "Stop exposing a parameter",
            names,
            lambda name: self._do(lambda: unexpose(document, block, name)),
        )

    def rename(self) -> None:
        """Ask for an exposed parameter, then for its new name."""
        block, names = self._exposed()
        title = "Rename an exposed parameter"
        self._ask(title, names, lambda name: self._ask_name(block, name))

    def _ask_name(self, block: str, old: str) -> None:
        document = self._surface.workspace.document
        question = Question(
            f"New name of {old}",
            lambda text: [Choice(text.strip(), text.strip())] if text.strip() else [],
            lambda new: self._do(lambda: rename_exposed(document, block, old, new)),
        )
        SearchPopup(self._stage, question, _CORNER, self._surface.scene.theme)

    def _layer(self) -> LayerDefinition | None:
        """Layer of the one selected node."""
        nodes = self._surface.selection.nodes
        graph = self._surface.document.graph
        return graph.definition_of(next(iter(nodes))) if len(nodes) == 1 else None

    def _exposed(self) -> tuple[str, Sequence[str]]:
        """A block and what it exposes: the selected one, else the open one.

        With a layer selected in the open one, what is exposed of that layer.
        """
        workspace, layer = self._surface.workspace, self._layer()
        blocks = workspace.document.blocks
        chosen = blocks.get((layer and layer.block) or "")
        if chosen is not None and chosen.kind is BlockKind.GROUP and chosen.parameters:
            return chosen.id, [p.name for p in chosen.parameters]
        if workspace.block_here is None:
            return "", ()
        around = blocks[workspace.block_here]
        if layer is None:
            return around.id, [p.name for p in around.parameters]
        found = (exposed_as(layer, name) for name in layer.parameters)
        return around.id, [name for name in found if name is not None]

    def _ask(
        self, title: str, names: Sequence[str], answer: Callable[[str], None]
    ) -> None:
        if not names:
            text = "Select a block that exposes parameters, or a layer inside it."
            self._surface.hint.say(text, _CORNER)
            return
        question = Question(
            title,
            lambda text: [Choice(n, n) for n in names if text.lower() in n.lower()],
            answer,
        )
        SearchPopup(self._stage, question, _CORNER, self._surface.scene.theme)

    def _do(self, make: Callable[[], Compound]) -> None:
        try:
            self._surface.workspace.edit(make())
        except EditRefused as error:
            self._surface.hint.say(str(error), _CORNER)
