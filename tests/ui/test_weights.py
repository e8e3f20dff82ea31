"""Trained weights of the open document."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QMainWindow

from studio.catalog.spec import Catalog
from studio.ui.actions import Actions
from studio.ui.dialogs.questions import Questions
from studio.ui.notifications import Level, Notifications
from studio.ui.weights import WeightsLoader
from studio.ui.workspace import Workspace
from tests.importing import files
from tests.importing.sample import imported


class Chosen(Questions):
    path = None

    def weights_path(self):
        return self.path


@pytest.fixture
def desk(qtbot):
    window = QMainWindow()
    qtbot.addWidget(window)
    desk = window
    desk.notifications = Notifications()
    desk.workspace = Workspace(Catalog("", ()))
    desk.workspace.replace_document(imported("sequential").document, None)
    desk.questions = Chosen(window)
    desk.actions = Actions(window)
    desk.loader = WeightsLoader(
        desk.workspace, desk.notifications, desk.questions, desk.actions
    )
    return desk


def weights_of(desk):
    return desk.workspace.document.setup.model.weights


def test_weights_are_loaded_undone_and_let_go(desk, tmp_path):
    desk.questions.path = tmp_path / "best.weights.h5"
    names = {"layers/dense": "a", "layers/dense_1": "dense"}
    data = files.weights(names, {"layers/dense/vars/0": [1.0]})
    desk.questions.path.write_bytes(data)
    desk.actions["model.weights"].trigger()
    assert weights_of(desk).path.startswith("best-")
    desk.actions["model.no_weights"].trigger()
    assert weights_of(desk) is None
    desk.workspace.undo_stack.undo()
    assert weights_of(desk).path.startswith("best-")
    desk.workspace.undo_stack.undo()
    assert weights_of(desk) is None


def test_weights_of_another_model_are_refused(desk, tmp_path):
    desk.questions.path = tmp_path / "a.weights.h5"
    desk.questions.path.write_bytes(files.weights({}, {"layers/lstm/vars/0": [1.0]}))
    desk.actions["model.weights"].trigger()
    assert weights_of(desk) is None
    (notice,) = desk.notifications.history
    assert notice.level is Level.ERROR
    assert "does not fit" in notice.text
