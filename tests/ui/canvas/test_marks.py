"""Marks over cards: what is pointed at, and the heat of a column."""

import pytest
from PySide6.QtGui import QImage, QPainter

from studio.graph import commands
from studio.graph.model import Point
from studio.ui.canvas.marks import Mark
from studio.ui.heat import heat_map


def marks(view):
    return [item for item in view.stage_scene.items() if isinstance(item, Mark)]


def test_nodes_are_pointed_at_and_no_more(hand, view, workspace):
    workspace.set_highlight([hand.ids[1], "n99"])
    (mark,) = marks(view)
    card = view.stage_scene.nodes[hand.ids[1]]
    assert mark.pos() == card.geometry.rect.translated(card.pos()).topLeft()
    workspace.set_highlight(())
    assert marks(view) == []


def test_heat_is_told_by_bars_and_words(hand, view, workspace):
    values = {hand.ids[1]: 1000, hand.ids[2]: 10, hand.ids[3]: 0}
    heat = heat_map("Parameters", values, {n: str(v) for n, v in values.items()})
    assert [heat.nodes[n].bars for n in values] == [5, 1, 0]
    assert heat.largest == "1000"
    workspace.set_heat(heat)
    assert len(marks(view)) == 3
    workspace.set_heat(None)
    assert marks(view) == []


def test_a_mark_follows_its_card(hand, view, workspace):
    node = hand.ids[1]
    workspace.set_highlight([node])
    before = marks(view)[0].pos()
    place = {node: Point(500.0, 500.0)}
    workspace.edit(commands.move(workspace.document, place))
    assert marks(view)[0].pos() != before


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_marks_are_painted_in_both_themes(hand, view, workspace, themes, mode):
    themes.set_mode(mode)
    node = hand.ids[1]
    workspace.set_heat(heat_map("Parameters", {node: 5}, {node: "5"}))
    workspace.set_highlight([node])
    (mark,) = marks(view)
    image = QImage(400, 200, QImage.Format.Format_ARGB32)
    image.fill(0)
    blank = image.copy()
    painter = QPainter(image)
    painter.translate(60, 60)
    mark.paint(painter, None)
    painter.end()
    assert image != blank
