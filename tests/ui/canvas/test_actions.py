"""What keys, menus and drops do."""

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import (
    QContextMenuEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QGuiApplication,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QPlainTextEdit

from studio.graph.edits import MoveNodes
from studio.graph.model import Point, PortKey
from studio.ui.canvas.mime import LAYER_MIME, OUTPUT_PATH
from tests.ui.canvas.sample import K, add, facts

CTRL = Qt.KeyboardModifier.ControlModifier
KEY = Qt.Key
COPY = Qt.DropAction.CopyAction
LEFT = Qt.MouseButton.LeftButton
PLAIN = Qt.KeyboardModifier.NoModifier


def drag_in(hand, path, at, mime=LAYER_MIME):
    data = QMimeData()
    data.setData(mime, path.encode())
    enter = QDragEnterEvent(at, COPY, data, LEFT, PLAIN)
    QApplication.sendEvent(hand.view.viewport(), enter)
    return enter, data


def drop(hand, path, at):
    _, data = drag_in(hand, path, at)
    event = QDropEvent(QPointF(at), COPY, data, LEFT, PLAIN)
    QApplication.sendEvent(hand.view.viewport(), event)
    return event


def test_a_layer_dropped_from_the_palette_lands_at_the_mouse(hand):
    at = QPoint(700, 300)
    before = set(hand.graph.nodes)
    assert drop(hand, K + "Conv2D", at).isAccepted()
    (node,) = set(hand.graph.nodes) - before
    assert hand.scene.nodes[node].rect.contains(hand.view.mapToScene(at))
    parameters = hand.graph.definition_of(node).parameters
    assert parameters == {"filters": 32, "kernel_size": (3, 3)}
    assert hand.workspace.selection == {node}
    assert hand.steps == ["Add Conv2D"]


def test_a_layer_dropped_on_a_wire_goes_into_it(hand):
    key = PortKey(hand.ids[2], "inputs")
    drop(hand, K + "Dropout", hand.edge(key))
    node = hand.graph.edges[key].source
    assert hand.graph.title_of(node) == "dropout"
    assert hand.graph.edges[PortKey(node, "inputs")].source == hand.ids[1]
    assert len(hand.steps) == 1
    hand.undo()
    assert hand.graph.edges[key].source == hand.ids[1]


def test_a_layer_over_a_wire_it_does_not_take_says_so(hand):
    dense, flatten = hand.ids[3], hand.ids[2]
    hand.workspace.set_results({flatten: facts(flatten, None, 1152)}, ())
    hint = hand.view.findChild(object, "canvas_hint")
    drag_in(hand, K + "Conv2D", hand.edge(PortKey(dense, "inputs")))
    assert hint.isVisible()
    assert hint.text() == "Conv2D takes 4 axes with the batch, not 2."
    QApplication.sendEvent(hand.view.viewport(), QDragLeaveEvent())
    assert not hint.isVisible()
    drag_in(hand, K + "Dropout", hand.edge(PortKey(dense, "inputs")))
    assert not hint.isVisible()
    QApplication.sendEvent(hand.view.viewport(), QDragLeaveEvent())


def test_the_menu_key_opens_the_menu_of_what_is_selected(hand):
    def titles(*selected):
        hand.view.selection.replace(*selected)
        reason = QContextMenuEvent.Reason.Keyboard
        at = hand.view.viewport().rect().bottomRight()
        event = QContextMenuEvent(reason, at, hand.view.mapToGlobal(at))
        QApplication.sendEvent(hand.view.viewport(), event)
        menu = hand.view.findChild(QMenu, "canvas_menu")
        found = [action.text().partition("\t")[0] for action in menu.actions()]
        menu.close()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        return found

    assert "Edit parameters" in titles({hand.ids[1]})
    assert "Add reroute point" in titles((), {PortKey(hand.ids[1], "inputs")})
    assert "Add layer…" in titles()


def test_an_output_can_be_dropped(hand):
    drop(hand, OUTPUT_PATH, QPoint(700, 300))
    assert [n.kind for n in hand.graph.nodes.values()][-1] == "output"


def test_a_drag_that_leaves_leaves_nothing(hand):
    items = len(hand.scene.items())
    enter, _ = drag_in(hand, K + "Dense", QPoint(700, 300))
    assert enter.isAccepted()
    assert len(hand.scene.items()) == items + 1
    QApplication.sendEvent(hand.view.viewport(), QDragLeaveEvent())
    assert len(hand.scene.items()) == items


def test_foreign_drags_are_not_taken(hand):
    enter, _ = drag_in(hand, "hello", QPoint(700, 300), "text/plain")
    assert not enter.isAccepted()


def test_place_puts_it_after_the_selected_node(hand):
    hand.workspace.select({hand.ids[3]})
    hand.view.place(K + "Dropout")
    (node,) = hand.workspace.selection
    assert hand.graph.edges[PortKey(node, "inputs")].source == hand.ids[3]
    hand.view.place(OUTPUT_PATH)
    (mark,) = hand.workspace.selection
    assert hand.graph.edges[PortKey(mark, "inputs")].source == node
    tops = [hand.graph.nodes[n].position.y for n in (hand.ids[3], node, mark)]
    assert tops == sorted(set(tops))


def test_place_without_a_selection_finds_room_in_the_middle(hand):
    for _ in range(3):
        hand.view.select_none()
        hand.view.place(K + "Dense")
    rects = [item.rect for item in hand.scene.nodes.values()]
    assert not any(a.intersects(b) for a in rects for b in rects if a is not b)


def test_place_a_list_layer_uses_its_first_slot(hand):
    hand.workspace.select({hand.ids[3]})
    hand.view.place(K + "Add")
    (node,) = hand.workspace.selection
    assert [e.port for e in hand.graph.edges_into(node)] == ["inputs[0]"]


def test_copy_and_paste_through_the_clipboard(hand):
    hand.workspace.select(set(hand.ids[1:3]))
    hand.key(KEY.Key_C, CTRL)
    assert "layer-studio-fragment" in QGuiApplication.clipboard().text()
    hand.key(KEY.Key_V, CTRL)
    assert len(hand.graph.nodes) == 6
    assert len(hand.graph.edges) == 4
    assert len(hand.workspace.selection) == 2
    assert hand.steps == ["Paste"]


def test_cut_is_one_step_and_heals(hand):
    hand.workspace.select({hand.ids[2]})
    hand.key(KEY.Key_X, CTRL)
    assert hand.steps == ["Delete node"]
    assert hand.graph.edges[PortKey(hand.ids[3], "inputs")].source == hand.ids[1]
    hand.key(KEY.Key_V, CTRL)
    assert len(hand.graph.nodes) == 4


def test_pasting_foreign_text_says_so(hand):
    QGuiApplication.clipboard().setText("hello")
    hand.key(KEY.Key_V, CTRL)
    assert "no nodes" in hand.view.findChild(object, "canvas_hint").text()
    assert hand.steps == []


def test_copying_nothing_leaves_the_clipboard_alone(hand):
    QGuiApplication.clipboard().setText("mine")
    hand.key(KEY.Key_C, CTRL)
    assert QGuiApplication.clipboard().text() == "mine"


def test_duplicate_and_select_all(hand):
    hand.key(KEY.Key_A, CTRL)
    assert hand.workspace.selection == set(hand.ids)
    hand.key(KEY.Key_D, CTRL)
    assert len(hand.graph.nodes) == 8
    assert not hand.workspace.selection & set(hand.ids)


def test_nudges_in_a_row_are_one_step(hand):
    hand.workspace.select({hand.ids[0]})
    for key in (KEY.Key_Right, KEY.Key_Right, KEY.Key_Down):
        hand.key(key, CTRL)
    assert hand.graph.nodes[hand.ids[0]].position == (16, 8)
    assert hand.steps == ["Move node"]
    hand.undo()
    assert hand.graph.nodes[hand.ids[0]].position == (0, 0)


def test_arrows_walk_along_the_wires(hand):
    side = add(hand.workspace.document, "Dense", 320, 120)
    hand.workspace.select({hand.ids[0]})
    seen = []
    for key in (KEY.Key_Down, KEY.Key_Right, KEY.Key_Left, KEY.Key_Down, KEY.Key_Up):
        hand.key(key)
        seen += hand.workspace.selection
    one, two = hand.ids[1], hand.ids[2]
    assert seen == [one, side, one, two, one]


def test_tidy_is_one_edit_and_ends_where_the_document_says(hand, qtbot):
    hand.workspace.edit(MoveNodes({hand.ids[1]: Point(500, 10)}), "Move")
    hand.view.tidying.tidy()
    assert hand.steps == ["Move", "Tidy layout"]
    tops = [hand.graph.nodes[n].position for n in hand.ids]
    assert len({p.x for p in tops}) == 1

    def arrived():
        for node in hand.ids:
            item = hand.scene.nodes[node]
            assert (item.x(), item.y()) == hand.graph.nodes[node].position

    qtbot.waitUntil(arrived)
    hand.undo()
    arrived()


def test_rename_in_place(hand):
    hand.workspace.select({hand.ids[1]})
    hand.key(KEY.Key_F2)
    editor = hand.view.findChild(QLineEdit, "canvas_name_editor")
    assert editor.text() == "conv2d"
    QTest.keyClicks(editor, "dense")
    QTest.keyClick(editor, KEY.Key_Return)
    assert "already" in hand.view.findChild(object, "canvas_hint").text()
    assert hand.steps == []
    editor.setText("edges")
    QTest.keyClick(editor, KEY.Key_Return)
    assert hand.graph.title_of(hand.ids[1]) == "edges"
    assert hand.scene.nodes[hand.ids[1]].card.title == "edges"
    assert hand.steps == ["Rename to edges"]


def test_rename_can_be_cancelled(hand):
    hand.workspace.select({hand.ids[1]})
    hand.view.rename_selected()
    editor = hand.view.findChild(QLineEdit, "canvas_name_editor")
    editor.setText("other")
    QTest.keyClick(editor, KEY.Key_Escape)
    assert not editor.isVisible()
    assert hand.graph.title_of(hand.ids[1]) == "conv2d"


def test_comments_are_written_moved_and_deleted(hand):
    hand.view.add_comment()
    editor = hand.view.findChild(QPlainTextEdit, "canvas_note_editor")
    QTest.keyClicks(editor, "why")
    QTest.keyClick(editor, KEY.Key_Return, CTRL)
    ((comment_id, comment),) = hand.workspace.document.comments.items()
    assert comment.text == "why"
    assert hand.steps == ["Add comment"]
    hand.workspace.edit(
        MoveNodes({node: Point(-600, 0) for node in hand.ids}), "Make room"
    )
    at = hand.at(hand.scene.comments[comment_id].rect.center())
    hand.drag(at, at + QPoint(40, 0))
    moved = hand.workspace.document.comments[comment_id]
    assert moved.position.x - comment.position.x == 40
    hand.key(KEY.Key_Delete)
    assert not hand.workspace.document.comments
    assert hand.steps[-1] == "Delete comment"


def test_an_empty_comment_is_none(hand):
    hand.view.add_comment()
    editor = hand.view.findChild(QPlainTextEdit, "canvas_note_editor")
    QTest.keyClick(editor, KEY.Key_Escape)
    assert hand.steps == []


def test_deleting_several_kinds_is_one_step(hand):
    hand.view.selection.replace({hand.ids[0]}, {PortKey(hand.ids[3], "inputs")}, ())
    hand.view.editing.delete()
    assert hand.steps == ["Delete wire and node"]


@pytest.mark.parametrize("turn", [120, -120])
def test_the_wheel_zooms_to_the_mouse(hand, qtbot, turn):
    from PySide6.QtGui import QWheelEvent

    at = QPoint(300, 200)
    under = hand.view.mapToScene(at)
    event = QWheelEvent(
        QPointF(at),
        QPointF(hand.view.viewport().mapToGlobal(at)),
        QPoint(),
        QPoint(0, turn),
        Qt.MouseButton.NoButton,
        PLAIN,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    with qtbot.waitSignal(hand.view.zoom_changed) as told:
        QApplication.sendEvent(hand.view.viewport(), event)
    assert told.args[0] == pytest.approx(1.2 ** (turn / 120))
    assert (hand.view.mapToScene(at) - under).manhattanLength() < 3


def test_zoom_is_capped(hand):
    for _ in range(60):
        hand.view.zoom_in()
    assert hand.view.zoom == 3.0
    for _ in range(60):
        hand.view.zoom_out()
    assert hand.view.zoom == 0.02


def test_fit_shows_everything(hand):
    add(hand.workspace.document, "Dense", 6000, 4000)
    hand.view.fit()
    assert hand.view.visible().contains(hand.scene.content_rect())
    assert hand.view.zoom < 0.3
    assert not hand.view.grab().isNull()


def test_center_on_makes_a_node_readable(hand):
    hand.view.camera.zoom_centre(0.1)
    hand.view.center_on(hand.ids[3])
    assert hand.view.zoom == pytest.approx(1.0)
    middle = hand.scene.content_rect([hand.ids[3]]).center()
    assert (hand.view.centre() - middle).manhattanLength() < 3


def test_a_lower_window_keeps_in_view_what_was(hand):
    view = hand.view
    view.fit()
    content = view.stage_scene.content_rect()
    view.resize(view.width(), view.height() // 2)
    assert view.visible().contains(content)
    zoom = view.zoom
    view.resize(view.width(), view.height() * 2)
    assert view.zoom == zoom


def test_a_lower_window_leaves_a_close_look_alone(hand):
    view = hand.view
    view.camera.zoom_centre(2.5 / view.zoom)
    zoom = view.zoom
    view.resize(view.width(), view.height() // 2)
    assert view.zoom == zoom
