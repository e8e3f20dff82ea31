"""Pasted code becomes nodes beside those that are there."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, QPointF

from studio.graph.edits import ChangeSetup
from studio.project.examples import load_example
from studio.ui.code_paste import CodePaste
from studio.ui.notifications import Notifications
from tests.ui.canvas.conftest import hand, themes, view, workspace

__all__ = ["hand", "themes", "view", "workspace"]


class AnsweringImporter(QObject):
    """Stands for the process that reads code: it answers with an example."""

    def __init__(self):
        super().__init__()
        self.read = ""
        self.flow = None
        self.custom = ""

    def start(self, path, receive, flow):
        self.flow = flow
        self.read = path.read_text("utf-8")
        project = load_example("digits-convnet")
        setup = project.document.setup
        code = replace(setup.code, custom=self.custom)
        project.document.apply(ChangeSetup(replace(setup, code=code)))
        receive(project, ("One thing was left out.",))


def test_pasted_code_is_added_in_one_step(hand, studio_home):
    importer, notifications = AnsweringImporter(), Notifications()
    CodePaste(hand.view, importer, notifications)
    hand.view.code_pasted.emit("import keras", QPointF(400, 0))
    assert importer.read == "import keras"
    assert importer.flow is hand.workspace.document.setup.canvas.flow
    assert len(hand.graph.nodes) > 8
    assert hand.steps == ["Paste code"]
    assert len(hand.workspace.selection) == len(hand.graph.nodes) - 4


def test_classes_that_stay_behind_are_told(hand, studio_home):
    importer, notifications = AnsweringImporter(), Notifications()
    importer.custom = "class Scale(keras.layers.Layer):\n    pass\n"
    CodePaste(hand.view, importer, notifications)
    hand.view.code_pasted.emit("import keras", QPointF(400, 0))
    assert "layers of its own" in notifications.history[-1].text
