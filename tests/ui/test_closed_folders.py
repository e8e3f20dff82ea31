"""SavedModels in the window: a question before each runs, with No as the default."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QMessageBox, QWidget

from studio.catalog.store import load_catalog
from studio.importing.saved_model import import_saved_model
from studio.project.trusted_folders import TrustedFolders
from studio.ui.closed_folders import CLOSED, ClosedFolders
from studio.ui.dialogs.questions import Questions
from studio.ui.documents import Documents
from studio.ui.importer import Importer
from studio.ui.notifications import Notifications
from studio.ui.workspace import Workspace
from tests.ui.answers import pressing


class Desk:
    def __init__(self, window):
        self.notifications = Notifications()
        self.workspace = Workspace(load_catalog())
        questions = Questions(window)
        self.closed = ClosedFolders(self.workspace, self.notifications, questions)
        self.documents = Documents(self.workspace, self.notifications, questions)
        self.importer = Importer(self.documents, self.notifications, questions)

    @property
    def warned(self):
        return [n.text for n in self.notifications.history].count(CLOSED)


@pytest.fixture
def desk(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    desk = Desk(window)
    yield desk
    desk.importer.stop()
    desk.documents.discard_copy()


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "exported"
    folder.mkdir()
    (folder / "saved_model.pb").write_bytes(b"x")
    return folder


def test_a_folder_that_is_opened_runs_only_after_a_yes(desk, qtbot, folder):
    for answer, may_run in {"Keep Closed": False, "Allow and Run": True}.items():
        with pressing(answer):
            desk.importer.start(folder)
        qtbot.waitUntil(lambda: desk.documents.is_open, timeout=30_000)
        (layer,) = desk.workspace.document.graph.definitions.values()
        assert layer.parameters["filepath"] == str(folder)
        assert TrustedFolders().trusts(folder) is may_run
        desk.workspace.undo_stack.setClean()
    assert desk.warned == 1


def test_a_no_is_the_default_and_the_folder_is_named(qtbot, monkeypatch, folder):
    window = QWidget()
    qtbot.addWidget(window)
    told = []
    monkeypatch.setattr(
        QMessageBox,
        "exec",
        lambda box: told.append((box.defaultButton().text(), box.informativeText())),
    )
    assert not Questions(window).may_run_folder(str(folder))
    ((default, text),) = told
    assert default == "Keep Closed"
    assert str(folder) in text


def test_a_project_that_names_one_is_reviewed(desk, folder):
    document = import_saved_model(folder).document
    desk.workspace.replace_document(document, None)
    assert desk.warned == 1
    asked = []
    desk.workspace.catalog_changed.connect(lambda: asked.append(True))
    with pressing("Keep Closed"):
        desk.closed.review()
    assert not TrustedFolders().trusts(folder)
    with pressing("Allow and Run"):
        desk.closed.review()
    assert TrustedFolders().trusts(folder)
    assert len(asked) == 2
    (folder / "saved_model.pb").write_bytes(b"y")
    with pressing("Keep Closed"):
        desk.closed.review()


def test_its_main_file_stands_for_the_folder(desk, folder):
    with pressing("Allow and Run"):
        desk.importer.start(folder / "saved_model.pb")
    assert TrustedFolders().trusts(folder)
