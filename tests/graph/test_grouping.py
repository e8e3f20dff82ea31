"""Groups of a selection, and their undoing."""

from __future__ import annotations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from studio.graph import commands, edits
from studio.graph.block import BlockKind, BlockParameter, block_parameter
from studio.graph.document import Document
from studio.graph.edits import EditRefused
from studio.graph.exposing import expose
from studio.graph.grouping import group
from studio.graph.model import Edge, NodeKind, Point
from studio.graph.scoping import scoped
from studio.graph.ungrouping import make_block_unique, ungroup
from tests.graph.strategies import documents

K = "keras.layers."


def chain(*classes):
    """A chain of layers under an input; the document and the node ids."""
    document, ids = Document(), []
    for index, name in enumerate(("InputLayer", *classes)):
        edit, node = commands.place_layer(document, K + name, Point(0, 120 * index))
        document.apply(edit)
        if ids:
            document.apply(commands.connect(document, Edge(ids[-1], node, "inputs")))
        ids.append(node)
    return document, ids


def picture(document, graph=None):
    """What a graph says, whatever its ids."""
    graph = graph or document.graph
    title = graph.title_of
    return (
        sorted(
            (title(n.id), str(graph.definition_of(n.id) and n.kind), n.position)
            for n in graph.nodes.values()
        ),
        sorted(
            (title(e.source), e.output, title(e.target), e.port)
            for e in graph.edges.values()
        ),
    )


def test_a_selection_becomes_a_block_with_an_instance():
    document, (source, *layers) = chain("Dense", "Dropout", "Dense")
    edit, node = group(document, layers[:2])
    document.apply(edit)
    (block,) = document.blocks.values()
    assert block.kind is BlockKind.GROUP
    names = [d.name for d in block.definitions]
    assert names == ["x", "{name}_dense", "{name}_dropout"]
    assert [e.source for e in document.graph.edges_into(node)] == [source]
    assert document.graph.edges_into(layers[2])[0].source == node


@given(documents(), st.data())
@settings(max_examples=150, deadline=None)
def test_ungrouping_restores_what_was_grouped(document, data):
    nodes = list(document.graph.nodes)
    chosen = data.draw(st.sets(st.sampled_from(nodes)) if nodes else st.just(set()))
    names = [d.name for d in document.graph.definitions.values()]
    assume(len(set(names)) == len(names))  # doubled names are made unique on the way
    was_marked = NodeKind.OUTPUT in {n.kind for n in document.graph.nodes.values()}
    before = picture(document)
    try:
        edit, node = group(document, chosen)
    except EditRefused:
        return
    inverse = document.apply(edit)
    document.apply(ungroup(document, node)[0])
    marks = [n.id for n in document.graph.nodes.values() if n.kind is NodeKind.OUTPUT]
    if not was_marked and marks:  # several loose ends of a block can only be marked
        document.apply(commands.delete_nodes(document, marks))
    assert picture(document) == before
    assert inverse.name == edit.name


def test_what_would_feed_itself_is_no_block():
    document, (_, first, between, last) = chain("Dense", "Dropout", "Dense")
    with pytest.raises(EditRefused, match="feed itself through dropout"):
        group(document, [first, last])
    assert between in document.graph.nodes


def test_a_shared_layer_stays_with_its_callers():
    document, (_, first, second) = chain("Dense", "Dense")
    layer = document.graph.nodes[first].definition
    node = document.graph.nodes[second]
    from dataclasses import replace

    document.apply(edits.ChangeNode(replace(node, definition=layer)))
    with pytest.raises(EditRefused, match="shared with nodes outside"):
        group(document, [first])


def test_a_unique_instance_has_a_block_of_its_own():
    document, (_, first, second) = chain("Dense", "Dense")
    edit, node = group(document, [first])
    document.apply(edit)
    copy, (twin,) = commands_duplicate(document, node)
    document.apply(copy)
    blocks = {document.graph.definition_of(n).block for n in (node, twin)}
    assert len(blocks) == 1
    document.apply(make_block_unique(document, twin))
    assert len({document.graph.definition_of(n).block for n in (node, twin)}) == 2
    assert second in document.graph.nodes


def commands_duplicate(document, node):
    from studio.graph.fragment import duplicate

    return duplicate(document, [node])


def test_an_exposed_parameter_is_the_instance_s_to_set():
    document, (_, first) = chain("Dense")
    layer = document.graph.nodes[first].definition
    document.apply(commands.set_parameters(document, layer, {"units": 8}))
    edit, node = group(document, [first])
    document.apply(edit)
    (block,) = document.blocks.values()
    document.apply(expose(document, block.id, layer, "units"))
    (block,) = document.blocks.values()
    assert block.parameters == (BlockParameter("units", 8),)
    assert block.graph.definitions[layer].parameters["units"] == block_parameter(
        "units"
    )
    instance = document.graph.nodes[node].definition
    document.apply(commands.set_parameters(document, instance, {"units": 16}))
    document.apply(ungroup(document, node)[0])
    assert [d.parameters.get("units") for d in document.graph.definitions.values()] == [
        None,
        16,
    ]


def test_an_edit_goes_into_a_block_and_its_blocks_stay_outside():
    document, (_, first, second) = chain("Dense", "Dense")
    edit, _ = group(document, [first, second])
    document.apply(edit)
    (outer,) = document.blocks
    inside = document.inside(outer)
    edit, node = group(inside, [second])
    document.apply(scoped(edit, outer))
    assert len(document.blocks) == 2
    assert node in document.blocks[outer].graph.nodes
    name = document.blocks[outer].graph.title_of(node)
    assert name == "{name}_block"
