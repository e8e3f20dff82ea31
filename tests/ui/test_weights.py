"""Trained weights of the open document."""

from __future__ import annotations

import io
import threading
from dataclasses import replace

import pytest
from PySide6.QtWidgets import QMainWindow

from studio.catalog.spec import Catalog
from studio.errors import StudioError
from studio.graph.document import Document
from studio.graph.setup import ModelSettings, Setup
from studio.project import weights
from studio.project.store import save
from studio.project.weights import find_weights, keep_weights, with_weights_found
from studio.ui.actions import Actions
from studio.ui.dialogs.questions import Questions
from studio.ui.documents import Documents
from studio.ui.notifications import Level, Notifications
from studio.ui.weights import WeightsLoader
from studio.ui.weights_reading import WeightsReading
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
    yield desk
    desk.workspace.undo_stack.clear()


def weights_of(desk):
    return desk.workspace.document.setup.model.weights


def load(desk, qtbot):
    desk.actions["model.weights"].trigger()
    qtbot.waitUntil(lambda: not desk.loader._job.is_busy)


def choose_fitting(desk, folder):
    desk.questions.path = folder / "best.weights.h5"
    names = {"layers/dense": "a", "layers/dense_1": "dense"}
    data = files.weights(names, {"layers/dense/vars/0": [1.0]})
    desk.questions.path.write_bytes(data)


def test_weights_are_loaded_undone_and_let_go(desk, qtbot, tmp_path):
    choose_fitting(desk, tmp_path)
    load(desk, qtbot)
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


def test_the_window_waits_for_no_reading(desk, qtbot, tmp_path, monkeypatch):
    threads = noted_threads(monkeypatch)
    choose_fitting(desk, tmp_path)
    load(desk, qtbot)
    assert threads
    assert threading.main_thread() not in threads


def test_weights_that_come_too_late_are_for_nobody(desk, qtbot, tmp_path):
    choose_fitting(desk, tmp_path)
    desk.actions["model.weights"].trigger()
    desk.workspace.replace_document(imported("sequential").document, None)
    qtbot.waitUntil(lambda: not desk.loader._job.is_busy)
    assert weights_of(desk) is None
    assert not desk.workspace.undo_stack.count()


def noted_threads(monkeypatch):
    """Threads on which content is hashed."""
    threads = []
    copy, read = weights._copy, weights._read_digest

    def noted_copy(*arguments):
        threads.append(threading.current_thread())
        return copy(*arguments)

    def noted_read(path):
        threads.append(threading.current_thread())
        return read(path)

    monkeypatch.setattr(weights, "_copy", noted_copy)
    monkeypatch.setattr(weights, "_read_digest", noted_read)
    return threads


def with_weights(folder, content=b"weights" * 1000):
    kept = keep_weights(io.BytesIO(content), "model", ".weights.h5")
    find_weights(kept).rename(folder / kept.path)
    setup = replace(Setup(), model=ModelSettings(weights=kept))
    return Document(setup=setup), folder / kept.path


def test_saving_what_was_just_opened_reads_no_weights(desk, tmp_path, monkeypatch):
    document, _ = with_weights(tmp_path)
    path = tmp_path / "a.studio"
    save(document, path, "a", read=False)
    threads = noted_threads(monkeypatch)
    documents = Documents(desk.workspace, desk.notifications, desk.questions)
    assert documents.open(path)
    assert documents.save()
    documents.discard_copy()
    assert threads == []


def test_weights_of_an_opened_document_are_read_beside_the_window(
    desk, qtbot, tmp_path, monkeypatch
):
    document, file = with_weights(tmp_path)
    threads = noted_threads(monkeypatch)
    reading = WeightsReading(desk.workspace, desk)
    done = []
    desk.workspace.replace_document(document, tmp_path / "a.studio")
    reading.when_read(lambda: done.append(len(threads)))
    assert done == []
    qtbot.waitUntil(lambda: bool(done))
    assert done == [1]
    assert threading.main_thread() not in threads
    assert with_weights_found(document, tmp_path).setup.model.weights.path == str(file)
    reading.when_read(lambda: done.append("at once"))
    assert done[1:] == ["at once"]
    assert len(threads) == 1
    reading.stop()


def test_code_is_shown_before_weights_are_read(tmp_path, monkeypatch):
    document, file = with_weights(tmp_path)
    threads = noted_threads(monkeypatch)
    shown = with_weights_found(document, tmp_path, read=False)
    assert shown.setup.model.weights.path == str(file)
    assert threads == []
    file.write_bytes(b"other")
    with pytest.raises(StudioError, match="are gone"):
        with_weights_found(document, tmp_path)
    with pytest.raises(StudioError, match="are gone"):
        with_weights_found(document, tmp_path, read=False)


def test_nobody_waits_for_a_document_that_is_gone(desk, qtbot, tmp_path):
    document, _ = with_weights(tmp_path)
    reading = WeightsReading(desk.workspace, desk)
    done = []
    desk.workspace.replace_document(document, tmp_path / "a.studio")
    reading.when_read(lambda: done.append(True))
    desk.workspace.replace_document(Document(), None)
    qtbot.waitUntil(lambda: not reading._job.is_busy)
    assert done == []
    reading.stop()


def test_weights_of_a_run_are_loaded_without_a_question(desk, qtbot, tmp_path):
    choose_fitting(desk, tmp_path)
    path, desk.questions.path = desk.questions.path, None
    desk.loader.load(path)
    qtbot.waitUntil(lambda: not desk.loader._job.is_busy)
    assert weights_of(desk).path
