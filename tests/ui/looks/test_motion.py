"""Nothing moves by itself where that is not wanted."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QAbstractAnimation, QObject
from PySide6.QtWidgets import QApplication, QProgressBar

from studio.graph.edits import MoveNodes
from studio.graph.model import Point
from studio.ui import motion
from studio.ui.settings import WindowSettings
from tests.ui.looks.conftest import docks_of


@pytest.fixture(autouse=True)
def as_before():
    yield
    motion.set_reduced(False)


def moving(root: QObject):
    """Animations that run, and bars that move to and fro."""
    running = QAbstractAnimation.State.Running
    found = [a for a in root.findChildren(QAbstractAnimation) if a.state() == running]
    bars = [b for b in root.findChildren(QProgressBar) if b.isVisible()]
    return found + [bar for bar in bars if bar.minimum() == bar.maximum()]


def do_what_moves(studio):
    """Tidy a graph that is in disorder, wait for an engine, tell of it, zoom."""
    canvas, workspace = studio.workbench.canvas, studio.workspace
    first = next(iter(workspace.document.graph.nodes))
    workspace.edit(MoveNodes({first: Point(700, 300)}), "Move")
    canvas.tidying.tidy()
    studio.window.notifications.info("Something happened.")
    studio.window.toolbar.show_training(True)
    canvas.zoom_in()
    canvas.fit()


def test_without_motion_everything_is_there_at_once(studio):
    action = studio.window.verbs["view.reduce_motion"]
    action.trigger()
    assert action.isChecked()
    do_what_moves(studio)
    for _ in docks_of(studio):
        assert moving(studio.window) == []
    items = studio.workbench.canvas.stage_scene.nodes
    for node in studio.workspace.document.graph.nodes.values():
        assert Point(*items[node.id].at.toTuple()) == node.position


def test_with_motion_the_same_moves(studio):
    do_what_moves(studio)
    assert len(moving(studio.workbench.canvas)) == 1
    QApplication.processEvents()
    assert any(isinstance(m, QProgressBar) for m in moving(studio.window.toolbar))
    studio.workbench.canvas.cancel()


def test_the_wish_is_remembered(open_window):
    with open_window() as studio:
        studio.window.verbs["view.reduce_motion"].trigger()
    motion.set_reduced(False)
    assert WindowSettings().reduces_motion
    with open_window() as studio:
        assert studio.window.verbs["view.reduce_motion"].isChecked()
        assert motion.duration(150) == 0
    assert QApplication.instance().property("reduced_motion")
