"""Editing on the canvas: search, replace, mute, reroute, frames, blocks."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from studio.graph.model import NodeKind, Point, PortKey
from studio.ui.canvas.inline_editor import NoteEditor
from studio.ui.canvas.search_popup import SearchPopup
from studio.ui.canvas.search_row import FAINT_ROLE
from tests.ui.canvas.conftest import away
from tests.ui.canvas.sample import facts
from tests.ui.sample_workspace import DIGITS

ALT = Qt.KeyboardModifier.AltModifier
CTRL = Qt.KeyboardModifier.ControlModifier
KEY = Qt.Key


def popup(hand):
    found = [p for p in hand.view.findChildren(SearchPopup) if not p.isHidden()]
    assert len(found) == 1
    return found[0]


def answers(search):
    return [search.list.item(i).text() for i in range(search.list.count())]


def fitting(search):
    items = [search.list.item(i) for i in range(search.list.count())]
    return [item.text() for item in items if not item.data(FAINT_ROLE)]


def ask(hand, text, key=KEY.Key_Return):
    search = popup(hand)
    QTest.keyClicks(search.field, text)
    QTest.keyClick(search.field, key)


def titles(hand):
    return sorted(hand.graph.title_of(n) for n in hand.graph.nodes)


def test_a_wire_into_nothing_asks_for_a_layer_that_fits(hand):
    conv = hand.ids[1]
    hand.workspace.set_results({conv: facts(conv, None, 6, 6, 32)}, ())
    hand.drag(hand.output(conv), away(hand.output(conv), 300, 60))
    search = popup(hand)
    assert fitting(search)[:3] == ["Conv2D", "MaxPooling2D", "Flatten"]
    assert set(answers(search)[-2:]) == {"Input", "LSTM"}
    assert not {"Input", "LSTM"} & set(fitting(search))
    ask(hand, "maxpool")
    (edge,) = [e for e in hand.graph.edges_out_of(conv) if e.target not in hand.ids]
    assert hand.graph.title_of(edge.target) == "max_pooling2d"
    assert hand.steps == ["Add MaxPooling2D"]


def test_a_wire_from_an_input_asks_for_what_comes_before(hand):
    dense = hand.ids[3]
    hand.drag(hand.input(dense), hand.input(dense))
    hand.workspace.edit(hand_disconnect(hand, dense))
    hand.drag(hand.input(dense), away(hand.input(dense), 280, -10))
    ask(hand, "dropout")
    (edge,) = hand.graph.edges_into(dense)
    assert hand.graph.title_of(edge.source) == "dropout"


def hand_disconnect(hand, node):
    from studio.graph import commands

    return commands.disconnect([PortKey(node, "inputs")])


def test_the_first_input_takes_the_shape_of_the_data(hand):
    hand.workspace.set_data(DIGITS)
    hand.view.selection.replace(hand.ids)
    hand.key(KEY.Key_Delete)
    for _ in range(2):
        hand.view.selection.replace(())
        hand.key(KEY.Key_Tab)
        ask(hand, "input")
    first, second = (d.parameters["shape"] for d in hand.graph.definitions.values())
    assert first == DIGITS.input_shape
    assert second != first


def test_tab_searches_and_places_after_the_selected_node(hand):
    hand.view.selection.replace({hand.ids[3]})
    hand.key(KEY.Key_Tab)
    ask(hand, "dro")
    (edge,) = hand.graph.edges_out_of(hand.ids[3])
    assert hand.graph.title_of(edge.target) == "dropout"


def test_tab_on_a_wire_inserts_what_takes_its_tensor(hand):
    conv, flatten = hand.ids[1:3]
    hand.workspace.set_results({conv: facts(conv, None, 6, 6, 32)}, ())
    hand.view.selection.replace((), {PortKey(flatten, "inputs")})
    hand.key(KEY.Key_Tab)
    assert fitting(popup(hand))[:2] == ["Conv2D", "MaxPooling2D"]
    ask(hand, "maxpool")
    (into,) = hand.graph.edges_into(flatten)
    assert hand.graph.title_of(into.source) == "max_pooling2d"
    assert [e.source for e in hand.graph.edges_into(into.source)] == [conv]
    assert hand.steps == ["Add MaxPooling2D"]


def test_a_replacement_is_ranked_by_what_comes_in(hand):
    conv, flatten = hand.ids[1:3]
    hand.workspace.set_results({conv: facts(conv, None, 6, 6, 32)}, ())
    hand.view.selection.replace({flatten})
    hand.key(KEY.Key_R)
    search = popup(hand)
    assert fitting(search)[0] == "Conv2D"
    assert "LSTM" not in fitting(search)


def test_esc_closes_a_search_and_changes_nothing(hand):
    hand.key(KEY.Key_Tab)
    ask(hand, "dense", KEY.Key_Escape)
    assert len(hand.graph.nodes) == 4
    assert hand.view.hasFocus() or not hand.view.isActiveWindow()


def test_find_jumps_to_a_node(hand):
    hand.key(KEY.Key_F, CTRL)
    ask(hand, "filters=32")
    assert hand.workspace.selection == {hand.ids[1]}


def test_what_is_found_from_afar_is_shown_large_enough_to_read(hand):
    hand.view.camera.zoom_centre(0.02)
    hand.key(KEY.Key_F, CTRL)
    ask(hand, "dense")
    assert hand.view.zoom == hand.view.camera.actual


def test_replacing_keeps_wires(hand):
    flatten = hand.ids[2]
    hand.view.selection.replace({flatten})
    hand.key(KEY.Key_R)
    ask(hand, "dropout")
    assert hand.graph.title_of(flatten) == "dropout"
    assert len(hand.graph.edges) == 3
    assert hand.steps == ["Replace flatten by Dropout"]


def test_muting_is_shown_and_undone(hand):
    conv = hand.ids[1]
    hand.view.selection.replace({conv})
    hand.key(KEY.Key_M)
    assert hand.graph.nodes[conv].muted
    assert hand.scene.nodes[conv].card.muted
    hand.undo()
    assert not hand.scene.nodes[conv].card.muted


def test_a_wire_runs_through_a_point_that_can_be_dragged(hand):
    key = PortKey(hand.ids[2], "inputs")
    at = hand.edge(key)
    QTest.mouseDClick(hand.view.viewport(), Qt.MouseButton.LeftButton, pos=at)
    (point,) = hand.graph.edges[key].via
    hand.drag(hand.at(hand.view.mapToScene(0, 0) * 0 + qpoint(point)), away(at, 160, 0))
    (moved,) = hand.graph.edges[key].via
    assert moved.x > point.x + 100
    assert hand.steps == ["Add reroute point", "Move reroute point"]
    spot = hand.at(qpoint(moved))
    QTest.mouseDClick(hand.view.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert hand.graph.edges[key].via == ()


def qpoint(point):
    from PySide6.QtCore import QPointF

    return QPointF(*point)


def test_esc_lets_a_dragged_point_where_it_was(hand):
    key = PortKey(hand.ids[2], "inputs")
    hand.view.choosing.add_reroute(key)
    (point,) = hand.graph.edges[key].via
    at = hand.at(qpoint(point))
    hand.press(at)
    hand.move(away(at, 90, 0))
    hand.key(KEY.Key_Escape)
    hand.release(away(at, 90, 0))
    assert hand.graph.edges[key].via == (point,)
    assert hand.steps == ["Add reroute point"]


def test_a_frame_takes_along_what_is_inside(hand):
    inner = hand.ids[1:3]
    hand.view.selection.replace(inner)
    hand.view.choosing.frame()
    (frame,) = hand.workspace.document.comments.values()
    before = {n: hand.graph.nodes[n].position for n in inner}
    title = hand.at(qpoint(frame.position)) + QPoint(40, 12)
    hand.drag(title, away(title, 80, 0))
    moved = {n: hand.graph.nodes[n].position for n in inner}
    assert {n: p.x - before[n].x for n, p in moved.items()} == dict.fromkeys(inner, 80)
    assert hand.steps == ["Add frame", "Move 2 nodes and comment"]


def test_a_frame_changes_its_size_by_its_corner(hand):
    hand.view.selection.replace(hand.ids[1:3])
    hand.view.choosing.frame()
    (frame,) = hand.workspace.document.comments.values()
    corner = qpoint((frame.position.x + frame.width, frame.position.y + frame.height))
    at = hand.at(corner) - QPoint(4, 4)
    hand.drag(at, away(at, 48, 0))
    (wider,) = hand.workspace.document.comments.values()
    assert 40 <= wider.width - frame.width <= 48


def test_a_dragged_card_is_pulled_to_the_line_of_others(hand):
    dense = hand.ids[3]
    from studio.graph import commands

    hand.workspace.edit(
        commands.move(hand.workspace.document, {hand.ids[2]: Point(-3.0, 240.0)})
    )
    hand.workspace.edit(
        commands.move(hand.workspace.document, {hand.ids[0]: Point(-3.0, 0.0)})
    )
    hand.workspace.edit(
        commands.move(hand.workspace.document, {hand.ids[1]: Point(-3.0, 120.0)})
    )
    start = hand.node(dense)
    hand.drag(start, away(start, 40, 0))
    start = hand.node(dense)
    hand.drag(start, away(start, -40, 0))
    assert hand.graph.nodes[dense].position.x == -3.0


def test_a_shared_layer_shows_its_siblings(hand):
    from tests.ui.canvas.sample import add

    twin = add(hand.workspace.document, "Dense", 400, 360, units=10)
    hand.view.selection.replace({hand.ids[3], twin})
    hand.view.blocks.share()
    hand.view.selection.replace({twin})
    assert hand.scene.nodes[hand.ids[3]].look.kin
    assert hand.scene.nodes[twin].card.callers == 2
    hand.view.blocks.make_unique()
    assert not hand.scene.nodes[hand.ids[3]].look.kin
    assert hand.scene.nodes[twin].card.callers == 1


def test_selections_by_relation(hand):
    select = hand.view.selection.replace
    select({hand.ids[1]})
    hand.key(KEY.Key_BracketLeft)
    assert hand.workspace.selection == set(hand.ids[:2])
    select({hand.ids[1]})
    hand.key(KEY.Key_BracketRight)
    assert hand.workspace.selection == set(hand.ids[1:])
    select({hand.ids[1]})
    hand.view.choosing.similar()
    assert hand.workspace.selection == {hand.ids[1]}


def test_a_wire_is_drawn_by_keys(hand):
    from tests.ui.canvas.sample import add

    output = add(hand.workspace.document, "", 0, 480)
    hand.view.selection.replace({hand.ids[3]})
    hand.key(KEY.Key_C)
    hand.key(KEY.Key_Return)
    (edge,) = hand.graph.edges_into(output)
    assert edge.source == hand.ids[3]
    assert hand.graph.nodes[output].kind is NodeKind.OUTPUT


def test_wires_are_selected_and_rerouted_by_keys(hand):
    hand.view.selection.replace({hand.ids[1]})
    hand.key(KEY.Key_E)
    assert hand.view.selection.edges == {PortKey(hand.ids[1], "inputs")}
    hand.key(KEY.Key_E)
    key = PortKey(hand.ids[2], "inputs")
    assert hand.view.selection.edges == {key}
    hand.key(KEY.Key_W)
    assert len(hand.graph.edges[key].via) == 1
    hand.key(KEY.Key_Delete)
    assert key not in hand.graph.edges


def test_a_layer_is_shared_with_one_that_is_chosen(hand):
    from tests.ui.canvas.sample import add

    twin = add(hand.workspace.document, "Dense", 400, 360, units=10)
    hand.view.selection.replace({twin})
    hand.view.search.share_with()
    ask(hand, "dense")
    layers = {hand.graph.nodes[n].definition for n in (twin, hand.ids[3])}
    assert len(layers) == 1


def test_a_comment_is_found_and_edited_by_keys(hand):
    from studio.graph import commands

    edit, note = commands.add_comment(hand.workspace.document, "Why so?", Point(0, 0))
    hand.workspace.edit(edit)
    hand.key(KEY.Key_F, CTRL)
    ask(hand, "why")
    assert hand.view.selection.comments == {note}
    hand.key(KEY.Key_Return)
    (editor,) = hand.view.findChildren(NoteEditor)
    editor.setPlainText("Because.")
    QTest.keyClick(editor, KEY.Key_Return, CTRL)
    assert hand.workspace.document.comments[note].text == "Because."


def test_what_is_selected_is_told_in_words(hand):
    hand.view.selection.replace({hand.ids[1]})
    text = hand.view.accessibleDescription()
    assert text == "conv2d, Conv2D · 32 · 3×3"
    hand.view.selection.replace(hand.ids)
    assert hand.view.accessibleDescription() == "4 nodes selected"
