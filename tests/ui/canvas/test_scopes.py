"""Going into blocks and out again: what is around waits, and follows what happens."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from studio.graph import commands
from studio.graph.edits import ChangeSetup, EditRefused, Reroute
from studio.graph.grouping import group
from studio.graph.model import Flow, Point
from studio.graph.problems import Problem, Severity
from studio.graph.setup import CanvasSettings
from studio.ui.canvas.node_item import Look
from studio.ui.canvas.view import CanvasView
from tests.ui.canvas.conftest import away
from tests.ui.canvas.sample import K, facts
from tests.ui.canvas.test_mirror import random_edit


@pytest.fixture
def block(hand):
    """A block around the two nodes in the middle of the chain."""
    edit, made = group(hand.workspace.document, hand.ids[1:3])
    hand.workspace.edit(edit)
    return hand.workspace.document.graph.nodes[made]


@pytest.fixture
def inside(hand, block):
    """Id of the block, entered."""
    definition = hand.graph.definitions[block.definition]
    hand.workspace.enter(definition.block)
    return definition.block


def shown(view):
    """All that the scene shows, as plain data."""
    scene = view.stage_scene
    scene.overview.refresh(scene.nodes, scene.edges)
    nodes = {
        n: (item.card, item.look, item.at, item.rect, item.geometry)
        for n, item in scene.nodes.items()
    }
    edges = {k: (i.edge, i.start, i.end, i.path()) for k, i in scene.edges.items()}
    comments = {c: (item.comment, item.rect) for c, item in scene.comments.items()}
    overview = scene.overview
    boxes = {c: b for c, b in overview._boxes.items() if b}
    drawn = boxes, overview._lines, overview._bent, overview._rings
    return nodes, edges, comments, drawn, scene.flow, len(scene.items())


def assert_as_new(hand, themes):
    """The scene shows what a canvas that is opened now shows."""
    fresh = CanvasView(hand.workspace, themes)
    try:
        assert shown(hand.view) == shown(fresh)
    finally:
        fresh.close()
        fresh.deleteLater()


def test_the_items_around_a_block_wait(hand, block, themes):
    around = dict(hand.scene.nodes)
    hand.workspace.enter(hand.graph.definitions[block.definition].block)
    assert set(hand.ids[1:3]) <= hand.scene.nodes.keys()
    assert not hand.scene.nodes.keys() & around.keys()
    on_scene = set(hand.scene.items())
    assert not on_scene & set(around.values())
    hand.workspace.leave()
    assert hand.scene.nodes == around
    assert_as_new(hand, themes)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_random_edits_around_a_block_are_seen_on_leaving(hand, block, themes, seed):
    dice = random.Random(seed)
    workspace = hand.workspace
    for _ in range(25):
        if block.definition not in workspace.document.graph.definitions:
            workspace.undo_stack.undo()
            continue
        workspace.enter(hand.graph.definitions[block.definition].block)
        for _ in range(dice.randrange(4)):
            try:
                workspace.edit(random_edit(workspace.document, dice), "step")
            except EditRefused:
                continue
        if workspace.path_inside:
            workspace.leave()
        assert_as_new(hand, themes)
    while workspace.undo_stack.index() > 1:
        workspace.undo_stack.undo()
    assert_as_new(hand, themes)


def test_what_keras_says_meanwhile_is_on_the_cards(hand, inside, themes):
    node = hand.ids[0]
    problem = Problem(Severity.ERROR, "K-SHAPE", "Too small.", node)
    hand.workspace.set_results({node: facts(node, None, 6, 6, 32)}, [problem])
    hand.workspace.leave()
    assert hand.scene.nodes[node].card.severity is Severity.ERROR
    assert_as_new(hand, themes)


def test_an_edit_inside_shows_on_the_blocks_card(hand, block, inside, themes):
    here = hand.workspace.here
    edit = commands.place_layer(here, K + "InputLayer", Point(0, 0))[0]
    hand.workspace.edit_here(edit, "Place")
    hand.workspace.leave()
    assert_as_new(hand, themes)
    hand.undo()
    assert_as_new(hand, themes)


def test_a_wire_that_is_bent_meanwhile_is_bent(hand, inside, themes):
    edge = next(iter(hand.graph.edges.values()))
    via = (Point(500, 100), Point(500, 300))
    hand.workspace.edit(Reroute(edge.target, edge.port, via), "Bend")
    hand.workspace.leave()
    assert hand.scene.edges[edge.key].edge.via == via
    assert_as_new(hand, themes)


def test_nothing_of_a_gesture_is_left(hand, block, themes):
    start = hand.node(hand.ids[0])
    hand.press(start)
    hand.move(away(start, 60, 40))
    hand.workspace.enter(hand.graph.definitions[block.definition].block)
    hand.workspace.leave()
    hand.release(away(start, 60, 40))
    assert {item.look for item in hand.scene.nodes.values()} == {Look()}
    assert_as_new(hand, themes)


def test_the_theme_and_the_flow_of_what_waits_are_those_of_now(hand, inside, themes):
    themes.set_mode("dark")
    hand.workspace.leave()
    assert all(item._theme is themes.theme for item in hand.scene.edges.values())
    hand.workspace.enter(inside)
    setup = hand.workspace.document.setup
    across = replace(setup, canvas=CanvasSettings(Flow.LEFT_TO_RIGHT))
    hand.workspace.edit(ChangeSetup(across), "Flow")
    hand.workspace.leave()
    assert hand.scene.flow is Flow.LEFT_TO_RIGHT
    assert_as_new(hand, themes)


def test_a_block_that_is_left_for_good_waits_no_longer(hand, inside):
    mirror = hand.view._mirror
    assert list(mirror._aside) == [()]
    hand.workspace.leave()
    assert mirror._aside == {}
