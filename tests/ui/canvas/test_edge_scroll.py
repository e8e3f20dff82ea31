"""Dragged to the edge of the canvas, things take what is beyond it into view."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer

from studio.ui.canvas.edge_scroll import EdgeScroll
from tests.ui.canvas.sample import add
from tests.ui.canvas.test_tools import PaletteDrag


@pytest.fixture
def scrolls(hand, qtbot):
    """Waits until the canvas has scrolled by some scene units; their number."""

    def wait(least=200):
        before = hand.view.centre()
        moved = QPoint()

        def far_enough():
            nonlocal moved
            moved = hand.view.centre() - before
            return moved.manhattanLength() > least

        qtbot.waitUntil(far_enough)
        return moved

    return wait


def bottom(hand):
    size = hand.view.viewport().size()
    return QPoint(size.width() // 2, size.height() - 4)


def stands_still(hand):
    clocks = [one.findChild(QTimer) for one in hand.view.findChildren(EdgeScroll)]
    return not any(clock.isActive() for clock in clocks)


def test_a_card_dragged_to_the_edge_goes_on(hand, scrolls):
    dense = hand.ids[3]
    start = hand.graph.nodes[dense].position
    grip, end = hand.node(dense), bottom(hand)
    hand.press(grip)
    hand.move(end)
    moved = scrolls()
    assert moved.y() > 200
    assert moved.x() == 0
    far = hand.scene.nodes[dense].at.y() - start.y
    assert far >= (end - grip).y() + 180
    hand.release(end)
    assert hand.graph.nodes[dense].position.y - start.y >= far
    assert hand.steps == ["Move node"]
    assert stands_still(hand)


def test_it_scrolls_on_with_the_mouse_outside(hand, scrolls):
    hand.press(hand.node(hand.ids[3]))
    hand.move(QPoint(-40, 300))
    assert scrolls().x() < -200
    hand.release(QPoint(-40, 300))


def test_back_in_the_middle_it_stops(hand, scrolls):
    hand.press(hand.node(hand.ids[3]))
    hand.move(bottom(hand))
    scrolls(50)
    hand.move(QPoint(450, 350))
    assert stands_still(hand)
    hand.release(QPoint(450, 350))


def test_esc_puts_the_card_back_and_stops(hand, scrolls):
    dense = hand.ids[3]
    before = hand.graph.nodes[dense].position
    hand.press(hand.node(dense))
    hand.move(bottom(hand))
    scrolls(50)
    hand.key(Qt.Key.Key_Escape)
    assert stands_still(hand)
    at = hand.scene.nodes[dense].at
    assert (at.x(), at.y()) == before
    assert hand.steps == []


def test_a_wire_reaches_a_card_out_of_sight(hand, scrolls):
    document = hand.workspace.document
    far = add(document, "Dense", 0, 1400, units=3)
    dense = hand.ids[3]
    hand.press(hand.output(dense))
    hand.move(bottom(hand))
    while not hand.view.visible().contains(hand.scene.nodes[far].rect):
        scrolls(40)
    hand.move(hand.input(far))
    assert "inputs" in hand.scene.nodes[far].look.targets
    hand.release(hand.input(far))
    assert [edge.source for edge in hand.graph.edges_into(far)] == [dense]


def test_the_rubber_band_selects_what_was_out_of_sight(hand, scrolls):
    document = hand.workspace.document
    far = add(document, "Dense", 0, 1400, units=3)
    hand.press(QPoint(60, 300))
    hand.move(bottom(hand))
    while not hand.view.visible().contains(hand.scene.nodes[far].rect):
        scrolls(40)
    band = hand.view.findChild(object, "canvas_band")
    assert band.y() < 0
    end = hand.at(hand.scene.nodes[far].rect.center())
    hand.move(end)
    hand.release(end)
    assert far in hand.workspace.selection
    assert hand.ids[0] not in hand.workspace.selection


def test_a_drag_that_begins_at_the_edge_does_not_run_away(hand):
    card = hand.scene.nodes[hand.ids[3]].rect.center()
    hand.view.centerOn(120, card.y() + 16 - hand.view.viewport().height() / 2)
    at = hand.node(hand.ids[3])
    assert hand.view.viewport().height() - at.y() < 28
    hand.press(at)
    hand.move(at + QPoint(20, 0))
    assert stands_still(hand)
    hand.release(at + QPoint(20, 0))


def test_the_hand_that_pans_scrolls_nothing_more(hand):
    middle = Qt.MouseButton.MiddleButton
    hand.press(QPoint(450, 350), button=middle)
    hand.move(bottom(hand), button=middle)
    assert stands_still(hand)
    hand.release(bottom(hand), button=middle)


def test_a_layer_from_the_palette_scrolls_too(hand, scrolls):
    drag = PaletteDrag(hand, QPoint(3, 300))
    drag.begin()
    assert stands_still(hand)  # it came in over this edge
    for drag.at in (QPoint(450, 300), bottom(hand)):
        drag.go_on()
    moved = scrolls()
    assert moved.y() > 200
    drag.end_it()
    assert stands_still(hand)
    (new,) = hand.graph.nodes.keys() - set(hand.ids)
    at = hand.view.mapToScene(bottom(hand))
    assert hand.scene.nodes[new].rect.contains(at)
