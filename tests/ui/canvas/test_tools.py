"""Every gesture: Esc in its middle changes nothing, its end is one named step."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
)
from PySide6.QtWidgets import QApplication

from studio.graph import commands
from studio.graph.model import Point, PortKey
from studio.graph.routing import add_point
from studio.ui.canvas.ghost import GhostItem
from studio.ui.canvas.mime import LAYER_MIME
from tests.ui.canvas.conftest import away
from tests.ui.canvas.sample import K, add
from tests.ui.canvas.test_random_gestures import check

ALT = Qt.KeyboardModifier.AltModifier
CTRL = Qt.KeyboardModifier.ControlModifier
NONE = Qt.KeyboardModifier.NoModifier
SPACE = Qt.Key.Key_Space
COPY = Qt.DropAction.CopyAction
MIDDLE = Qt.MouseButton.MiddleButton
LEFT = Qt.MouseButton.LeftButton


class Drag:
    """A gesture of the mouse from one point to another."""

    def __init__(self, hand, start, end, modifiers=NONE, button=LEFT):
        self.hand, self.start, self.end = hand, start, end
        self.modifiers, self.button = modifiers, button

    def begin(self):
        self.hand.press(self.start, self.modifiers, self.button)
        for part in (0.3, 0.7, 1.0):
            step = QPointF(self.start) + QPointF(self.end - self.start) * part
            self.hand.move(step.toPoint(), self.modifiers, self.button)

    def cancel(self):
        self.hand.key(Qt.Key.Key_Escape)
        self.end_it()  # the button comes up later, to no effect

    def end_it(self):
        self.hand.release(self.end, self.modifiers, self.button)


class PaletteDrag:
    """A layer dragged in."""

    def __init__(self, hand, at):
        self.hand, self.at = hand, at
        self.data = QMimeData()
        self.data.setData(LAYER_MIME, (K + "Dropout").encode())

    def send(self, event):
        QApplication.sendEvent(self.hand.view.viewport(), event)

    def begin(self):
        self.send(QDragEnterEvent(self.at, COPY, self.data, LEFT, NONE))
        self.go_on()

    def go_on(self):
        self.send(QDragMoveEvent(self.at, COPY, self.data, LEFT, NONE))

    def cancel(self):
        self.send(QDragLeaveEvent())  # what Qt sends on Esc

    def end_it(self):
        self.send(QDropEvent(QPointF(self.at), COPY, self.data, LEFT, NONE))


class KeyWiring:
    """A wire drawn by keys."""

    def __init__(self, hand):
        self.hand = hand

    def begin(self):
        self.hand.workspace.select({self.hand.ids[0]})
        self.hand.key(Qt.Key.Key_C)
        self.hand.key(Qt.Key.Key_Tab)

    def cancel(self):
        self.hand.key(Qt.Key.Key_Escape)

    def end_it(self):
        self.hand.key(Qt.Key.Key_Return)


def move_node(hand):
    start = hand.node(hand.ids[3])
    return Drag(hand, start, away(start, 160, 40)), "Move node"


def move_three(hand):
    hand.workspace.select(set(hand.ids[:3]))
    start = hand.node(hand.ids[1])
    return Drag(hand, start, away(start, 160, 40)), "Move 3 nodes"


def copy_node(hand):
    start = hand.node(hand.ids[3])
    return Drag(hand, start, away(start, 280, 40), ALT), "Duplicate"


def copy_frame(hand):
    start = hand.at(hand.scene.comments[hand.frame].rect.topLeft()) + QPoint(40, 12)
    return Drag(hand, start, away(start, 40, 160), ALT), "Duplicate"


def move_comment(hand):
    start = hand.at(hand.scene.comments[hand.note].rect.center())
    return Drag(hand, start, away(start, 40, 80)), "Move comment"


def move_frame(hand):
    start = hand.at(hand.scene.comments[hand.frame].rect.topLeft()) + QPoint(40, 12)
    return Drag(hand, start, away(start, 40, 40)), "Move node and comment"


def resize(hand):
    start = hand.at(hand.scene.comments[hand.note].rect.bottomRight()) - QPoint(4, 4)
    return Drag(hand, start, away(start, 40, 40)), "Resize comment"


def wire(hand):
    end = hand.input(hand.lone)
    return Drag(hand, hand.output(hand.ids[3]), end), "Connect"


def wire_backwards(hand):
    start, end = hand.input(hand.lone), hand.output(hand.ids[3])
    return Drag(hand, start, end), "Connect"


def reconnect(hand):
    return Drag(hand, hand.input(hand.ids[3]), hand.input(hand.lone)), "Reconnect"


def pull_off(hand):
    start = hand.input(hand.ids[3])
    return Drag(hand, start, away(start, -280, -20)), "Disconnect"


def bend(hand):
    (point,) = hand.graph.edges[PortKey(hand.ids[2], "inputs")].via
    start = hand.at(QPointF(*point))
    return Drag(hand, start, away(start, 120, 8)), "Move reroute point"


def insert(hand):
    start, end = hand.node(hand.lone), hand.edge(PortKey(hand.ids[1], "inputs"))
    return Drag(hand, start, end), "Insert into wire"


def band(hand):
    return Drag(hand, QPoint(60, 20), QPoint(500, 300)), None


def pan(hand):
    return Drag(hand, QPoint(60, 20), QPoint(100, 60), NONE, MIDDLE), None


def palette(hand):
    return PaletteDrag(hand, QPoint(700, 300)), "Add Dropout"


def palette_on_wire(hand):
    return PaletteDrag(hand, hand.edge(PortKey(hand.ids[1], "inputs"))), "Add Dropout"


def by_keys(hand):
    return KeyWiring(hand), "Connect"


GESTURES = (
    move_node,
    move_three,
    copy_node,
    copy_frame,
    move_comment,
    move_frame,
    resize,
    wire,
    wire_backwards,
    reconnect,
    pull_off,
    bend,
    insert,
    band,
    pan,
    palette,
    palette_on_wire,
    by_keys,
)


@pytest.fixture
def stocked(hand):
    """The chain with a bent wire, a lone node in a frame, and a note."""
    document = hand.workspace.document
    hand.lone = add(document, "Dropout", 320, 240, rate=0.5)
    key = PortKey(hand.ids[2], "inputs")
    document.apply(add_point(document, key, Point(200, 216), 0))
    edit, hand.note = commands.add_comment(document, "why", Point(-280, 0))
    document.apply(edit)
    edit, hand.frame = commands.add_frame(document, "new", Point(296, 200), 280, 160)
    document.apply(edit)
    hand.view.centerOn(160, 260)
    return hand


def content(document):
    graph = document.graph
    parts = (graph.nodes, graph.edges, graph.definitions, document.comments)
    return [dict(part) for part in parts]


@pytest.mark.parametrize("gesture", GESTURES, ids=lambda g: g.__name__)
def test_esc_in_the_middle_leaves_everything_as_it_was(stocked, gesture):
    tool, _ = gesture(stocked)
    before = content(stocked.workspace.document)
    items = len(stocked.scene.items())
    tool.begin()
    assert content(stocked.workspace.document) == before
    tool.cancel()
    assert content(stocked.workspace.document) == before
    assert stocked.steps == []
    assert len(stocked.scene.items()) == items
    assert not stocked.view.hand.is_busy
    assert not stocked.view.findChild(object, "canvas_hint").isVisible()
    check(stocked)


@pytest.mark.parametrize("gesture", GESTURES, ids=lambda g: g.__name__)
def test_a_gesture_is_one_step_with_a_name(stocked, gesture):
    tool, name = gesture(stocked)
    before = content(stocked.workspace.document)
    items = len(stocked.scene.items())
    tool.begin()
    tool.end_it()
    assert stocked.steps == ([name] if name else [])
    assert (content(stocked.workspace.document) == before) == (name is None)
    check(stocked)
    if name:
        stocked.undo()
    assert content(stocked.workspace.document) == before
    assert len(stocked.scene.items()) == items
    check(stocked)


def test_reroute_points_travel_with_the_wires_they_are_on(stocked):
    key = PortKey(stocked.ids[2], "inputs")
    stocked.workspace.select(set(stocked.ids))
    still = stocked.scene.edges[key].path().boundingRect()
    drag = Drag(stocked, stocked.node(stocked.ids[0]), QPoint(0, 0))
    drag.end = away(drag.start, -160, 40)
    drag.begin()
    moved = stocked.scene.edges[key].path().boundingRect()
    way = moved.topLeft() - still.topLeft()
    assert (way.x(), way.y()) == (-160, 40)
    assert moved.size() == still.size()
    drag.end_it()
    assert stocked.graph.edges[key].via == (Point(40, 256),)
    assert stocked.scene.edges[key].path().boundingRect() == moved


def test_points_stay_where_only_one_end_moves(stocked):
    key = PortKey(stocked.ids[2], "inputs")
    drag, _ = move_node(stocked)
    drag.start = stocked.node(stocked.ids[2])
    drag.end = away(drag.start, -80, 40)
    drag.begin()
    drag.end_it()
    assert stocked.graph.edges[key].via == (Point(200, 216),)


def ghosts(hand):
    return [item for item in hand.scene.items() if isinstance(item, GhostItem)]


def test_while_alt_is_held_the_originals_stay_and_the_copies_are_selected(stocked):
    drag, _ = copy_node(stocked)
    item = stocked.scene.nodes[stocked.ids[3]]
    still = item.rect
    drag.begin()
    assert item.rect == still
    assert len(ghosts(stocked)) == 1
    stocked.move(drag.end)  # Alt is let go: the node itself moves
    assert item.rect.x() == still.x() + 280
    assert ghosts(stocked) == []
    stocked.move(drag.end, ALT)
    drag.end_it()
    (copy,) = stocked.workspace.selection
    assert copy not in stocked.ids
    assert item.rect == still


def test_a_copied_frame_has_a_copy_of_what_is_inside(stocked):
    drag, _ = copy_frame(stocked)
    drag.begin()
    drag.end_it()
    document = stocked.workspace.document
    frames = [note for note in document.comments.values() if note.frame]
    assert len(frames) == 2
    assert frames[1].position.y - frames[0].position.y == 160
    assert len(stocked.workspace.selection) == 1
    assert stocked.view.selection.comments == {frames[1].id}


def test_comments_are_copied_and_pasted_with_the_nodes(stocked):
    stocked.view.selection.choose({stocked.note, stocked.ids[3]})
    stocked.key(Qt.Key.Key_C, CTRL)
    stocked.key(Qt.Key.Key_V, CTRL)
    document = stocked.workspace.document
    texts = [note.text for note in document.comments.values()]
    assert texts == ["why", "new", "why"]
    (copy,) = stocked.view.selection.comments
    (node,) = stocked.workspace.selection
    old = document.graph.nodes[stocked.ids[3]].position
    new = document.graph.nodes[node].position
    note, twin = document.comments[stocked.note], document.comments[copy]
    assert twin.position.x - note.position.x == new.x - old.x
    assert twin.position.y - note.position.y == new.y - old.y
