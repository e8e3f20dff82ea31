"""Models taken into an open document: what is alike stays what it is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from studio.catalog.store import load_catalog
from studio.graph import edits
from studio.graph.block import BlockKind
from studio.graph.card_shape import CARD_HEIGHT
from studio.graph.document import Document
from studio.graph.graph import Graph
from studio.graph.model import Comment, Edge, Flow, Node, NodeKind, Point
from studio.graph.muting import set_muted, without_muted_nodes
from studio.graph.setup import CanvasSettings
from studio.importing.arrange import arranged
from studio.importing.groups import Groups
from studio.importing.merge import merged
from tests.codegen import samples
from tests.codegen.samples import Sketch, layer


@pytest.fixture(scope="module")
def catalog():
    return load_catalog()


def opened(document, catalog):
    """The document as its code tells it: without groups, under other ids."""
    other = Document(blocks=document.blocks.values())
    groups = Groups(document.blocks, lambda p: other.new_id(p * 2), catalog)
    models = [b for b in document.blocks.values() if b.kind is not BlockKind.GROUP]
    return Document(groups.opened(document.graph), blocks=models)


def changed(document, name, **parameters):
    definition = next(d for d in document.graph.definitions.values() if d.name == name)
    values = {**definition.parameters, **parameters}
    document.apply(edits.ChangeDefinition(replace(definition, parameters=values)))
    return document


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


def longer():
    """The sample chain with a layer more in its middle."""
    sketch = Sketch(50)
    x = sketch.input("image", 8, 8, 1)
    x = layer(sketch, "Flatten", "flatten", x)
    x = layer(sketch, "Dropout", "dropout", x, rate=0.5)
    x = layer(sketch, "Dense", "hidden", x, units=16, activation="relu")
    layer(sketch, "Dense", "dense", x, units=3)
    return sketch.document()


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


def test_a_group_opens_only_where_something_in_it_changed(catalog):
    document = samples.grouped()
    other = changed(
        opened(samples.grouped(), catalog), "block2_1_conv", activation="relu"
    )
    document.apply(merged(document, other, catalog))
    names = {d.name for d in document.graph.definitions.values()}
    assert "block1" in names
    assert "block2" not in names
    assert {"block2_1_conv", "block2_add"} <= names
    assert document.graph.definitions


def test_a_group_takes_over_what_its_parameter_can_say(catalog):
    document = samples.grouped()
    other = opened(samples.grouped(), catalog)
    for name in ("block2_1_conv", "block2_0_conv"):
        changed(other, name, filters=24, strides=(3, 3))
    (edit,) = merged(document, other, catalog).edits
    assert edit.definition.name == "block2"
    assert edit.definition.parameters == {"filters": 24, "strides": 3}


def test_a_parameter_has_one_value_for_all_layers_of_a_group(catalog):
    document = samples.grouped()
    other = changed(opened(samples.grouped(), catalog), "block2_1_conv", filters=24)
    document.apply(merged(document, other, catalog))
    assert "block2" not in {d.name for d in document.graph.definitions.values()}


def test_a_document_without_its_last_group_has_no_block(catalog):
    document = samples.grouped()
    other = opened(samples.grouped(), catalog)
    for name, activation in {"block1_1_conv": "relu", "block2_1_conv": "tanh"}.items():
        changed(other, name, activation=activation)
    document.apply(merged(document, other, catalog))
    assert document.blocks == {}


def test_what_changed_in_all_instances_changes_in_their_block(catalog):
    document = samples.grouped()
    other = opened(samples.grouped(), catalog)
    for name in ("block1", "block2"):
        changed(other, f"{name}_1_conv", activation="relu", strides=(3, 3))
        changed(other, f"{name}_0_conv", strides=(3, 3))
        graph = other.graph
        old = next(d for d in graph.definitions.values() if d.name == f"{name}_1_bn")
        new = replace(old, layer_class="keras.layers.LayerNormalization")
        other.apply(edits.ChangeDefinition(new))
    before = dict(document.graph.nodes)
    undo = document.apply(merged(document, other, catalog))
    assert dict(document.graph.nodes) == before
    (block,) = document.blocks.values()
    inside = {d.name: d for d in block.definitions}
    assert inside["{name}_1_conv"].parameters["activation"] == "relu"
    assert inside["{name}_1_bn"].layer_class == "keras.layers.LayerNormalization"
    values = {
        d.name: d.parameters
        for d in document.graph.definitions.values()
        if d.block == block.id
    }
    assert values == {
        "block1": {"filters": 8, "strides": 3},
        "block2": {"filters": 16, "strides": 3},
    }
    again = opened(document, catalog)
    assert merged(document, again, catalog).edits == ()
    document.apply(undo)
    assert document.same_content(samples.grouped())


def test_what_keras_takes_by_itself_is_not_missed_in_a_group(catalog):
    document = samples.grouped()
    other = opened(samples.grouped(), catalog)
    for definition in list(other.graph.definitions.values()):
        values = dict(definition.parameters)
        if values.get("strides") == 1:
            del values["strides"]  # as a config is read: without defaults
        if definition.name.endswith("_1_conv"):
            values["activation"] = "relu"
        other.apply(edits.ChangeDefinition(replace(definition, parameters=values)))
    (edit,) = merged(document, other, catalog).edits
    assert isinstance(edit, edits.ChangeBlock)
    assert [p.name for p in edit.block.parameters] == ["filters", "strides"]


def test_a_number_that_is_written_out_is_no_parameter_any_more(catalog):
    document = samples.grouped()
    other = opened(samples.grouped(), catalog)
    for name in ("block1", "block2"):
        changed(other, f"{name}_1_conv", filters=32, strides=1)
        changed(other, f"{name}_0_conv", filters=48, strides=1)
    document.apply(merged(document, other, catalog))
    (block,) = document.blocks.values()
    assert block.parameters == ()
    filters = {d.parameters.get("filters") for d in block.definitions}
    assert filters == {32, 48, None}


def test_a_block_that_is_used_muted_too_does_not_change(catalog):
    document = muted(samples.grouped(), "block2")
    other = opened(without_muted_nodes(document), catalog)
    changed(other, "block1_1_conv", activation="relu")
    before = dict(document.blocks)
    document.apply(merged(document, other, catalog))
    assert dict(document.blocks) == before
    assert "block2" in {d.name for d in document.graph.definitions.values()}


def test_a_nested_model_changes_inside_its_own_block(catalog):
    document, other = samples.nested(), samples.nested()
    block = other.blocks["b3"]
    definitions = tuple(
        replace(d, parameters={"units": 12}) if d.name == "dense" else d
        for d in block.definitions
    )
    other.apply(edits.ChangeBlock(replace(block, definitions=definitions)))
    (edit,) = merged(document, other, catalog).edits
    assert isinstance(edit, edits.ChangeBlock)
    assert edit.block.id == "b3"
    assert edit.block.graph.nodes == document.blocks["b3"].graph.nodes


def muted(document, *names):
    """The document with the calls of these layers left out."""
    nodes = [n for n in document.graph.nodes if document.graph.title_of(n) in names]
    document.apply(set_muted(document, nodes, True))
    return document


def wires(document):
    """Ends of all wires, by the names of their layers."""
    title = document.graph.title_of
    return {(title(e.source), title(e.target)) for e in document.graph.edges.values()}


@pytest.mark.parametrize("name", ["block1", "block2", "pool"])
def test_muted_nodes_and_groups_stay_where_they_are(catalog, name):
    document = muted(samples.grouped(), name)
    other = opened(without_muted_nodes(document), catalog)
    assert merged(document, other, catalog).edits == ()


@pytest.mark.parametrize("names", [("dropout",), ("dropout", "hidden"), ("dense",)])
def test_a_muted_node_keeps_its_wires_while_others_change(catalog, names):
    document = muted(longer(), *names)
    before = wires(document)
    other = changed(longer_without(names), "image", shape=(9, 9))
    document.apply(merged(document, other, catalog))
    assert wires(document) == before
    assert {n for n in document.graph.nodes if document.graph.nodes[n].muted} == {
        n for n in document.graph.nodes if document.graph.title_of(n) in names
    }


def longer_without(names):
    return without_muted_nodes(muted(longer(), *names))


def test_a_layer_before_a_muted_node_feeds_it(catalog):
    document = muted(longer(), "dropout")
    sketch = Sketch(90)
    x = layer(sketch, "Flatten", "flatten", sketch.input("image", 8, 8, 1))
    x = layer(sketch, "Dense", "wide", x, units=64)
    x = layer(sketch, "Dense", "hidden", x, units=16, activation="relu")
    layer(sketch, "Dense", "dense", x, units=3)
    document.apply(merged(document, sketch.document(), catalog))
    assert wires(document) == {
        ("image", "flatten"),
        ("flatten", "wide"),
        ("wide", "dropout"),
        ("dropout", "hidden"),
        ("hidden", "dense"),
    }


def test_a_muted_layer_that_the_code_calls_is_called_again(catalog):
    document = muted(longer(), "dropout")
    document.apply(merged(document, longer(), catalog))
    assert not any(node.muted for node in document.graph.nodes.values())
    assert document.same_content(longer())


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
