"""Tidies what is in view, and turns the whole document another way."""

from __future__ import annotations

from dataclasses import replace

from studio.graph import edits
from studio.graph.card_shape import card_shape, card_shapes
from studio.graph.edits import Compound, Edit
from studio.graph.layout.sketch import arrangement_edit, make_sketch
from studio.graph.layout.tidying import tidy
from studio.graph.model import Flow
from studio.ui.canvas.glide import Glide
from studio.ui.canvas.stage import Stage
from studio.ui.canvas.tool import Surface

FLOW_NAMES = {
    Flow.TOP_TO_BOTTOM: "top to bottom",
    Flow.LEFT_TO_RIGHT: "left to right",
}


class Tidying:
    """Layouts, as one undo step each; cards and wires glide to their places."""

    def __init__(self, stage: Stage, surface: Surface, glide: Glide) -> None:
        self._stage = stage
        self._surface = surface
        self._glide = glide

    def tidy(self) -> None:
        """Lay out the selected nodes, or all that is in view."""
        surface = self._surface
        graph, flow = surface.document.graph, surface.flow
        cards = (item.card for item in surface.scene.nodes.values())
        shapes = {c.node: card_shape(c.inputs, c.outputs, flow) for c in cards}
        chosen = surface.selection.nodes
        only = chosen if len(chosen) > 1 else None
        made = tidy(make_sketch(graph, shapes, only, flow))
        self._show(arrangement_edit(graph, made, "Tidy layout"))

    def top_to_bottom(self) -> None:
        """Let wires run down, in the document and all its blocks."""
        self._turn(Flow.TOP_TO_BOTTOM)

    def left_to_right(self) -> None:
        """Let wires run to the right, in the document and all its blocks."""
        self._turn(Flow.LEFT_TO_RIGHT)

    def _turn(self, flow: Flow) -> None:
        workspace = self._surface.workspace
        document = workspace.document
        if flow is document.setup.canvas.flow:
            return
        canvas = replace(document.setup.canvas, flow=flow)
        steps: list[Edit] = [edits.ChangeSetup(replace(document.setup, canvas=canvas))]
        for block_id in (None, *document.blocks):
            graph = document.scope(block_id)
            shapes = card_shapes(graph, workspace, flow)
            made = tidy(make_sketch(graph, shapes, None, flow))
            step = arrangement_edit(graph, made, "")
            steps.append(step if block_id is None else edits.InBlock(block_id, step))
        name = f"Lay out {FLOW_NAMES[flow]}"
        before = self._glide.places()
        if self._surface.apply_whole(Compound(name, tuple(steps)), name):
            self._stage.fit()
            self._glide.start(before)

    def _show(self, edit: Compound) -> None:
        before = self._glide.places()
        if self._surface.apply(edit):
            self._glide.start(before)
