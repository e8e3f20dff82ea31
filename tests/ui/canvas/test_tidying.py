"""Layouts on the canvas: all, a selection, a block; both directions."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication, QLabel, QProxyStyle, QStyle

from studio.graph.commands import rename
from studio.graph.edits import Connect, MoveNodes, Reroute
from studio.graph.grouping import group
from studio.graph.layout.jobs import layout_edit
from studio.graph.model import Edge, Flow, Point, PortKey
from tests.ui.canvas.sample import add

KEY = Qt.Key


def turn(hand):
    hand.view.tidying.left_to_right()
    hand.view._glide.stop()


def in_line(hand, axis, ids=None):
    nodes = hand.workspace.here.graph.nodes
    return len({nodes[n].position[axis] for n in ids or hand.ids}) == 1


def test_another_direction_is_one_step_with_a_layout_of_its_own(hand):
    before = hand.graph.parts()
    turn(hand)
    assert hand.steps == ["Lay out left to right"]
    assert hand.workspace.document.setup.canvas.flow is Flow.LEFT_TO_RIGHT
    assert in_line(hand, 1)
    first, second = (hand.scene.nodes[n] for n in hand.ids[:2])
    assert first.output_at("0").x() == first.rect.right()
    assert second.input_at("inputs").x() == second.rect.left()
    wire = hand.scene.edges[PortKey(hand.ids[1], "inputs")].path()
    assert wire.boundingRect().height() == 0
    turn(hand)
    assert len(hand.steps) == 1
    hand.undo()
    assert hand.graph.parts() == before
    first = hand.scene.nodes[hand.ids[0]]
    assert first.output_at("0").y() == first.rect.bottom()


def test_another_direction_holds_inside_of_blocks_too(hand):
    workspace = hand.workspace
    edit, _ = group(workspace.document, hand.ids[1:3])
    workspace.edit(edit)
    turn(hand)
    (block,) = workspace.document.blocks
    workspace.enter(block)
    assert in_line(hand, 1, tuple(workspace.here.graph.nodes))
    hand.view.tidying.top_to_bottom()
    assert workspace.block_here == block
    assert in_line(hand, 0, tuple(workspace.here.graph.nodes))
    item = next(iter(hand.scene.nodes.values()))
    assert item.card.flow is Flow.TOP_TO_BOTTOM


def test_arrows_follow_the_wires_to_the_right(hand):
    turn(hand)
    hand.workspace.select({hand.ids[0]})
    hand.key(KEY.Key_Right)
    assert hand.workspace.selection == {hand.ids[1]}
    hand.key(KEY.Key_Left)
    assert hand.workspace.selection == {hand.ids[0]}
    x, y = hand.graph.nodes[hand.ids[0]].position
    below = add(hand.workspace.document, "Dense", x, y + 200)
    hand.key(KEY.Key_Down)
    assert hand.workspace.selection == {below}


def test_a_layer_is_placed_at_the_right_of_the_selected_one(hand):
    turn(hand)
    last = hand.ids[-1]
    hand.workspace.select({last})
    placed = hand.view.placing.place("keras.layers.Dense", hand.view.centre())
    at, before = (hand.graph.nodes[n].position for n in (placed, last))
    assert at.y == before.y
    assert at.x > before.x + 240


def test_a_layer_dropped_on_a_wire_makes_room_to_the_right(hand):
    turn(hand)
    first, second = hand.ids[:2]
    edge = hand.graph.edges[PortKey(second, "inputs")]
    old = hand.graph.nodes[second].position
    placed = hand.view.placing.drop("keras.layers.Dense", hand.view.centre(), edge)
    nodes = hand.graph.nodes
    assert nodes[first].position.x < nodes[placed].position.x < nodes[second].position.x
    assert nodes[placed].position.y == nodes[second].position.y == old.y


def test_wires_beside_an_inserted_layer_bend_as_far_behind(hand):
    nodes = hand.graph.nodes
    a, b, c = hand.ids[:3]
    low = nodes[c].position.y
    skip = Edge(a, c, "mask", via=(Point(-40, 100), Point(-40, low - 10)))
    hand.workspace.edit(Connect(skip))
    edge = hand.graph.edges[PortKey(b, "inputs")]
    old = nodes[b].position.y
    hand.view.placing.drop("keras.layers.Dense", hand.view.centre(), edge)
    moved = nodes[b].position.y - old
    assert moved > 0
    first, last = hand.graph.edges[skip.key].via
    assert first == Point(-40, 100 + (moved if old <= 100 else 0))
    assert last == Point(-40, low - 10 + moved)


def test_a_wire_is_drawn_by_hand_from_left_to_right(hand):
    turn(hand)
    x, y = hand.graph.nodes[hand.ids[-1]].position
    target = add(hand.workspace.document, "Dense", x, y + 160)
    hand.view.fit()
    hand.drag(hand.output(hand.ids[-2]), hand.input(target))
    assert hand.graph.edges[PortKey(target, "inputs")].source == hand.ids[-2]


def test_a_selection_is_laid_out_alone(hand):
    a, b, c = hand.ids[:3]
    hand.workspace.edit(MoveNodes({b: Point(500, 700), c: Point(900, 650)}), "Move")
    before = hand.graph.nodes[a].position
    hand.workspace.select({b, c})
    hand.view.tidying.tidy()
    nodes = hand.graph.nodes
    assert nodes[a].position == before
    assert nodes[b].position.x == nodes[c].position.x
    middle = (nodes[b].position.x + nodes[c].position.x) / 2
    assert abs(middle - 700) <= 8


def test_wires_glide_with_their_points_and_end_where_the_document_says(hand, qtbot):
    key = PortKey(hand.ids[1], "inputs")
    hand.workspace.edit(Reroute(*key, (Point(800, 100),)), "Bend")
    hand.workspace.edit(MoveNodes({hand.ids[1]: Point(500, 10)}), "Move")
    hand.view.tidying.tidy()
    assert hand.graph.edges[key].via == ()
    item = hand.scene.edges[key]
    qtbot.waitUntil(lambda: item.path().boundingRect().width() == 0)
    hand.undo()
    assert item.path().boundingRect().right() >= 800


def test_nothing_moves_slowly_where_motion_is_not_wanted(hand, qapp, monkeypatch):
    class Still(QProxyStyle):
        def styleHint(self, hint, option=None, widget=None, returned=None):
            if hint is QStyle.StyleHint.SH_Widget_Animation_Duration:
                return 0
            return super().styleHint(hint, option, widget, returned)

    still = Still()
    monkeypatch.setattr("studio.ui.motion.QApplication.style", lambda: still)
    hand.workspace.edit(MoveNodes({hand.ids[1]: Point(500, 10)}), "Move")
    hand.view.tidying.tidy()
    item = hand.scene.nodes[hand.ids[1]]
    assert Point(item.x(), item.y()) == hand.graph.nodes[hand.ids[1]].position


@pytest.mark.parametrize("flow", Flow)
def test_tidying_what_is_tidy_is_no_step(hand, flow):
    if flow is Flow.LEFT_TO_RIGHT:
        turn(hand)
    hand.view.tidying.tidy()
    count = len(hand.steps)
    hand.view.tidying.tidy()
    assert len(hand.steps) == count


class Somebody(QObject):
    """A desk that lays out when it is told to."""

    arranged = Signal(int, object)

    def __init__(self, workspace):
        super().__init__()
        self.jobs = []
        self.workspace = workspace

    def arrange(self, job):
        self.jobs.append(job)
        return len(self.jobs)

    def answer(self):
        job = self.jobs[-1]
        edit = layout_edit(self.workspace.document, self.workspace, job)
        self.tell(edit)

    def fail(self):
        self.tell(None)

    def tell(self, edit):
        self.arranged.emit(len(self.jobs), edit)
        QApplication.processEvents()


@pytest.fixture
def desk(hand, monkeypatch):
    monkeypatch.setattr("studio.ui.canvas.tidying.MOST_HERE", 1)
    somebody = Somebody(hand.workspace)
    hand.view.tidying.use_desk(somebody)
    hand.workspace.edit(MoveNodes({hand.ids[1]: Point(500, 10)}), "Move")
    return somebody


def hint(hand):
    label = hand.view.findChild(QLabel, "canvas_hint")
    return label.text() if label.isVisible() else ""


def test_a_large_graph_is_laid_out_at_the_desk(hand, desk):
    hand.view.tidying.tidy()
    assert hint(hand).startswith("Laying out")
    assert hand.steps == ["Move"]
    desk.answer()
    assert hand.steps == ["Move", "Tidy layout"]
    assert in_line(hand, 0)
    assert hint(hand) == ""


def test_esc_gives_a_layout_up(hand, desk, qtbot):
    hand.workspace.select({hand.ids[0]})
    hand.view.tidying.tidy()
    with qtbot.waitSignal(hand.view.tidying.given_up):
        hand.key(KEY.Key_Escape)
    assert hint(hand) == ""
    assert hand.workspace.selection == {hand.ids[0]}
    desk.answer()
    assert hand.steps == ["Move"]


def test_a_layout_of_what_has_changed_is_dropped(hand, desk):
    hand.view.tidying.tidy()
    hand.workspace.edit(MoveNodes({hand.ids[0]: Point(-80, 0)}), "Move again")
    assert "changed" in hint(hand)
    desk.answer()
    assert hand.steps == ["Move", "Move again"]


def test_an_edit_just_before_the_layout_is_shown_drops_it(hand, desk):
    hand.view.tidying.tidy()
    job = desk.jobs[-1]
    made = layout_edit(hand.workspace.document, hand.workspace, job)
    desk.arranged.emit(1, made)
    hand.workspace.edit(MoveNodes({hand.ids[0]: Point(-80, 0)}), "Move again")
    QApplication.processEvents()
    assert hand.steps == ["Move", "Move again"]
    assert not hand.view.tidying.is_busy


def test_a_layout_stands_although_a_layer_was_renamed(hand, desk):
    hand.view.tidying.tidy()
    edit = rename(hand.workspace.document, hand.ids[1], "other")
    hand.workspace.edit(edit)
    desk.answer()
    assert hand.steps[-1] == "Tidy layout"


def test_what_the_desk_cannot_do_is_done_here(hand, desk):
    hand.view.tidying.tidy()
    desk.fail()
    assert hand.steps == ["Move", "Tidy layout"]
    assert in_line(hand, 0)


def test_the_last_of_two_layouts_counts(hand, desk):
    hand.view.tidying.tidy()
    hand.view.tidying.left_to_right()
    desk.arranged.emit(1, None)
    QApplication.processEvents()
    assert hand.steps == ["Move"]
    desk.answer()
    assert hand.steps == ["Move", "Lay out left to right"]
