"""Models taken into an open document: what is alike stays what it is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from studio.graph import edits
from studio.graph.card_shape import CARD_HEIGHT
from studio.graph.document import Document
from studio.graph.graph import Graph
from studio.graph.model import Comment, Edge, Flow, Node, NodeKind, Point
from studio.graph.setup import CanvasSettings
from studio.importing.arrange import arranged
from studio.importing.merge import merged
from tests.codegen import samples
from tests.codegen.samples import Sketch, layer
from tests.importing.retold import changed, longer, opened


@pytest.mark.parametrize("make", [samples.chain, samples.nested, samples.grouped])
def test_the_same_model_changes_nothing(catalog, make):
    assert merged(make(), opened(make(), catalog), catalog).edits == ()


def test_one_parameter_is_one_edit(catalog):
    document = samples.chain()
    other = changed(samples.chain(), "hidden", units=99)
    (edit,) = merged(document, other, catalog).edits
    assert isinstance(edit, edits.ChangeDefinition)
    assert edit.definition.parameters["units"] == 99


def test_spellings_of_the_same_value_stay(catalog):
    document = samples.nested()
    other = samples.nested()
    block = other.blocks["b2"]
    definitions = tuple(
        replace(
            d, parameters={**d.parameters, "kernel_size": (3, 3), "strides": (1, 1)}
        )
        if d.name == "conv2d"
        else d
        for d in block.definitions
    )
    other.apply(edits.ChangeBlock(replace(block, definitions=definitions)))
    assert merged(document, other, catalog).edits == ()


def test_a_new_layer_stands_along_the_wires_of_the_document(catalog):
    document = samples.chain()
    canvas = CanvasSettings(Flow.LEFT_TO_RIGHT)
    document.apply(edits.ChangeSetup(replace(document.setup, canvas=canvas)))
    document = arranged(document, catalog)
    titles = set(map(document.graph.title_of, document.graph.nodes))
    document.apply(merged(document, longer(), catalog))
    graph = document.graph
    (new,) = (n for n in graph.nodes if graph.title_of(n) not in titles)
    old = {n: graph.nodes[n].position for n in graph.nodes if n != new}
    assert len({at.y for at in old.values()}) == 1
    (edge,) = graph.edges_into(new)
    assert graph.nodes[new].position.x > old[edge.source].x
    assert graph.nodes[new].position.y > old[edge.source].y + CARD_HEIGHT


def test_a_new_layer_leaves_the_others_where_they_are(catalog):
    document = samples.chain()
    places = {
        node: Point(number * 10.0, number * 100.0)
        for number, node in enumerate(document.graph.nodes)
    }
    document.apply(edits.MoveNodes(places))
    document.apply(edits.AddComment(Comment("c1", "mind the gap")))
    undo = document.apply(merged(document, longer(), catalog))
    assert {n: document.graph.nodes[n].position for n in places} == places
    assert [c.text for c in document.comments.values()] == ["mind the gap"]
    names = [document.graph.title_of(n) for n in document.graph.nodes]
    assert sorted(names) == ["dense", "dropout", "flatten", "hidden", "image"]
    document.apply(undo)
    assert document.same_content(_moved(samples.chain(), places))


def _moved(document, places):
    document.apply(edits.MoveNodes(places))
    document.apply(edits.AddComment(Comment("c1", "mind the gap")))
    return document


def test_a_layer_that_is_gone_is_removed(catalog):
    document = longer()
    document.apply(merged(document, samples.chain(), catalog))
    names = {d.name for d in document.graph.definitions.values()}
    assert names == {"image", "flatten", "hidden", "dense"}
    assert len(document.graph.edges) == 3


def with_mark(document):
    """Mark the last layer of the chain as the output, as imported models do."""
    graph = document.graph
    end = next(n for n in graph.nodes if graph.title_of(n) == "dense")
    document.apply(edits.AddNode(Node("n99", NodeKind.OUTPUT)))
    document.apply(edits.Connect(Edge(end, "n99", "inputs")))
    return document


def test_nodes_outside_of_the_model_stay(catalog):
    document = samples.chain()
    sketch = Sketch(80)
    layer(sketch, "Dense", "spare", sketch.input("unused", 4), units=2)
    nodes, definitions, wires = document.graph.parts()
    graph = Graph(
        [*nodes, *sketch.nodes],
        [*definitions, *sketch.definitions],
        [*wires, *sketch.edges],
    )
    other = changed(samples.chain(), "hidden", units=9)
    marked, other = with_mark(Document(graph)), with_mark(other)
    marked.apply(merged(marked, other, catalog))
    assert {"spare", "unused"} <= {d.name for d in marked.graph.definitions.values()}
    assert marked.graph.nodes["n99"].kind is NodeKind.OUTPUT


def test_text_of_own_layers_is_what_the_code_says(catalog):
    document, other = samples.chain(), samples.chain()
    code = replace(document.setup.code, custom="class Mine:\n    pass\n")
    document.apply(edits.ChangeSetup(replace(document.setup, code=code)))
    document.apply(merged(document, other, catalog))
    assert document.setup.code.custom == ""


def test_points_of_wires_stay_where_their_ends_are(catalog):
    """Not where the other model's layout has them."""
    document, other = samples.chain(), longer()
    for edge in list(other.graph.edges.values()):
        other.apply(edits.Reroute(*edge.key, (Point(9.0, 9.0),)))
    document.apply(merged(document, other, catalog))
    assert [edge.via for edge in document.graph.edges.values() if edge.via] == []
