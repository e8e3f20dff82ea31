"""The edit behind “Fold Repeated Structure”: blocks, and a tidy layout of them."""

from __future__ import annotations

from studio.catalog.spec import Catalog
from studio.graph import edits
from studio.graph.block_ports import DocumentPorts
from studio.graph.card_shape import card_shapes
from studio.graph.document import Document
from studio.graph.edits import Compound
from studio.graph.folding import fold_repeats
from studio.graph.graph import Graph
from studio.graph.layout.sketch import arrangement_edit, make_sketch
from studio.graph.layout.tidying import tidy
from studio.graph.values import Value


def fold_edit(document: Document, catalog: Catalog) -> Compound | None:
    """Fold what repeats and lay out what is left; None if nothing repeats."""

    def default_of(layer_class: str, name: str) -> Value:
        spec = catalog.find(layer_class)
        parameter = spec.parameter(name) if spec else None
        return parameter.default if parameter else None

    fold = fold_repeats(document, default_of)
    if fold is None:
        return None
    flow = document.setup.canvas.flow
    copy = Document(
        Graph(*document.graph.parts()),
        last_ids=document.last_ids,
        blocks=document.blocks.values(),
    )
    copy.apply(fold)
    ports = DocumentPorts(copy, catalog)
    steps = list(fold.edits)
    for block_id in (None, *(b for b in copy.blocks if b not in document.blocks)):
        graph = copy.scope(block_id)
        made = tidy(make_sketch(graph, card_shapes(graph, ports, flow), None, flow))
        step = arrangement_edit(graph, made, "")
        steps.append(step if block_id is None else edits.InBlock(block_id, step))
    return Compound(fold.name, tuple(steps))
