"""Files of Keras and programs, opened in the window."""

from __future__ import annotations

import json

import pytest
from PySide6.QtWidgets import QInputDialog, QWidget

from studio.catalog.spec import Catalog
from studio.graph.model import Flow
from studio.project.store import load
from studio.ui.dialogs.questions import Questions
from studio.ui.dialogs.trust import TrustDialog
from studio.ui.documents import Documents
from studio.ui.import_process import ReadModel
from studio.ui.importer import Importer
from studio.ui.notifications import Level, Notifications
from studio.ui.workspace import Workspace
from tests.importing import files
from tests.importing.sample import config


class Desk:
    def __init__(self, window):
        self.notifications = Notifications()
        self.workspace = Workspace(Catalog("", ()))
        questions = Questions(window)
        self.documents = Documents(self.workspace, self.notifications, questions)
        self.importer = Importer(self.documents, self.notifications, questions)

    def told(self, level):
        return [n.text for n in self.notifications.history if n.level is level]


@pytest.fixture
def desk(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    desk = Desk(window)
    yield desk
    desk.importer.stop()
    desk.documents.discard_copy()


def open_and_wait(desk, qtbot, path):
    with qtbot.waitSignal(desk.documents.changed, timeout=30_000):
        assert not desk.documents.open(path)


def test_keras_file_opens_untitled_with_its_weights(desk, qtbot, tmp_path):
    data = files.weights({"layers/dense": "a"}, {"layers/dense/vars/0": [[1.0]]})
    path = files.keras_file(tmp_path / "m.keras", config("sequential"), data)
    open_and_wait(desk, qtbot, path)
    assert desk.documents.title == "seq"
    assert desk.documents.is_modified
    assert desk.workspace.path is None
    path.unlink()
    (tmp_path / "mine").mkdir()
    target = tmp_path / "mine" / "a.studio"
    assert desk.documents.save_to(target)
    weights = load(target).document.setup.model.weights
    assert (target.parent / weights.path).read_bytes() == data
    assert desk.told(Level.WARNING) == []


def test_what_was_lost_is_told_in_one_notice(desk, qtbot, tmp_path):
    damaged = config("functional")
    del damaged["config"]["layers"][1]
    path = tmp_path / "a.json"
    path.write_text(json.dumps(damaged))
    open_and_wait(desk, qtbot, path)
    (text,) = desk.told(Level.WARNING)
    assert "for 1 thing: “dropout” takes a tensor of “conv”" in text


def test_file_that_is_no_model_is_told_and_nothing_changes(desk, qtbot, tmp_path):
    path = tmp_path / "a.json"
    path.write_text("{}")
    with qtbot.waitSignal(
        desk.notifications.posted,
        timeout=30_000,
        check_params_cb=(lambda notice: notice.level is Level.ERROR),
    ):
        desk.documents.open(path)
    assert "no layers" in desk.told(Level.ERROR)[0]
    assert not desk.documents.is_open


def test_program_is_executed_only_after_trust(desk, qtbot, tmp_path, monkeypatch):
    path = tmp_path / "a.py"
    path.write_text("print('hello')\n")
    asked = []
    monkeypatch.setattr(TrustDialog, "exec", lambda self: asked.append(self) and 0)
    desk.documents.open(path)
    assert len(asked) == 1
    assert desk.importer._process is None
    monkeypatch.setattr(TrustDialog, "exec", lambda self: 1)
    desk.documents.open(path)
    assert desk.importer._process is not None
    desk.importer.stop()
    monkeypatch.setattr(TrustDialog, "exec", lambda self: pytest.fail("asked again"))
    desk.documents.open(path)
    assert desk.importer._process is not None


def test_several_models_are_a_choice(desk, tmp_path, monkeypatch):
    models = [ReadModel(name, tmp_path / name, ()) for name in ("a", "b", "a")]
    picks = {"get": ("3. a", True)}
    monkeypatch.setattr(QInputDialog, "getItem", lambda *_, **__: picks["get"])
    assert desk.importer._chosen(models) is models[2]
    picks["get"] = ("", False)
    assert desk.importer._chosen(models) is None


def test_wires_run_as_in_new_documents(desk, qtbot, tmp_path):
    desk.documents.flow = Flow.LEFT_TO_RIGHT
    path = tmp_path / "m.json"
    path.write_text(json.dumps(config("sequential")))
    open_and_wait(desk, qtbot, path)
    document = desk.workspace.document
    assert document.setup.canvas.flow is Flow.LEFT_TO_RIGHT
    places = [node.position for node in document.graph.nodes.values()]
    assert len({p.y for p in places}) == 1
    assert len({p.x for p in places}) == len(places) > 1
