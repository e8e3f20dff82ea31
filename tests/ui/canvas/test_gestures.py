"""What hands do on the canvas: one gesture, one undo step."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication

from studio.graph.model import PortKey
from studio.graph.problems import warning
from tests.ui.canvas.conftest import away
from tests.ui.canvas.sample import add

CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier
KEY = Qt.Key


def test_dragging_moves_a_node_on_the_grid(hand):
    node = hand.ids[1]
    start = hand.node(node)
    hand.drag(start, away(start, 203, 50))
    assert hand.graph.nodes[node].position == (200, 168)
    assert hand.steps == ["Move node"]
    hand.undo()
    assert hand.graph.nodes[node].position == (0, 120)
    assert hand.scene.nodes[node].x() == 0


def test_the_document_waits_for_the_release(hand):
    node, start = hand.ids[1], hand.node(hand.ids[1])
    hand.press(start)
    hand.move(away(start, 80, 0))
    assert hand.scene.nodes[node].x() == 80
    assert hand.graph.nodes[node].position.x == 0
    wire = hand.scene.edges[PortKey(node, "inputs")]
    assert wire.end == hand.scene.nodes[node].input_at("inputs")
    hand.key(KEY.Key_Escape)
    assert hand.scene.nodes[node].x() == 0
    hand.release(away(start, 80, 0))
    assert hand.steps == []


def test_several_nodes_move_as_one(hand):
    hand.click(hand.node(hand.ids[0]))
    hand.click(hand.node(hand.ids[1]), CTRL)
    assert hand.workspace.selection == set(hand.ids[:2])
    start = hand.node(hand.ids[1])
    hand.drag(start, away(start, 0, -40))
    assert hand.graph.nodes[hand.ids[0]].position == (0, -40)
    assert hand.graph.nodes[hand.ids[1]].position == (0, 80)
    assert hand.steps == ["Move 2 nodes"]


def test_a_click_selects_and_the_empty_deselects(hand):
    hand.click(hand.node(hand.ids[2]))
    assert hand.workspace.selection == {hand.ids[2]}
    assert hand.scene.nodes[hand.ids[2]].look.selected
    hand.click(QPoint(5, 5))
    assert hand.workspace.selection == frozenset()
    assert hand.steps == []


def test_selecting_elsewhere_shows_on_the_canvas(hand):
    hand.workspace.select({hand.ids[0]})
    assert hand.scene.nodes[hand.ids[0]].look.selected
    hand.workspace.select({hand.ids[1]})
    assert not hand.scene.nodes[hand.ids[0]].look.selected


def test_a_rubber_band_selects_what_it_touches(hand):
    top = hand.at(hand.scene.content_rect([hand.ids[0]]).topLeft())
    low = hand.node(hand.ids[1])
    hand.press(away(top, -40, -5))
    hand.move(low)
    marked = {n for n, item in hand.scene.nodes.items() if item.look.selected}
    assert marked == set(hand.ids[:2])
    hand.key(KEY.Key_Escape)
    assert hand.workspace.selection == frozenset()
    assert not any(item.look.selected for item in hand.scene.nodes.values())
    hand.release(low)
    hand.drag(away(top, -40, -5), low)
    assert hand.workspace.selection == set(hand.ids[:2])


def test_a_wire_from_output_to_input(hand):
    dense = hand.workspace.document
    node = add(dense, "Dense", 280, 240, units=3)
    hand.drag(hand.output(hand.ids[0]), hand.input(node))
    assert hand.graph.edges[PortKey(node, "inputs")].source == hand.ids[0]
    assert hand.steps == ["Connect"]
    hand.undo()
    assert PortKey(node, "inputs") not in hand.graph.edges


def test_a_wire_from_input_to_output(hand):
    node = add(hand.workspace.document, "Dense", 280, 240, units=3)
    hand.drag(hand.input(node), hand.output(hand.ids[0]))
    assert hand.graph.edges[PortKey(node, "inputs")].source == hand.ids[0]


def test_a_wire_dropped_on_a_card_finds_a_port(hand):
    merge = add(hand.workspace.document, "Add", 280, 240)
    hand.drag(hand.output(hand.ids[0]), hand.node(merge))
    hand.drag(hand.output(hand.ids[1]), hand.node(merge))
    assert [e.port for e in hand.graph.edges_into(merge)] == ["inputs[0]", "inputs[1]"]


def test_a_refused_wire_says_why_and_changes_nothing(hand):
    hint = hand.view.findChild(object, "canvas_hint")
    before = dict(hand.graph.edges)
    hand.press(hand.output(hand.ids[3]))
    hand.move(hand.input(hand.ids[1]))
    assert hint.isVisible()
    assert "loop" in hint.text()
    hand.release(hand.input(hand.ids[1]))
    assert not hint.isVisible()
    assert hand.graph.edges == before
    assert hand.steps == []


def test_ports_that_fit_are_lit_while_a_wire_is_drawn(hand):
    node = add(hand.workspace.document, "Dense", 280, 240, units=3)
    hand.press(hand.output(hand.ids[2]))
    assert hand.scene.nodes[node].look.targets == {"inputs"}
    assert hand.scene.nodes[hand.ids[1]].look.targets == frozenset()
    hand.move(QPoint(30, 30))
    hand.key(KEY.Key_Escape)
    assert hand.scene.nodes[node].look.targets == frozenset()
    assert len(hand.scene.items()) == 5 + 3
    hand.release(QPoint(30, 30))
    assert hand.steps == []


def test_a_wire_is_picked_up_and_dropped_elsewhere(hand):
    node = add(hand.workspace.document, "Dense", 280, 480, units=3)
    hand.drag(hand.input(hand.ids[3]), hand.input(node))
    assert PortKey(hand.ids[3], "inputs") not in hand.graph.edges
    assert hand.graph.edges[PortKey(node, "inputs")].source == hand.ids[2]
    assert hand.steps == ["Reconnect"]
    hand.undo()
    assert hand.graph.edges[PortKey(hand.ids[3], "inputs")].source == hand.ids[2]
    assert hand.scene.edges[PortKey(hand.ids[3], "inputs")].isVisible()


def test_a_wire_dropped_in_the_empty_is_gone(hand):
    hand.drag(hand.input(hand.ids[3]), QPoint(20, 20))
    assert PortKey(hand.ids[3], "inputs") not in hand.graph.edges
    assert hand.steps == ["Disconnect"]


def test_a_click_on_a_connected_port_changes_nothing(hand):
    hand.click(hand.input(hand.ids[3]))
    assert PortKey(hand.ids[3], "inputs") in hand.graph.edges
    assert hand.scene.edges[PortKey(hand.ids[3], "inputs")].isVisible()
    assert hand.steps == []


def test_delete_heals_the_wire(hand):
    hand.click(hand.node(hand.ids[2]))
    hand.key(KEY.Key_Delete)
    assert hand.graph.edges[PortKey(hand.ids[3], "inputs")].source == hand.ids[1]
    assert hand.steps == ["Delete node"]
    hand.undo()
    assert len(hand.graph.edges) == 3


def test_ctrl_delete_keeps_the_gap(hand):
    hand.click(hand.node(hand.ids[2]))
    hand.key(KEY.Key_Delete, CTRL)
    assert PortKey(hand.ids[3], "inputs") not in hand.graph.edges


def test_a_wire_is_selected_and_deleted(hand):
    key = PortKey(hand.ids[2], "inputs")
    hand.click(hand.edge(key))
    assert hand.view.selection.edges == {key}
    hand.key(KEY.Key_Delete)
    assert key not in hand.graph.edges
    assert hand.steps == ["Delete wire"]


def test_an_edit_from_elsewhere_ends_the_gesture(hand):
    start = hand.node(hand.ids[1])
    hand.press(start)
    hand.move(away(start, 120, 0))
    placing = hand.view.placing
    placing.drop("keras.layers.Dense", hand.view.centre(), None)
    assert hand.scene.nodes[hand.ids[1]].x() == 0
    hand.release(away(start, 120, 0))
    assert hand.graph.nodes[hand.ids[1]].position.x == 0


def test_alt_drag_copies(hand):
    start = hand.node(hand.ids[1])
    hand.drag(start, away(start, 280, 0), ALT)
    assert hand.graph.nodes[hand.ids[1]].position == (0, 120)
    assert len(hand.graph.nodes) == 5
    assert hand.scene.nodes[hand.ids[1]].x() == 0
    assert hand.steps == ["Duplicate"]


def test_a_lone_node_dropped_on_a_wire_goes_into_it(hand):
    node = add(hand.workspace.document, "Dropout", 320, 100, rate=0.5)
    key = PortKey(hand.ids[3], "inputs")
    hand.drag(hand.node(node), hand.edge(key))
    assert hand.graph.edges[key].source == node
    assert hand.graph.edges[PortKey(node, "inputs")].source == hand.ids[2]
    places = [hand.graph.nodes[n].position.y for n in (hand.ids[2], node, hand.ids[3])]
    assert places == sorted(places)
    assert places[2] - places[1] >= 100
    assert len(hand.steps) == 1
    hand.undo()
    assert hand.graph.nodes[node].position == (320, 100)


@pytest.mark.parametrize("button", [Qt.MouseButton.MiddleButton, None])
def test_panning(hand, button):
    before = hand.at(hand.scene.nodes[hand.ids[0]].pos())
    if button is None:
        hand.view.keyPressEvent(_space(hand))
        hand.drag(QPoint(100, 100), QPoint(160, 130))
        hand.view.keyReleaseEvent(_space(hand, down=False))
    else:
        hand.drag(QPoint(100, 100), QPoint(160, 130), button=button)
    assert hand.at(hand.scene.nodes[hand.ids[0]].pos()) - before == QPoint(60, 30)


def _space(hand, down=True):
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QKeyEvent

    kind = QEvent.Type.KeyPress if down else QEvent.Type.KeyRelease
    return QKeyEvent(kind, KEY.Key_Space, Qt.KeyboardModifier.NoModifier)


def test_hovering_names_ports_and_tensors(hand):
    from tests.ui.canvas.sample import facts

    hint = hand.view.findChild(object, "canvas_hint")
    node = hand.ids[0]
    hand.workspace.set_results({node: facts(node, None, 8, 8, 1)}, [])
    nothing = Qt.MouseButton.NoButton
    hand.move(hand.input(hand.ids[1]), button=nothing)
    assert hint.text() == "inputs\n8 × 8 × 1  float32"
    hand.move(hand.edge(PortKey(hand.ids[1], "inputs")), button=nothing)
    assert hint.text() == "8 × 8 × 1  float32"
    hand.move(QPoint(3, 3), button=nothing)
    assert not hint.isVisible()


def test_double_click_asks_for_the_inspector(hand, qtbot):
    from PySide6.QtTest import QTest

    with qtbot.waitSignal(hand.view.edit_requested) as asked:
        at = hand.node(hand.ids[1])
        QTest.mouseDClick(hand.view.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert asked.args == [hand.ids[1]]


def context_menu(hand, node):
    from PySide6.QtGui import QContextMenuEvent

    at = hand.node(node)
    where = hand.view.viewport().mapToGlobal(at)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, where)
    QApplication.sendEvent(hand.view.viewport(), event)
    menu = hand.view.findChild(object, "canvas_menu")
    return menu, {a.text().split("\t")[0]: a for a in menu.actions()}


def test_the_context_menu_silences_a_warning(hand):
    node = hand.ids[1]
    hand.workspace.set_results({}, (warning("T-DROPOUT", "Drops all.", node),))
    menu, titles = context_menu(hand, node)
    assert "What T-DROPOUT Means…" in titles
    titles["Silence T-DROPOUT Here"].trigger()
    menu.close()
    assert hand.workspace.document.setup.silenced == (("T-DROPOUT", node),)
    assert hand.steps == ["Silence T-DROPOUT"]


def test_the_context_menu_selects_and_offers(hand, qtbot):
    menu, titles = context_menu(hand, hand.ids[1])
    assert hand.workspace.selection == {hand.ids[1]}
    titles["Duplicate"].trigger()
    menu.close()
    assert hand.steps == ["Duplicate"]
