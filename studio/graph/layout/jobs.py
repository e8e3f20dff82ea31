"""Layouts of a document, as edits: here, or wherever a copy of it is held."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from studio.graph import edits
from studio.graph.card_shape import card_shapes
from studio.graph.document import Document
from studio.graph.edits import Compound, Edit
from studio.graph.layout.frames import frame_edits
from studio.graph.layout.sketch import arrangement_edit, make_sketch
from studio.graph.layout.tidying import tidy
from studio.graph.model import Comment, Flow
from studio.graph.ports import PortTable

FLOW_NAMES = {
    Flow.TOP_TO_BOTTOM: "top to bottom",
    Flow.LEFT_TO_RIGHT: "left to right",
}


@dataclass(frozen=True, slots=True)
class LayoutJob:
    """What is to be laid out.

    Attributes:
        block: the block whose inside it is; None for the model's own graph.
        nodes: nodes that move; empty for all.
        flow: another direction for the whole document, which is laid out with all
            its blocks; None for the one it has.
    """

    block: str | None = None
    nodes: tuple[str, ...] = ()
    flow: Flow | None = None


def layout_edit(document: Document, table: PortTable, job: LayoutJob) -> Compound:
    """Edit of the whole document that does a job; empty if all stands so already."""
    flow = job.flow or document.setup.canvas.flow
    if job.flow is None:
        step = _scope(document, table, job.block, frozenset(job.nodes))
        return Compound("Tidy layout", step)
    if flow is document.setup.canvas.flow:
        return Compound("", ())
    canvas = replace(document.setup.canvas, flow=flow)
    steps: list[Edit] = [edits.ChangeSetup(replace(document.setup, canvas=canvas))]
    for block in (None, *document.blocks):
        steps += _scope(document, table, block, frozenset(), flow)
    return Compound(f"Lay out {FLOW_NAMES[flow]}", tuple(steps))


def _scope(
    document: Document,
    table: PortTable,
    block: str | None,
    nodes: frozenset[str],
    turned: Flow | None = None,
) -> tuple[Edit, ...]:
    """Steps that lay out one graph of the document, or lay it anew if it is turned."""
    graph = document.scope(block)
    flow = turned or document.setup.canvas.flow
    shapes = card_shapes(graph, table, flow)
    sketch = make_sketch(graph, shapes, nodes or None, flow)
    if turned is not None:  # where a person led a wire means nothing any more
        sketch = sketch.pinned_to(())
    made = tidy(sketch)
    notes: Iterable[Comment] = document.comments.values()
    if block is not None:
        notes = document.blocks[block].comments
    frames = frame_edits(notes, sketch, made.corners)
    steps = (*arrangement_edit(graph, made, "").edits, *frames)
    if block is None or not steps:
        return steps
    return (edits.InBlock(block, Compound("", steps)),)
