"""Muted nodes, replaced classes, reroute points, finding."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from studio.graph import commands
from studio.graph.finding import find_nodes, siblings, similar
from studio.graph.model import Edge, NodeKind, Point, PortKey
from studio.graph.muting import set_muted, without_muted, without_muted_nodes
from studio.graph.replacing import replace_class
from studio.graph.routing import add_point, move_point, remove_point
from tests.graph.strategies import CLASSES, PORTS, documents
from tests.graph.test_grouping import chain


def test_what_feeds_a_muted_node_goes_on():
    document, (source, first, second, last) = chain("Dense", "Dropout", "Dense")
    document.apply(set_muted(document, [first, second], True))
    graph = without_muted(document.graph)
    assert list(graph.nodes) == [source, last]
    assert graph.edges == {PortKey(last, "inputs"): Edge(source, last, "inputs")}
    assert len(graph.definitions) == 2


@given(documents(), st.data())
@settings(max_examples=100, deadline=None)
def test_nothing_muted_is_left_and_nothing_dangles(document, data):
    nodes = list(document.graph.nodes)
    chosen = data.draw(st.sets(st.sampled_from(nodes)) if nodes else st.just(set()))
    document.apply(set_muted(document, chosen, True))
    graph = without_muted(document.graph)
    left = {n for n in nodes if not document.graph.nodes[n].muted}
    assert set(graph.nodes) == left
    for node in document.graph.nodes.values():
        assert not node.muted or node.kind is NodeKind.LAYER


def test_a_document_without_muted_nodes_is_itself():
    document, _ = chain("Dense")
    assert without_muted_nodes(document) is document


@given(documents(), st.data())
@settings(max_examples=150, deadline=None)
def test_a_replaced_layer_keeps_wires_and_common_parameters(document, data):
    layers = [
        n.id
        for n in document.graph.nodes.values()
        if n.kind is NodeKind.LAYER and document.graph.definition_of(n.id).block is None
    ]
    if not layers:
        return
    node = data.draw(st.sampled_from(layers))
    path = data.draw(st.sampled_from(CLASSES))
    before = document.graph.edges_out_of(node)
    edit = replace_class(document, PORTS, node, path, {"units"}, {})
    inverse = document.apply(edit)
    definition = document.graph.definition_of(node)
    assert definition.layer_class == path
    assert set(definition.parameters) <= {"units"}
    alike = {n.id for n in document.graph.callers_of(definition.id)}
    after = document.graph.edges_out_of(node)
    assert {e.target for e in before} - alike == {e.target for e in after} - alike
    document.apply(inverse)
    assert set(document.graph.edges_out_of(node)) == set(before)


def test_a_replaced_layer_s_automatic_name_follows_its_class():
    document, (_, first, second) = chain("Dense", "Dropout")
    document.apply(commands.rename(document, second, "tired"))
    for node, wanted in ((first, "attention"), (second, "tired")):
        path = "keras.layers.Attention"
        document.apply(replace_class(document, PORTS, node, path, (), {}))
        assert document.graph.title_of(node) == wanted
    assert [e.port for e in document.graph.edges_into(second)] == ["query"]


def test_reroute_points_come_move_and_go():
    document, (_, first) = chain("Dense")
    key = PortKey(first, "inputs")
    document.apply(add_point(document, key, Point(8, 16), 0))
    document.apply(add_point(document, key, Point(8, 40), 1))
    document.apply(move_point(document, key, 0, Point(16, 16)))
    assert document.graph.edges[key].via == (Point(16, 16), Point(8, 40))
    document.apply(remove_point(document, key, 1))
    assert document.graph.edges[key].via == (Point(16, 16),)


def test_nodes_are_found_by_name_class_parameter_and_shape():
    document, (source, first, second) = chain("Dense", "Dropout")
    layer = document.graph.nodes[first].definition
    document.apply(commands.set_parameters(document, layer, {"units": 64}))
    document.apply(commands.rename(document, second, "dense_not"))
    shapes = {first: [(None, 28, 28)]}

    def found(text):
        return find_nodes(document.graph, text, shapes)

    assert found("dense") == [first, second]
    assert found("dropout") == [second]
    assert found("units=64") == found("28x28") == found("dense 64") == [first]
    assert found("nothing") == found(" ") == []
    assert similar(document.graph, [first]) == {first}
    assert siblings(document.graph, source) == set()
