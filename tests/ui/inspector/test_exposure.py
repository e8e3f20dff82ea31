"""Exposing a parameter from the inspector, and taking it back."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QMenu

from studio.graph import commands
from studio.graph.grouping import group
from studio.ui.editors.parameter_row import HelpLabel
from studio.ui.inspector.panel import InspectorPanel
from tests.graph.test_grouping import chain


@pytest.fixture
def opened(qtbot, workspace, themes):
    """The inside of a block, its Dense selected in an inspector."""
    document, (_, first) = chain("Dense")
    layer = document.graph.nodes[first].definition
    document.apply(commands.set_parameters(document, layer, {"units": 8}))
    edit, node = group(document, [first])
    document.apply(edit)
    workspace.replace_document(document, None)
    panel = InspectorPanel(workspace, themes)
    qtbot.addWidget(panel)
    panel.resize(320, 700)
    panel.show()
    (block,) = document.blocks
    workspace.enter(block)
    workspace.select({first})
    return panel, workspace, block, node


def choose(panel, parameter, *texts):
    """Open the menu of a parameter's name and choose by its text."""
    label = panel.page.findChild(HelpLabel, f"{parameter}.label")
    at = label.mapTo(panel.page, QPoint(4, 4))
    where = panel.page.mapToGlobal(at)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, where)
    QApplication.sendEvent(panel.page, event)
    menus = panel.page.findChildren(QMenu, "exposure_menu")
    shown = [m for m in menus if m.isVisible()]
    found = [a for m in shown for a in m.actions()]
    names = [action.text() for action in found]
    for action in found:
        if action.text() in texts:
            action.trigger()
    for menu in shown:
        menu.close()
    return names


def parameters(workspace, block):
    return [p.name for p in workspace.document.blocks[block].parameters]


def test_a_parameter_is_exposed_and_taken_back_inside(opened):
    panel, workspace, block, _ = opened
    assert choose(panel, "units", "Expose") == ["Expose"]
    assert parameters(workspace, block) == ["units"]
    names = choose(panel, "units", "Stop exposing “units”")
    assert names == ["Rename “units”…", "Stop exposing “units”"]
    assert parameters(workspace, block) == []
    workspace.undo_stack.undo()
    assert parameters(workspace, block) == ["units"]


def test_an_instance_renames_and_takes_back(opened, monkeypatch):
    panel, workspace, block, node = opened
    choose(panel, "units", "Expose")
    workspace.leave()
    workspace.select({node})
    answer = ("width", True)
    monkeypatch.setattr(
        "studio.ui.inspector.exposure_menu.QInputDialog.getText",
        lambda *args, **kwargs: answer,
    )
    choose(panel, "units", "Rename “units”…")
    assert parameters(workspace, block) == ["width"]
    choose(panel, "width", "Stop exposing “width”")
    assert parameters(workspace, block) == []


def test_what_cannot_be_exposed_has_no_menu(opened):
    panel, workspace, _, _ = opened
    assert choose(panel, "activation") == []
    workspace.leave()
    assert not panel.page.findChildren(HelpLabel)


def test_the_name_in_a_block_shows_a_mark_for_that_of_the_instance(opened, qtbot):
    panel, workspace, block, _ = opened
    line = panel.page.findChild(QLineEdit, "node_name")
    meaning = panel.page.findChild(QLabel, "name_meaning")
    assert line.text().startswith("…_")
    assert meaning.text() == "… is the name of the block"
    line.setFocus()
    line.end(False)
    qtbot.keyClicks(line, "_first")
    definitions = workspace.document.blocks[block].graph.definitions.values()
    assert "{name}_dense_first" in [d.name for d in definitions]
    assert not panel.page.findChild(QLabel, "name_problem").text()
    workspace.leave()
