"""A layer put into a wire covers nothing, and the wire keeps its way."""

from __future__ import annotations

from itertools import combinations

import pytest
from PySide6.QtCore import QPointF

from studio.graph.card_shape import CARD_HEIGHT, CARD_WIDTH
from studio.graph.document import Document
from studio.graph.edits import Reroute
from studio.graph.layout.jobs import LayoutJob, layout_edit
from studio.graph.model import Flow, Point, PortKey
from tests.ui.canvas.sample import CATALOG, K, add, wire


def covered(hand):
    """Pairs of cards that lie on one another."""
    rects = {n: item.rect for n, item in hand.scene.nodes.items()}
    return [(a, b) for a, b in combinations(rects, 2) if rects[a].intersects(rects[b])]


@pytest.fixture(params=Flow)
def skip(hand, request):
    """A chain of five with a wire from the first to the last."""
    document = Document()
    names = ("InputLayer", "Dense", "Dense", "Dense", "Add")
    hand.ids = [add(document, name, 0, 120 * i) for i, name in enumerate(names)]
    for a, b in zip(hand.ids, hand.ids[1:-1], strict=False):
        wire(document, a, b)
    wire(document, hand.ids[3], hand.ids[4], "inputs[0]")
    wire(document, hand.ids[0], hand.ids[4], "inputs[1]")
    document.apply(layout_edit(document, CATALOG, LayoutJob()))
    if request.param is Flow.LEFT_TO_RIGHT:
        job = LayoutJob(flow=Flow.LEFT_TO_RIGHT)
        document.apply(layout_edit(document, CATALOG, job))
    hand.workspace.replace_document(document, None)
    hand.key_of_skip = PortKey(hand.ids[4], "inputs[1]")
    return hand


def drop(hand, key):
    """Drop a layer in the middle of a wire; its id."""
    edge = hand.graph.edges[key]
    at = hand.scene.edges[key].path().pointAtPercent(0.5)
    return hand.view.placing.drop(K + "Dropout", at, edge)


def test_a_layer_on_a_long_wire_lies_beside_what_the_wire_passes(skip):
    before = {n: skip.graph.nodes[n].position for n in skip.ids}
    new = drop(skip, skip.key_of_skip)
    assert covered(skip) == []
    assert before == {n: skip.graph.nodes[n].position for n in skip.ids}
    (into,), (out,) = skip.graph.edges_into(new), skip.graph.edges_out_of(new)
    assert (into.source, out.target) == (skip.ids[0], skip.ids[4])
    assert skip.steps == ["Add Dropout"]
    skip.undo()
    assert set(skip.graph.nodes) == set(skip.ids)


def test_it_lies_between_the_ends_and_the_wire_goes_on_round_the_cards(skip):
    axis = skip.workspace.document.setup.canvas.flow is Flow.TOP_TO_BOTTOM
    via = skip.graph.edges[skip.key_of_skip].via
    skip.workspace.edit(Reroute(*skip.key_of_skip, via, pinned=True))
    new = drop(skip, skip.key_of_skip)
    nodes = skip.graph.nodes
    size = CARD_HEIGHT if axis else CARD_WIDTH
    at = nodes[new].position[axis]
    assert nodes[skip.ids[0]].position[axis] + size <= at
    assert at + size <= nodes[skip.ids[4]].position[axis]
    (into,), (out,) = skip.graph.edges_into(new), skip.graph.edges_out_of(new)
    assert into.via == tuple(p for p in via if p[axis] <= at)
    assert out.via == tuple(p for p in via if p[axis] >= at + size)
    assert out.pinned == bool(out.via)


def test_a_short_wire_still_makes_room_behind_its_source(hand):
    first, second = hand.ids[1:3]
    below = {n: hand.graph.nodes[n].position for n in hand.ids[2:]}
    new = drop(hand, PortKey(second, "inputs"))
    nodes = hand.graph.nodes
    assert nodes[new].position == below[second]
    assert {nodes[n].position.y - p.y for n, p in below.items()} == {120}
    assert covered(hand) == []
    assert [e.source for e in hand.graph.edges_into(new)] == [first]


def test_a_branch_gets_it_in_the_column_of_its_target(hand):
    dense = hand.ids[3]
    document = hand.workspace.document
    left = add(document, "Dense", -140, 480, units=3)
    right = add(document, "Dense", 140, 480, units=3)
    for branch in (left, right):
        wire(document, dense, branch)
    new = drop(hand, PortKey(right, "inputs"))
    nodes = hand.graph.nodes
    assert nodes[new].position == Point(140, 480)
    assert nodes[right].position == Point(140, 600)
    assert nodes[left].position == Point(-140, 480)
    assert covered(hand) == []


def test_a_card_dragged_onto_a_long_wire_covers_nothing_either(skip):
    document = skip.workspace.document
    lone = add(document, "Dropout", -600, -300, rate=0.5)
    skip.view.fit()
    path = skip.scene.edges[skip.key_of_skip].path()
    skip.drag(skip.node(lone), skip.at(path.pointAtPercent(0.5)))
    assert [e.source for e in skip.graph.edges_into(lone)] == [skip.ids[0]]
    assert covered(skip) == []


def test_where_the_hand_lets_go_on_free_ground_the_card_stays(skip):
    edge = skip.graph.edges[skip.key_of_skip]
    via = (Point(900, 200), Point(900, 300))
    skip.workspace.edit(Reroute(*edge.key, via))
    at = QPointF(900, 250)
    new = skip.view.placing.drop(K + "Dropout", at, skip.graph.edges[edge.key])
    assert skip.scene.nodes[new].rect.contains(at)
    assert covered(skip) == []
