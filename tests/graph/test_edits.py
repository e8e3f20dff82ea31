from __future__ import annotations

import copy
from dataclasses import fields, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from studio.graph import commands, edits
from studio.graph.document import Document
from studio.graph.edits import EditRefused
from studio.graph.graph import Graph
from studio.graph.model import Edge, Node, NodeKind, Point
from tests.graph.strategies import CLASSES, documents, random_edit


def state_of(document: Document):
    """Everything a document holds, copied."""
    return copy.deepcopy(
        (
            document.graph.parts(),
            dict(document.comments),
            document.setup,
            dict(document.blocks),
        )
    )


def as_sets(state):
    parts, comments, setup, blocks = state
    return (
        [by_id(part) for part in parts],
        comments,
        setup,
        {
            block.id: (
                block.name,
                block.parameters,
                *map(by_id, (block.nodes, block.definitions, block.edges)),
            )
            for block in blocks.values()
        },
    )


def by_id(part):
    return {item.id if hasattr(item, "id") else item.key: item for item in part}


class EditMachine(RuleBasedStateMachine):
    """Random edits, undone and redone: the document always comes back."""

    def __init__(self):
        super().__init__()
        self.document = Document()
        self.start = state_of(self.document)
        self.done: list[tuple[edits.Edit, edits.Edit, object]] = []
        self.undone: list[tuple[edits.Edit, edits.Edit, object]] = []

    @rule(data=st.data())
    def edit(self, data):
        edit = random_edit(data.draw, self.document)
        if edit is None:
            return
        before = state_of(self.document)
        inverse = self.document.apply(edit)
        self.done.append((edit, inverse, before))
        self.undone.clear()

    @precondition(lambda self: self.done)
    @rule()
    def undo(self):
        edit, inverse, before = self.done.pop()
        self.document.apply(inverse)
        assert as_sets(state_of(self.document)) == as_sets(before)
        self.undone.append((edit, inverse, before))

    @precondition(lambda self: self.undone)
    @rule()
    def redo(self):
        edit, _, before = self.undone.pop()
        inverse = self.document.apply(edit)
        self.done.append((edit, inverse, before))

    @invariant()
    def indexes_agree_with_the_parts(self):
        graph = self.document.graph
        rebuilt = Graph(*graph.parts())
        assert rebuilt == graph
        for node_id in graph.nodes:
            assert rebuilt.edges_into(node_id) == graph.edges_into(node_id)
            assert set(rebuilt.edges_out_of(node_id)) == set(
                graph.edges_out_of(node_id)
            )

    def teardown(self):
        for _, inverse, before in reversed(self.done):
            self.document.apply(inverse)
            assert as_sets(state_of(self.document)) == as_sets(before)
        assert as_sets(state_of(self.document)) == as_sets(self.start)


EditMachine.TestCase.settings = settings(
    max_examples=60, stateful_step_count=40, deadline=None
)
TestEdits = EditMachine.TestCase


@given(documents(), st.data())
@settings(deadline=None, max_examples=60)
def test_a_refused_compound_changes_nothing(document, data):
    good = commands.place_layer(document, CLASSES[0], Point(0, 0))[0]
    bad = edits.RemoveNode("n999")
    before, revision = state_of(document), document.revision
    heard = []
    document.subscribe(lambda edit, changes: heard.append(edit))
    with pytest.raises(EditRefused):
        document.apply(edits.Compound("both", (*good.edits, bad)))
    assert as_sets(state_of(document)) == as_sets(before)
    assert document.revision == revision
    assert heard == []


def test_ids_are_never_reused():
    document = Document()
    placed, first = commands.place_layer(document, CLASSES[0], Point(0, 0))
    inverse = document.apply(placed)
    document.apply(inverse)
    assert commands.place_layer(document, CLASSES[0], Point(0, 0))[1] != first


def test_subscribers_hear_every_change_in_order():
    document = Document()
    heard = []
    dispose = document.subscribe(lambda edit, changes: heard.extend(changes))
    placed, _ = commands.place_layer(document, CLASSES[0], Point(0, 0))
    document.apply(placed)
    assert [type(c).__name__ for c in heard] == ["DefinitionAdded", "NodeAdded"]
    dispose()
    document.apply(commands.place_output(document, Point(0, 0))[0])
    assert len(heard) == 2


def test_a_port_holds_one_edge():
    document = Document()
    ids = []
    for _ in range(3):
        edit, node = commands.place_layer(document, CLASSES[0], Point(0, 0))
        document.apply(edit)
        ids.append(node)
    document.apply(edits.Connect(Edge(ids[0], ids[2], "inputs")))
    with pytest.raises(EditRefused, match="already connected"):
        document.apply(edits.Connect(Edge(ids[1], ids[2], "inputs")))
    document.apply(commands.connect(document, Edge(ids[1], ids[2], "inputs")))
    assert [e.source for e in document.graph.edges_into(ids[2])] == [ids[1]]


def test_a_node_that_moves_stays_the_same_call():
    node = Node("n1", NodeKind.INPUT, "l1", Point(1, 2), {"a": (1,)}, ("x",), True)
    plain = Node("n1", NodeKind.INPUT)
    same = [
        f.name for f in fields(Node) if getattr(node, f.name) == getattr(plain, f.name)
    ]
    assert same == ["id", "kind"]
    assert node.moved(Point(3, 4)) == replace(node, position=Point(3, 4))
