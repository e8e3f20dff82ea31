"""Muted nodes of a document that takes over what its code says."""

from __future__ import annotations

import pytest

from studio.graph.muting import without_muted_nodes
from studio.importing.merge import merged
from tests.codegen import samples
from tests.codegen.samples import Sketch, layer
from tests.importing.retold import changed, longer, muted, opened


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
