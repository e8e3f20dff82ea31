"""The whole window with a real engine: starts, works, leaves nothing."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from studio import paths
from studio.project.journal import journals_folder
from studio.ui.app import open_studio
from studio.ui.data.service import DataState
from studio.ui.notifications import Level, Notifications
from tests.pictures import CLASSES, picture_folder

pytestmark = pytest.mark.engine
EXAMPLE = "digits-linear"
PROGRAM = """
import sys
from PySide6.QtCore import QTimer
from studio.ui import app

def tell(studio):
    documents = studio.documents
    studio.workbench.finished.connect(lambda: documents.open_example("digits-linear"))
    studio.workbench.finished.connect(lambda: edit(studio))

def edit(studio):
    from studio.graph.edits import AddComment
    from studio.graph.model import Comment
    studio.workspace.edit(AddComment(Comment("c9", "unsaved")), "Add comment")
    print(studio.engines.engine.pid, flush=True)

show = app.StudioWindow.show
def watched(self, path=None):
    show(self, path)
    tell(self)
app.StudioWindow.show = watched
sys.exit(app.run_app())
"""


@pytest.fixture
def studio(qapp):
    look = qapp.palette(), qapp.styleSheet(), qapp.font()
    notifications = Notifications()
    with open_studio(QApplication.instance(), notifications) as studio:
        yield studio
        studio.documents.discard_copy()
    qapp.setPalette(look[0])
    qapp.setStyleSheet(look[1])
    qapp.setFont(look[2])
    failed = [n.text for n in notifications.history if n.level is Level.ERROR]
    assert failed == []


def test_window_starts_checks_an_example_and_stops(studio, qtbot):
    with qtbot.waitSignal(studio.workbench.finished, timeout=200_000):
        studio.show()
    assert studio.documents.open_example(EXAMPLE)
    chip = studio.window.toolbar.model_chip
    qtbot.waitUntil(lambda: chip.text().strip() == "Valid", timeout=200_000)
    assert "650 parameters" in studio.window.status._params.text()
    assert studio.workspace.problems == ()


def test_a_folder_dropped_on_the_start_page_is_learned_from(studio, qtbot, tmp_path):
    folder = picture_folder(tmp_path / "shapes", count=4)
    with qtbot.waitSignal(studio.workbench.finished, timeout=200_000):
        studio.show()
    studio.window.folder_dropped.emit(str(folder))
    assert studio.documents.is_open
    data = studio.engines.data
    qtbot.waitUntil(lambda: data.state is DataState.KNOWN, timeout=200_000)
    assert data.facts.classes == CLASSES
    assert data.preview.shape == (8, 8, 3)
    assert studio.workspace.undo_stack.count() == 1


def test_missing_file_leads_to_the_start_page(qapp, qtbot, tmp_path):
    notifications = Notifications()
    with open_studio(QApplication.instance(), notifications) as studio:
        with qtbot.waitSignal(studio.workbench.finished, timeout=200_000):
            studio.show(tmp_path / "gone.studio")
        assert studio.window.center.currentWidget() is studio.window.start_page
    errors = [n.text for n in notifications.history if n.level is Level.ERROR]
    assert len(errors) == 1
    assert "gone.studio" in errors[0]


def test_sigterm_keeps_the_work_and_ends_the_engine(studio_home):
    environment = os.environ | {"STUDIO_HOME": str(studio_home)}
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM], stdout=subprocess.PIPE, env=environment
    ) as window:
        engine = int(window.stdout.readline())
        window.send_signal(signal.SIGTERM)
        assert window.wait(timeout=200) == 0
    assert not Path(f"/proc/{engine}").exists()
    (journal,) = journals_folder().iterdir()
    assert b"unsaved" in journal.read_bytes()
    assert "Traceback" not in (paths.logs() / "studio.log").read_text("utf-8")
