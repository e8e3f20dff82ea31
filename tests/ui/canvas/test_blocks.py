"""Blocks on the canvas: made, entered, kept, exposed."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from studio.graph.model import PortKey
from tests.ui.canvas.conftest import away
from tests.ui.canvas.test_editing import CTRL, KEY, ask, titles


def test_a_selection_becomes_a_block_that_opens_and_closes(hand):
    hand.view.selection.replace(hand.ids[1:3])
    hand.key(KEY.Key_G, CTRL)
    (block,) = hand.workspace.document.blocks
    (node,) = hand.workspace.selection
    assert sorted(hand.scene.nodes) == sorted([hand.ids[0], hand.ids[3], node])
    at = hand.node(node)
    QTest.mouseDClick(hand.view.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert hand.workspace.block_here == block
    assert set(hand.ids[1:3]) <= set(hand.scene.nodes)
    assert hand.view.breadcrumb.isVisible()
    start = hand.node(hand.ids[1])
    hand.drag(start, away(start, 80, 0))
    inside = hand.workspace.document.blocks[block].graph
    assert inside.nodes[hand.ids[1]].position.x == 80
    hand.undo()
    hand.key(KEY.Key_Escape)
    hand.key(KEY.Key_Escape)
    assert hand.workspace.block_here is None
    assert hand.workspace.selection == {node}
    hand.key(KEY.Key_G, CTRL | Qt.KeyboardModifier.ShiftModifier)
    assert titles(hand) == ["conv2d", "dense", "flatten", "input"]
    assert hand.steps == ["Group 2 nodes into block", "Ungroup block"]


def test_undoing_the_group_leaves_the_block(hand):
    hand.view.selection.replace(hand.ids[1:3])
    hand.view.blocks.group()
    hand.view.blocks.open_selected()
    hand.undo()
    assert hand.workspace.block_here is None
    assert set(hand.scene.nodes) == set(hand.ids)


def test_a_block_is_kept_and_placed_again(hand):
    hand.view.selection.replace(hand.ids[1:3])
    hand.view.blocks.group()
    hand.view.library.save()
    assert hand.workspace.shelf.names == ("block",)
    hand.view.library.insert()
    ask(hand, "bl")
    assert titles(hand) == ["block", "block_1", "dense", "input"]
    assert len(hand.workspace.document.blocks) == 1


def test_a_parameter_is_exposed_inside_a_block(hand, monkeypatch):
    hand.view.selection.replace(hand.ids[1:3])
    hand.view.blocks.group()
    hand.view.blocks.open_selected()
    hand.view.selection.replace({hand.ids[1]})
    hand.view.exposing.expose()
    ask(hand, "filt")
    assert exposed(hand) == ["filters"]
    hand.view.exposing.rename()
    ask(hand, "filters")
    ask(hand, "width")
    assert exposed(hand) == ["width"]
    hand.view.blocks.leave()
    hand.view.exposing.unexpose()
    ask(hand, "width")
    assert exposed(hand) == []
    (block,) = hand.workspace.document.blocks.values()
    layer = block.graph.definition_of(hand.ids[1])
    assert layer.parameters["filters"] == 32
    assert hand.steps[1:] == [
        "Expose filters of block",
        "Rename filters of block to width",
        "Stop exposing width of block",
    ]


def exposed(hand):
    (block,) = hand.workspace.document.blocks.values()
    return [p.name for p in block.parameters]


def test_a_kept_block_is_searched_and_dropped_like_a_layer(hand):
    hand.view.selection.replace({hand.ids[2]})
    hand.view.blocks.group()
    hand.view.library.save()
    hand.undo()
    hand.view.selection.replace((), {PortKey(hand.ids[3], "inputs")})
    hand.key(KEY.Key_Tab)
    ask(hand, "block")
    (into,) = hand.graph.edges_into(hand.ids[3])
    assert hand.graph.title_of(into.source) == "block"
    assert [e.source for e in hand.graph.edges_into(into.source)] == [hand.ids[2]]
    assert hand.steps == ["Insert block"]


def test_instances_of_a_block_show_one_another(hand):
    hand.view.selection.replace(hand.ids[1:3])
    hand.view.blocks.group()
    (first,) = hand.workspace.selection
    hand.view.editing.duplicate()
    assert hand.scene.nodes[first].look.kin
