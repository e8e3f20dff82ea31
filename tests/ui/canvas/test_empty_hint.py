"""A canvas that holds nothing says what one can begin with."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from studio.ui.action_table import ACTIONS
from studio.ui.canvas.mime import LAYER_MIME
from tests.ui.canvas.sample import K


@pytest.fixture
def hint(view):
    return view.findChild(QWidget, "canvas_empty")


def shown(hint):
    labels = hint.findChildren(QLabel)
    return " ".join(label.text() for label in labels if label.isVisible())


def test_it_goes_with_the_first_layer_and_comes_back(view, workspace, hint):
    assert "Tab" in shown(hint)
    assert ".keras" in shown(hint)
    view.place(K + "Dense")
    assert not hint.isVisible()
    workspace.undo_stack.undo()
    assert hint.isVisible()


def test_a_document_with_layers_has_none(hand):
    assert not hand.view.findChild(QWidget, "canvas_empty").isVisible()


def test_it_names_a_command_that_is_there(hint):
    titles = {action.title.rstrip("…"): action.menu for action in ACTIONS}
    assert titles["New from Example"] == "File"
    assert "New from Example in the File menu" in hint.accessibleDescription()


def test_it_stays_in_the_middle(view, hint):
    view.resize(700, 500)
    QApplication.processEvents()
    middle = hint.geometry().center()
    assert abs(middle.x() - view.viewport().rect().center().x()) <= 1
    assert 0 < hint.y() < view.viewport().height() // 2


def test_a_layer_on_its_way_finds_the_canvas_bare(view, hint):
    data = QMimeData()
    data.setData(LAYER_MIME, (K + "Dropout").encode())
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    none = Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(300, 300), copy, data, left, none)
    QApplication.sendEvent(view.viewport(), enter)
    assert not hint.isVisible()
    QApplication.sendEvent(view.viewport(), QDragLeaveEvent())
    assert hint.isVisible()


def test_a_narrow_canvas_breaks_the_lines(view, hint):
    view.resize(260, 600)
    QApplication.processEvents()
    assert hint.x() > 0
    assert hint.geometry().right() < view.viewport().width()
    for label in hint.findChildren(QLabel):
        assert label.height() >= label.heightForWidth(label.width())


def test_an_emptied_block_speaks_of_layers_alone(hand):
    hand.view.selection.replace(hand.ids[1:3])
    hand.view.blocks.group()
    hand.view.blocks.open_selected()
    hand.view.select_all()
    hand.view.editing.delete_keeping_gap()
    hint = hand.view.findChild(QWidget, "canvas_empty")
    assert not hand.scene.nodes
    assert "Tab" in shown(hint)
    assert ".keras" not in shown(hint)
