"""The edit behind “Fold Repeated Structure”: blocks, and a tidy layout of them."""

from __future__ import annotations

from dataclasses import replace

from studio.catalog.spec import Catalog
from studio.graph import edits
from studio.graph.document import Document
from studio.graph.edits import Compound, Edit
from studio.graph.folding import fold_repeats
from studio.graph.graph import Graph
from studio.graph.layout import tidy
from studio.graph.model import Point
from studio.graph.values import Value
from studio.ui.canvas.geometry import CARD_HEIGHT, CARD_WIDTH


def fold_edit(document: Document, catalog: Catalog) -> Compound | None:
    """Fold what repeats and lay out what is left; None if nothing repeats."""

    def default_of(layer_class: str, name: str) -> Value:
        spec = catalog.find(layer_class)
        parameter = spec.parameter(name) if spec else None
        return parameter.default if parameter else None

    fold = fold_repeats(document, default_of)
    if fold is None:
        return None
    steps = [_arranged(step) for step in fold.edits]
    copy = Document(Graph(*document.graph.parts()), blocks=document.blocks.values())
    copy.apply(Compound(fold.name, tuple(steps)))
    steps.append(edits.MoveNodes(_places(copy.graph)))
    return Compound(fold.name, tuple(steps))


def _arranged(step: Edit) -> Edit:
    """The same edit; a block that it adds is laid out."""
    if not isinstance(step, edits.AddBlock):
        return step
    places = _places(step.block.graph)
    nodes = tuple(replace(n, position=places[n.id]) for n in step.block.nodes)
    return edits.AddBlock(replace(step.block, nodes=nodes))


def _places(graph: Graph) -> dict[str, Point]:
    return tidy(graph, dict.fromkeys(graph.nodes, (CARD_WIDTH, CARD_HEIGHT)))
