"""The edit behind “Fold Repeated Structure”: blocks, and a tidy layout of them."""

from __future__ import annotations

from studio.catalog.spec import Catalog
from studio.graph import edits
from studio.graph.document import Document
from studio.graph.edits import Compound
from studio.graph.folding import fold_repeats
from studio.graph.graph import Graph
from studio.graph.layout import tidy
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
    copy = Document(Graph(*document.graph.parts()), blocks=document.blocks.values())
    copy.apply(fold)
    sizes = dict.fromkeys(copy.graph.nodes, (CARD_WIDTH, CARD_HEIGHT))
    moves = edits.MoveNodes(tidy(copy.graph, sizes))
    return Compound(fold.name, (*fold.edits, moves))
