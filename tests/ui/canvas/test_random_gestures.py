"""After any gestures, undos and redos the canvas shows what the document says."""

from __future__ import annotations

import random
from collections import Counter

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from studio.catalog.overlay import load_overlay
from studio.graph.model import Point
from studio.ui.canvas.card import CardSource
from studio.ui.canvas.essentials import Essentials
from studio.ui.canvas.search_popup import SearchPopup

GESTURES = 1000
CHECK_EVERY = 10
CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
LAYERS = ("Dense", "Conv2D", "Add", "Dropout", "LSTM", "InputLayer")


class Person:
    """Does random things with mouse and keys, as a person might."""

    def __init__(self, hand, seed):
        self.hand = hand
        self.random = random.Random(seed)
        self.done = Counter()

    def act(self):
        names = [name for name in dir(self) if name.startswith("do_")]
        name = self.random.choice(names)
        self.done[name] += 1
        getattr(self, name)()
        for search in self.hand.view.findChildren(SearchPopup):
            search.leave()

    def spot(self):
        size = self.hand.view.viewport().size()
        return QPoint(
            self.random.randrange(size.width()), self.random.randrange(size.height())
        )

    def node(self):
        nodes = sorted(self.hand.scene.nodes)
        return self.random.choice(nodes) if nodes else None

    def on_node(self):
        node = self.node()
        return self.spot() if node is None else self.hand.node(node)

    def port(self):
        node = self.node()
        if node is None:
            return self.spot()
        geometry = self.hand.scene.nodes[node].geometry
        ports = [*geometry.inputs.values(), *geometry.outputs.values()]
        at = self.hand.scene.nodes[node].at
        return self.hand.at(at + self.random.choice(ports)) if ports else self.spot()

    def key(self, key, modifiers=Qt.KeyboardModifier.NoModifier):
        self.hand.key(key, modifiers)

    def do_place(self):
        path = f"keras.layers.{self.random.choice(LAYERS)}"
        if len(self.hand.scene.nodes) < 40:
            self.hand.view.place(path)

    def do_drag(self):
        self.hand.drag(self.on_node(), self.spot())

    def do_drag_with_alt(self):
        if len(self.hand.scene.nodes) < 40:
            self.hand.drag(self.on_node(), self.spot(), ALT)

    def do_drag_anything(self):
        self.hand.drag(self.spot(), self.spot())

    def do_add_to_selection(self):
        self.hand.click(self.on_node(), SHIFT)

    def do_wire(self):
        self.hand.drag(self.port(), self.port())

    do_wire_again = do_wire_once_more = do_wire

    def do_wire_into_nothing(self):
        self.hand.drag(self.port(), self.spot())
        found = self.hand.view.findChildren(SearchPopup)
        if found and self.random.random() < 0.5:
            QTest.keyClicks(found[-1].field, "dense")
            QTest.keyClick(found[-1].field, Qt.Key.Key_Return)

    def do_break_off(self):
        start = self.on_node()
        self.hand.press(start)
        self.hand.move(self.spot())
        self.key(Qt.Key.Key_Escape)
        self.hand.release(self.spot())

    def do_double_click(self):
        at = self.random.choice((self.on_node(), self.spot()))
        edges = sorted(self.hand.scene.edges)
        if edges and self.random.random() < 0.7:
            at = self.hand.edge(self.random.choice(edges))
        QTest.mouseDClick(self.hand.view.viewport(), Qt.MouseButton.LeftButton, pos=at)

    def do_delete(self):
        self.key(Qt.Key.Key_Delete)

    def do_select_little(self):
        nodes = sorted(self.hand.scene.nodes)
        some = self.random.sample(nodes, min(len(nodes), 3))
        self.hand.view.selection.replace(some)

    def do_copy_and_paste(self):
        self.key(Qt.Key.Key_C, CTRL)
        if len(self.hand.scene.nodes) < 40:
            self.key(Qt.Key.Key_V, CTRL)

    def do_group(self):
        self.key(Qt.Key.Key_G, CTRL)

    def do_ungroup(self):
        self.key(Qt.Key.Key_G, CTRL | SHIFT)

    def do_open_or_leave(self):
        if self.random.random() < 0.5:
            self.hand.view.blocks.open_selected()
        else:
            self.hand.view.blocks.leave()

    def do_share_or_make_unique(self):
        blocks = self.hand.view.blocks
        self.random.choice((blocks.share, blocks.make_unique))()

    def do_mute(self):
        self.key(Qt.Key.Key_M)

    def do_frame(self):
        if len(self.hand.scene.comments) < 4:
            self.hand.view.choosing.frame()

    def do_nudge(self):
        self.key(Qt.Key.Key_Left, CTRL)

    def do_tidy(self):
        self.key(Qt.Key.Key_L, CTRL)

    def do_turn(self):
        tidying = self.hand.view.tidying
        self.random.choice((tidying.top_to_bottom, tidying.left_to_right))()

    def do_connect_by_keys(self):
        self.key(Qt.Key.Key_C)
        self.key(Qt.Key.Key_Down)
        self.key(Qt.Key.Key_Return)

    def do_zoom(self):
        self.random.choice((self.hand.view.zoom_in, self.hand.view.zoom_out))()
        if self.hand.view.zoom > 2 or self.hand.view.zoom < 0.3:
            self.hand.view.fit()

    def do_undo(self):
        self.hand.workspace.undo_stack.undo()

    do_undo_again = do_undo

    def do_redo(self):
        self.hand.workspace.undo_stack.redo()


def check(hand):
    """Everything shown is as the document has it, and nothing else is shown."""
    space, scene = hand.workspace, hand.scene
    here = space.here
    graph = here.graph
    hand.view._glide.stop()
    assert set(scene.nodes) == set(graph.nodes)
    assert set(scene.edges) == set(graph.edges)
    assert {i: c.comment for i, c in scene.comments.items()} == dict(here.comments)
    source = CardSource(
        graph,
        space.catalog,
        {},
        {},
        Essentials(load_overlay()),
        space.document.blocks,
        space.document.setup.canvas.flow,
    )
    for node_id, item in scene.nodes.items():
        node = graph.nodes[node_id]
        callers = len(graph.callers_of(node.definition)) if node.definition else 1
        assert item.card == source.card(node_id, callers)
        assert Point(item.x(), item.y()) == node.position
        assert item.look.selected == (node_id in space.selection)
    for key, item in scene.edges.items():
        edge = graph.edges[key]
        assert item.edge == edge
        assert item.start == scene.nodes[edge.source].output_at(edge.output)
        assert item.end == scene.nodes[edge.target].input_at(edge.port)
    scene.overview.refresh(scene.nodes, scene.edges)
    boxes = {n for some in scene.overview._boxes.values() for n in some}
    assert boxes == set(graph.nodes)
    lines = scene.overview._lines.keys() | scene.overview._bent.keys()
    assert lines == set(graph.edges)
    items = len(scene.nodes) + len(scene.edges) + len(scene.comments)
    assert len(scene.items()) == items, "something was left on the scene"


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_canvas_shows_the_document_after_random_gestures(hand, seed):
    person = Person(hand, seed)
    for number in range(GESTURES):
        person.act()
        if number % CHECK_EVERY == 0:
            check(hand)
    check(hand)
    stack = hand.workspace.undo_stack
    while stack.canUndo():
        stack.undo()
    check(hand)
    while stack.canRedo():
        stack.redo()
    check(hand)
    assert len(person.done) > 20
    assert stack.count() > 50
