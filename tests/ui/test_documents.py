"""The document's life between disk and workspace."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from studio.catalog.spec import Catalog
from studio.graph.edits import AddComment
from studio.graph.model import Comment, Flow
from studio.project.journal import journals_folder
from studio.project.recovery import find_recoveries
from studio.project.store import load
from studio.ui.dialogs.questions import Questions
from studio.ui.documents import Documents
from studio.ui.notifications import Level, Notifications
from studio.ui.workspace import Workspace
from tests.ui.answers import pressing


class Desk:
    """Documents with the parts they need, and hands to use them."""

    def __init__(self, window):
        self.notifications = Notifications()
        self.workspace = Workspace(Catalog("", ()))
        questions = Questions(window)
        self.documents = Documents(self.workspace, self.notifications, questions)

    def write(self, text):
        document = self.workspace.document
        comment = Comment(document.new_id("c"), text)
        self.workspace.edit(AddComment(comment), "Add comment")

    def texts(self):
        return [comment.text for comment in self.workspace.document.comments.values()]

    def told(self, level):
        return [n.text for n in self.notifications.history if n.level is level]


@pytest.fixture
def desk(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    desk = Desk(window)
    yield desk
    desk.documents.discard_copy()
    desk.workspace.undo_stack.clear()


def test_new_document_is_open_and_clean(desk):
    assert desk.documents.new()
    assert desk.documents.is_open
    assert not desk.documents.is_modified
    assert desk.documents.title == "Untitled"


def test_wires_of_a_new_document_run_as_they_were_chosen_last(desk):
    desk.documents.flow = Flow.LEFT_TO_RIGHT
    desk.documents.new()
    assert desk.workspace.document.setup.canvas.flow is Flow.LEFT_TO_RIGHT
    assert not desk.documents.is_modified


def test_edit_save_and_open_again(desk, tmp_path):
    desk.documents.new()
    desk.write("hello")
    assert desk.documents.is_modified
    assert desk.documents.save_to(tmp_path / "note")
    assert not desk.documents.is_modified
    assert desk.documents.title == "note.studio"
    desk.documents.close()
    assert desk.documents.open(tmp_path / "note.studio")
    assert desk.texts() == ["hello"]
    assert [r.path for r in desk.documents.recent()] == [tmp_path / "note.studio"]


def test_undo_back_to_the_saved_state_is_clean(desk, tmp_path):
    desk.documents.new()
    desk.write("kept")
    desk.documents.save_to(tmp_path / "a.studio")
    desk.write("not wanted")
    desk.workspace.undo_stack.undo()
    assert not desk.documents.is_modified


def test_saving_again_asks_nothing(desk, tmp_path):
    desk.documents.new()
    desk.documents.save_to(tmp_path / "a.studio")
    desk.write("second")
    assert desk.documents.save()
    assert [c.text for c in load(tmp_path / "a.studio").document.comments.values()] == [
        "second"
    ]


def test_unsaved_changes_are_asked_about(desk):
    desk.documents.new()
    desk.write("precious")
    with pressing("Cancel"):
        assert not desk.documents.close()
    assert desk.texts() == ["precious"]
    with pressing("Discard"):
        assert desk.documents.close()
    assert not desk.documents.is_open


def test_save_in_the_question_saves(desk, tmp_path):
    desk.documents.new()
    desk.documents.save_to(tmp_path / "a.studio")
    desk.write("late")
    with pressing("Save"):
        assert desk.documents.close()
    assert len(load(tmp_path / "a.studio").document.comments) == 1


@pytest.mark.parametrize("content", [b"", b"{", b"\x00\xff", b'{"format": "other"}'])
def test_file_that_cannot_be_opened_leaves_the_document(desk, tmp_path, content):
    desk.documents.new()
    desk.write("mine")
    path = tmp_path / "bad.studio"
    path.write_bytes(content)
    assert not desk.documents.open(path)
    assert desk.texts() == ["mine"]
    assert "bad.studio" in desk.told(Level.ERROR)[0]


def test_missing_file_is_told_and_forgotten(desk, tmp_path):
    path = tmp_path / "gone.studio"
    desk.documents.new()
    desk.documents.save_to(path)
    path.unlink()
    assert not desk.documents.open(path)
    assert desk.documents.recent() == []
    assert len(desk.told(Level.ERROR)) == 1


def test_file_changed_on_disk_is_not_overwritten_unasked(desk, tmp_path):
    path = tmp_path / "a.studio"
    desk.documents.new()
    desk.documents.save_to(path)
    path.write_bytes(path.read_bytes() + b"\n")
    theirs = path.read_bytes()
    desk.write("mine")
    with pressing("Cancel"):
        assert not desk.documents.save()
    assert path.read_bytes() == theirs
    assert desk.documents.is_modified
    with pressing("Save Over It"):
        assert desk.documents.save()
    assert len(load(path).document.comments) == 1


def test_save_that_fails_is_told_and_offers_another_place(desk, tmp_path):
    desk.documents.new()
    desk.write("mine")
    assert not desk.documents.save_to(tmp_path / "no such folder" / "a.studio")
    notice = desk.notifications.history[-1]
    assert notice.level is Level.ERROR
    assert [action.title for action in notice.actions] == ["Save As…"]
    assert desk.documents.is_modified


def test_every_edit_is_in_the_journal(desk, tmp_path):
    desk.documents.new()
    desk.write("one")
    desk.write("two")
    desk.workspace.undo_stack.undo()
    assert find_recoveries().recoveries == (), "a living window's work is its own"
    (journal,) = journals_folder().iterdir()
    assert len(journal.read_bytes().splitlines()) == 2 + 3


def test_closing_leaves_no_journal(desk, tmp_path):
    desk.documents.new()
    desk.write("one")
    desk.documents.save_to(tmp_path / "a.studio")
    desk.documents.close()
    assert list(journals_folder().iterdir()) == []


def test_names_with_markup_are_asked_about_as_they_are(desk):
    formats = []

    def look():
        box = QApplication.activeModalWidget()
        labels = [label for label in box.findChildren(QLabel) if label.text()]
        formats.extend(label.textFormat() for label in labels)
        box.reject()

    QTimer.singleShot(100, look)
    desk.documents._questions.changed_on_disk("<b>a</b>.studio was changed")
    assert set(formats) == {Qt.TextFormat.PlainText}
    assert len(formats) >= 2
