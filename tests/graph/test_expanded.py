"""Blocks opened into one graph of calls."""

from __future__ import annotations

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from studio.graph import commands
from studio.graph.algorithms import model_outputs
from studio.graph.edits import EditRefused
from studio.graph.expanded import MOST_CALLS, Expanded
from studio.graph.exposing import expose
from studio.graph.fragment import duplicate
from studio.graph.grouping import group
from studio.graph.model import Edge, NodeKind
from studio.graph.muting import set_muted
from studio.graph.problems import warning
from studio.graph.scoping import scoped
from tests.graph.strategies import documents
from tests.graph.test_grouping import chain


def wires(graph):
    """Wires by the classes at their ends, whatever names, ids and marks are."""

    def is_mark(edge):
        return graph.nodes[edge.target].kind is NodeKind.OUTPUT

    edges = [edge for edge in graph.edges.values() if not is_mark(edge)]
    return sorted(
        (kind(graph, e.source), e.output, kind(graph, e.target), e.port) for e in edges
    )


def ends(graph):
    """Classes of what the model gives back."""
    return sorted(kind(graph, node) for node, _ in model_outputs(graph))


def marks_outputs(block):
    """Whether it says what it gives back: else only its first loose end has a wire."""
    marks = [node.id for node in block.nodes if node.kind is NodeKind.OUTPUT]
    return bool(marks) and all(block.graph.edges_into(mark) for mark in marks)


def kind(graph, node):
    """Class of a call; random wires may lead from one mark of an output to another."""
    definition = graph.definition_of(node)
    return definition.layer_class if definition else "output"


@given(documents(), st.data())
@settings(max_examples=150, deadline=None)
def test_a_group_is_the_same_calls(document, data):
    nodes = list(document.graph.nodes)
    chosen = data.draw(st.sets(st.sampled_from(nodes)) if nodes else st.just(set()))
    whole = Expanded.of(document, {}).graph
    before = wires(whole), ends(whole)
    try:
        edit, _ = group(document, chosen)
    except EditRefused:
        assume(False)
    document.apply(edit)
    opened = Expanded.of(document, {}).graph
    assert wires(opened) == before[0]
    if all(marks_outputs(block) for block in document.blocks.values()):
        assert ends(opened) == before[1]


@given(documents())
@settings(max_examples=50, deadline=None)
def test_every_call_has_its_place(document):
    calls = Expanded.of(document, {})
    for call in calls.graph.nodes:
        placed = calls.placed(warning("T-DEPTH", "", call))
        scope = document.scope(placed.block)
        own = calls.graph.definition_of(call)
        named = scope.definition_of(placed.node)
        assert (own and own.layer_class) == (named and named.layer_class)


def grouped(*classes):
    """A group of layers behind an input, and the layers' ids inside it."""
    document, (_, *layers) = chain(*classes)
    edit, node = group(document, layers)
    document.apply(edit)
    (block,) = document.blocks.values()
    return document, node, block, layers


def test_instances_of_a_group_are_calls_of_their_own():
    document, node, _, _ = grouped("Dense")
    edit, (twin,) = duplicate(document, [node])
    document.apply(edit)
    document.apply(commands.connect(document, Edge(node, twin, "x")))
    graph = Expanded.of(document, {}).graph
    assert sorted(d.class_name for d in graph.definitions.values()) == [
        "Dense",
        "Dense",
        "InputLayer",
    ]
    (last,) = (n for n in graph.nodes if not graph.edges_out_of(n))
    assert "Dense" in graph.definition_of(graph.edges_into(last)[0].source).layer_class


def test_a_parameter_is_set_inside_the_block_that_holds_it():
    document, _, block, (dense,) = grouped("Dense")
    calls = Expanded.of(document, {})
    (call,) = (n for n in calls.graph.nodes if n.endswith(f"/{dense}"))
    document.apply(calls.set(call, {"units": 7}))
    (block,) = document.blocks.values()
    assert block.graph.definition_of(dense).parameters["units"] == 7


def test_an_exposed_parameter_is_set_at_the_instance():
    document, node, block, (dense,) = grouped("Dense")
    layer = block.graph.nodes[dense].definition
    edit = commands.set_parameters(document.inside(block.id), layer, {"units": 3})
    document.apply(scoped(edit, block.id))
    document.apply(expose(document, block.id, layer, "units"))
    calls = Expanded.of(document, {})
    (call,) = (n for n in calls.graph.nodes if n.endswith(f"/{dense}"))
    assert calls.graph.definition_of(call).parameters["units"] == 3
    document.apply(calls.set(call, {"units": 7}))
    assert document.graph.definition_of(node).parameters["units"] == 7
    again = Expanded.of(document, {}).graph
    assert again.definition_of(call).parameters["units"] == 7


def test_muted_calls_are_left_out():
    document, (source, first, second) = chain("Dense", "Dropout")
    document.apply(set_muted(document, [first], True))
    graph = Expanded.of(document, {}).graph
    assert first not in graph.nodes
    assert [e.source for e in graph.edges_into(second)] == [source]


def test_blocks_that_stand_for_too_many_calls_stay_closed():
    document, node, _, _ = grouped("Dense")
    while 2 ** len(document.blocks) <= MOST_CALLS:
        edit, (twin,) = duplicate(document, [node])
        document.apply(edit)
        edit, node = group(document, [node, twin])
        document.apply(edit)
    assert len(Expanded.of(document, {}).graph.nodes) == len(document.graph.nodes)
