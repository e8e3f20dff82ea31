"""What a killed window leaves behind is offered at the next start."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget

from studio.catalog.spec import Catalog
from studio.project.journal import journals_folder
from studio.project.recovery import find_recoveries
from studio.ui.dialogs.questions import Questions
from studio.ui.dialogs.recovery import RecoveryDialog
from studio.ui.documents import Documents
from studio.ui.notifications import Notifications
from studio.ui.recovery_offer import RecoveryOffer
from studio.ui.workspace import Workspace

VICTIM = """
import sys, time
from pathlib import Path
from PySide6.QtWidgets import QApplication, QWidget
from studio.catalog.spec import Catalog
from studio.graph.edits import AddComment
from studio.graph.model import Comment
from studio.ui.dialogs.questions import Questions
from studio.ui.documents import Documents
from studio.ui.notifications import Notifications
from studio.ui.workspace import Workspace

app = QApplication([])
window = QWidget()
workspace = Workspace(Catalog("", ()))
documents = Documents(workspace, Notifications(), Questions(window))
documents.new()
documents.save_to(Path(sys.argv[1]))
workspace.edit(AddComment(Comment("c1", "unsaved")), "Add comment")
print("ready", flush=True)
time.sleep(60)
"""


@pytest.fixture
def crashed(studio_home, tmp_path):
    """Path of a file whose window was killed with unsaved work."""
    path = tmp_path / "work.studio"
    environment = os.environ | {"STUDIO_HOME": str(studio_home)}
    command = [sys.executable, "-c", VICTIM, str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment) as victim:
        assert victim.stdout.readline() == b"ready\n"
        victim.send_signal(signal.SIGKILL)
    return path


@pytest.fixture
def window(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    return window


@pytest.fixture
def documents(window):
    workspace = Workspace(Catalog("", ()))
    documents = Documents(workspace, Notifications(), Questions(window))
    yield documents
    documents.discard_copy()
    workspace.undo_stack.clear()


def press(dialog, name, qtbot):
    button = dialog.findChild(QPushButton, name)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def look(window, documents):
    notifications = Notifications()
    RecoveryOffer(window, documents, notifications).look()
    (notice,) = notifications.history
    assert "work.studio" in notice.text
    notice.actions[0].run()
    return window.findChild(RecoveryDialog)


def test_unsaved_work_can_be_recovered(crashed, window, documents, qtbot):
    dialog = look(window, documents)
    assert not dialog.isModal()
    press(dialog, "recovery_recover", qtbot)
    texts = [c.text for c in documents._workspace.document.comments.values()]
    assert texts == ["unsaved"]
    assert documents.is_modified
    assert documents.title == "work.studio"
    assert documents.save()
    assert find_recoveries().recoveries == ()


def test_recovered_work_survives_a_second_crash(crashed, window, documents, qtbot):
    press(look(window, documents), "recovery_recover", qtbot)
    (journal,) = journals_folder().iterdir()
    assert b"unsaved" in journal.read_bytes()


def test_unsaved_work_can_be_deleted(crashed, window, documents, qtbot):
    before = crashed.read_bytes()
    press(look(window, documents), "recovery_discard", qtbot)
    assert find_recoveries().recoveries == ()
    assert crashed.read_bytes() == before


def test_deciding_later_keeps_both(crashed, window, documents, qtbot):
    press(look(window, documents), "recovery_later", qtbot)
    assert len(find_recoveries().recoveries) == 1
    assert not documents.is_open


def test_saving_over_a_file_changed_since_is_asked(crashed, window, documents, qtbot):
    crashed.write_bytes(crashed.read_bytes() + b"\n")
    theirs = crashed.read_bytes()
    press(look(window, documents), "recovery_recover", qtbot)
    from tests.ui.answers import pressing

    with pressing("Cancel"):
        assert not documents.save()
    assert crashed.read_bytes() == theirs


def test_nothing_is_offered_without_a_crash(window, documents):
    notifications = Notifications()
    RecoveryOffer(window, documents, notifications).look()
    assert notifications.history == ()
