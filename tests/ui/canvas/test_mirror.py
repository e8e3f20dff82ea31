"""The scene shows what the document says, whatever is done to it."""

import gc
import random

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from studio.graph import commands, edits
from studio.graph.document import Document
from studio.graph.edits import EditRefused
from studio.graph.fragment import copy_fragment, paste
from studio.graph.model import Edge, Point
from studio.graph.problems import Problem, Severity
from studio.ui.canvas.card import CardSource
from studio.ui.canvas.view import CanvasView
from tests.ui.canvas.sample import CATALOG, K, chain, facts

NAMES = ("Dense", "Conv2D", "Add", "LSTM", "InputLayer")
STEPS = 300


def assert_mirrors(scene, workspace):
    document = workspace.document
    graph = document.graph
    assert scene.nodes.keys() == graph.nodes.keys()
    assert scene.edges.keys() == graph.edges.keys()
    assert scene.comments.keys() == document.comments.keys()
    source = CardSource(graph, CATALOG, workspace.facts, {}, lambda spec: ())
    for node in graph.nodes.values():
        item = scene.nodes[node.id]
        assert (item.x(), item.y()) == tuple(node.position)
        callers = len(graph.callers_of(node.definition)) if node.definition else 1
        wanted = source.card(node.id, callers)
        shown = item.card
        assert (shown.title, shown.inputs, shown.outputs, shown.callers) == (
            wanted.title,
            wanted.inputs,
            wanted.outputs,
            wanted.callers,
        )
    for key, item in scene.edges.items():
        edge = graph.edges[key]
        assert item.start == scene.nodes[edge.source].output_at(edge.output)
        assert item.end == scene.nodes[edge.target].input_at(edge.port)
    for comment_id, comment in document.comments.items():
        assert scene.comments[comment_id].comment == comment


def random_edit(document, dice):
    graph = document.graph
    nodes = list(graph.nodes)
    at = Point(dice.randrange(-800, 800, 8), dice.randrange(-800, 800, 8))
    kind = dice.randrange(9) if nodes else 0
    one, two = (dice.choice(nodes), dice.choice(nodes)) if nodes else ("", "")
    match kind:
        case 0 | 1:
            return commands.place_layer(document, K + dice.choice(NAMES), at)[0]
        case 2 | 3:
            port = dice.choice(["inputs", "inputs[0]", "inputs[1]", "sequences"])
            return commands.connect(document, Edge(one, two, port))
        case 4:
            return commands.move(document, {one: at})
        case 5:
            return commands.delete_nodes(document, {one, two}, dice.random() < 0.5)
        case 6:
            return commands.add_comment(document, "note", at)[0]
        case 7:
            definition = graph.nodes[one].definition
            copy = edits.AddNode(
                type(graph.nodes[one])(
                    document.new_id("n"), graph.nodes[one].kind, definition, at
                )
            )
            return edits.Compound("Share", (copy,))
        case _:
            return commands.rename(document, one, f"name_{dice.randrange(10**6)}")


@pytest.mark.parametrize("seed", [1, 2])
def test_random_edits_undo_and_redo(view, workspace, seed):
    dice = random.Random(seed)
    for step in range(STEPS):
        choice = dice.random()
        if choice < 0.15:
            workspace.undo_stack.undo()
        elif choice < 0.25:
            workspace.undo_stack.redo()
        else:
            try:
                workspace.edit(random_edit(workspace.document, dice), "step")
            except EditRefused:
                continue
        if step % 10 == 0:
            assert_mirrors(view.stage_scene, workspace)
    assert_mirrors(view.stage_scene, workspace)
    while workspace.undo_stack.canUndo():
        workspace.undo_stack.undo()
    assert_mirrors(view.stage_scene, workspace)
    assert not view.stage_scene.items()


def test_another_document_replaces_every_item(hand):
    document, _ = chain()
    hand.workspace.replace_document(document, None)
    assert_mirrors(hand.scene, hand.workspace)
    hand.workspace.replace_document(Document(), None)
    assert hand.scene.items() == []


def test_results_reach_the_cards(hand):
    node = hand.ids[1]
    problem = Problem(Severity.ERROR, "K-SHAPE", "Too small.", node)
    warning = Problem(Severity.WARNING, "X", "Hm.", node)
    hand.workspace.set_results({node: facts(node, None, 6, 6, 32)}, [warning, problem])
    card = hand.scene.nodes[node].card
    assert card.shape == "6 × 6 × 32"
    assert card.severity is Severity.ERROR
    hand.workspace.set_results({}, [])
    assert hand.scene.nodes[node].card.severity is None


def test_shared_layers_say_so(hand):
    graph = hand.graph
    shared = graph.nodes[hand.ids[3]]
    twin = type(shared)("n99", shared.kind, shared.definition, Point(400, 0))
    hand.workspace.edit(edits.AddNode(twin), "Share")
    assert hand.scene.nodes["n99"].card.callers == 2
    assert hand.scene.nodes[shared.id].card.callers == 2
    hand.undo()
    assert hand.scene.nodes[shared.id].card.callers == 1


def test_the_theme_reaches_every_item(hand, themes):
    before = hand.view.grab().toImage().pixelColor(2, 2)
    themes.set_mode("dark")
    after = hand.view.grab().toImage().pixelColor(2, 2)
    assert before == themes._light.color("canvas")
    assert after == themes.theme.color("canvas")


def test_nothing_is_known_of_nodes_and_wires_that_are_gone(hand):
    document, scene, mirror = hand.workspace.document, hand.scene, hand.view._mirror
    for _ in range(3):
        copied = copy_fragment(document, hand.ids)
        hand.workspace.edit(paste(document, copied, Point(0, 500))[0])
        hand.undo()
    graph = document.graph
    assert mirror._told.keys() == graph.nodes.keys()
    assert mirror._callers.keys() == graph.definitions.keys()
    assert scene.overview.stale_nodes <= graph.nodes.keys()
    assert scene.overview.stale_edges <= graph.edges.keys()
    assert {item.edge.key for item in scene.shaping._waiting} <= graph.edges.keys()


def test_views_come_and_go_without_leaving_anything(qapp, workspace, themes):
    workspace.replace_document(chain()[0], None)
    counts = []
    for _ in range(20):
        view = CanvasView(workspace, themes)
        view.resize(300, 300)
        view.show()
        view.grab()
        view.close()
        view.deleteLater()
        del view
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        gc.collect()
        counts.append((len(gc.get_objects()), len(QApplication.allWidgets())))
    warm = counts[3:]
    assert len({widgets for _, widgets in warm}) == 1
    assert warm[-1][0] - warm[0][0] < 50
    # Nothing dead listens any more.
    workspace.edit(
        commands.place_layer(workspace.document, K + "Dense", Point(0, 0))[0]
    )
    themes.set_mode("dark")
