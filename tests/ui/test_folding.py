"""Folding as the window does it: one step, laid out anew."""

from __future__ import annotations

from studio.catalog.store import load_catalog
from studio.graph.model import INPUT_CLASS
from studio.ui.canvas.card import BLOCK_CATEGORY, CardSource
from studio.ui.folding import fold_edit
from tests.graph.test_folding import Drawing

CATALOG = load_catalog()


def drawn():
    drawing = Drawing()
    x = drawing.put(INPUT_CLASS, shape=(8, 8, 3))
    for number in range(3):
        x = drawing.residual(x, f"stage{number}", filters=3 + number)
    return drawing.document


def test_folding_lays_out_what_is_left():
    document = drawn()
    document.apply(fold_edit(document, CATALOG))
    tops = [node.position.y for node in document.graph.nodes.values()]
    assert len(tops) == 4
    assert tops == sorted(set(tops))
    (block,) = document.blocks.values()
    assert len({node.position for node in block.nodes}) == len(block.nodes)


def test_an_instance_is_drawn_with_its_blocks_name_and_ports():
    document = drawn()
    document.apply(fold_edit(document, CATALOG))
    source = CardSource(
        document.graph, CATALOG, {}, {}, lambda spec: (), document.blocks
    )
    first, *_ = (n for n in document.graph.nodes if document.graph.edges_into(n))
    card = source.card(first)
    assert (card.title, card.category) == ("stage0", BLOCK_CATEGORY)
    assert card.line.startswith("residual_block")
    assert [port.name for port in card.inputs] == ["x"]
    assert [port.name for port in card.outputs] == ["0"]


def test_where_nothing_repeats_there_is_no_edit():
    drawing = Drawing()
    drawing.put(INPUT_CLASS)
    assert fold_edit(drawing.document, CATALOG) is None
