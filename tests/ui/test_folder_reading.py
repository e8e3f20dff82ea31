"""Large SavedModels are read beside the window, with progress and a way out."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import QObject

from studio.catalog import saved_models
from studio.catalog.saved_models import known_hash
from studio.ui import folder_reading
from studio.ui.folder_reading import FolderReading
from studio.ui.notifications import Notifications


@pytest.fixture
def reading(qtbot, monkeypatch):
    monkeypatch.setattr(folder_reading, "AT_ONCE", 0)
    parent = QObject()
    made = FolderReading(Notifications(), parent)
    made.owner = parent
    yield made
    made.cancel()


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "exported"
    folder.mkdir()
    (folder / "saved_model.pb").write_bytes(b"x" * 4096)
    return folder


def test_a_large_folder_is_read_on_another_thread(qtbot, reading, folder, monkeypatch):
    readers, done = [], []
    real = saved_models.content_hash

    def noted(*arguments):
        readers.append(threading.current_thread())
        return real(*arguments)

    monkeypatch.setattr(saved_models, "content_hash", noted)
    reading.start([folder], lambda: done.append(known_hash(folder)))
    qtbot.waitUntil(lambda: bool(done))
    assert done == [real(folder)]
    assert readers != [threading.main_thread()]
    reading.start([folder], lambda: done.append("known"))
    assert done[1:] == ["known"]
    assert len(readers) == 1


def test_reading_is_told_and_can_be_given_up(qtbot, reading, folder, monkeypatch):
    go_on = threading.Event()
    monkeypatch.setattr(saved_models, "_CHUNK", 512)
    real = saved_models._listed

    def slow(path):
        go_on.wait(20)
        return real(path)

    done = []
    monkeypatch.setattr(saved_models, "size_of", lambda path: 4096)
    monkeypatch.setattr(saved_models, "_listed", slow)
    reading.start([folder], lambda: done.append(True))
    notices = reading._notifications
    qtbot.waitUntil(lambda: bool(notices.history))
    (notice,) = notices.history
    assert notice.text == "Reading the SavedModel “exported”… 0 %"
    reading._cancelled.set()
    go_on.set()
    notice.actions[0].run()
    assert not reading.is_busy
    assert known_hash(folder) is None
    assert done == []


def test_a_small_folder_is_not_waited_for(reading, folder, monkeypatch):
    monkeypatch.setattr(folder_reading, "AT_ONCE", 10_000)
    done = []
    reading.start([folder], lambda: done.append(True))
    assert done == [True]
