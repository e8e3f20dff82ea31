"""The outline: readable in order, and every edit from it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from studio.ui.outline.model import FED_BY, LAYER, NAME, OutlineModel
from studio.ui.outline.panel import OutlinePanel
from tests.ui.canvas.conftest import hand, themes, view, workspace
from tests.ui.canvas.sample import facts

__all__ = ["hand", "themes", "view", "workspace"]
KEY = Qt.Key


@pytest.fixture
def outline(qtbot, hand):
    panel = OutlinePanel(hand.workspace)
    qtbot.addWidget(panel)
    panel.key_pressed.connect(hand.view.do_key)
    panel.resize(700, 300)
    panel.show()
    return panel


def names(panel):
    model = panel.model()
    return [model.index(row, NAME).data() for row in range(model.rowCount())]


def test_nodes_stand_in_topological_order(hand, outline):
    assert names(outline) == ["input", "conv2d", "flatten", "dense"]
    model = outline.model()
    assert model.index(1, LAYER).data() == "Conv2D"
    assert model.index(1, FED_BY).data() == "input"


def test_a_screen_reader_is_told_the_whole_row(hand):
    model = OutlineModel(hand.workspace)
    model.refresh()
    conv = hand.ids[1]
    hand.workspace.set_results({conv: facts(conv, None, 6, 6, 32)}, ())
    text = model.index(1, NAME).data(Qt.ItemDataRole.AccessibleTextRole)
    assert text == (
        "2 of 4: conv2d, Conv2D, fed by input, output 6 × 6 × 32, no problem"
    )


def test_selection_follows_both_ways(hand, outline):
    outline.selectRow(2)
    assert hand.workspace.selection == {hand.ids[2]}
    hand.view.selection.replace({hand.ids[0]})
    assert [i.row() for i in outline.selectionModel().selectedRows()] == [0]


def test_edits_are_made_from_it(hand, outline, qtbot):
    outline.selectRow(1)
    QTest.keyClick(outline, KEY.Key_M)
    assert hand.graph.nodes[hand.ids[1]].muted
    outline.selectRow(2)
    QTest.keyClick(outline, KEY.Key_Delete)
    qtbot.waitUntil(lambda: names(outline) == ["input", "conv2d", "dense"])
    outline.model().setData(outline.model().index(2, NAME), "head")
    assert hand.graph.title_of(hand.ids[3]) == "head"
    assert not outline.model().setData(outline.model().index(2, NAME), "not ok")
    assert hand.steps == ["Mute node", "Delete node", "Rename to head"]
