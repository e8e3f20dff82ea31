"""Layers of the user's own: written, allowed, shown in the palette."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QPlainTextEdit, QPushButton, QWidget

from studio.catalog.foreign import fingerprint
from studio.catalog.spec import OWN_CATEGORY, ClassSpec, Role
from studio.catalog.store import load_catalog
from studio.errors import StudioError
from studio.graph.commands import change_code
from studio.graph.document import Document
from studio.graph.setup import CodeSettings, Setup
from studio.project.approvals import TrustedCode, refuse_untrusted
from studio.protocol.messages import ClassesRead, ReadModules
from studio.ui.dialogs.own_layers import TEMPLATE, OwnLayersDialog
from studio.ui.dialogs.questions import Questions
from studio.ui.dialogs.trust import TrustDialog
from studio.ui.notifications import Notifications
from studio.ui.own_layers import BROUGHT, OwnLayers
from studio.ui.theme import ThemeManager
from studio.ui.tokens import LIGHT
from studio.ui.workspace import Workspace

SCALE = ClassSpec("custom.Scale", Role.LAYER, OWN_CATEGORY)


class Engine(QObject):
    message_received = Signal(object)

    def __init__(self):
        super().__init__()
        self.sent = []

    def next_request(self):
        return len(self.sent) + 1

    def send(self, message):
        self.sent.append(message)


class Room(QObject):
    started = Signal()
    is_started = True

    def __init__(self):
        super().__init__()
        self.engine = Engine()


class Answers:
    written = None
    allowed = False

    def own_layers(self, code, theme):
        return self.written

    def may_run_layers(self, text):
        self.shown = text
        return self.allowed


class Desk:
    def __init__(self):
        self.notifications = Notifications()
        self.workspace = Workspace(load_catalog())
        self.room, self.answers = Room(), Answers()
        self.themes = ThemeManager("light")
        self.own = OwnLayers(
            self.workspace,
            self.room,
            self.notifications,
            self.answers,
            self.themes,
        )
        self.room.started.emit()

    @property
    def sent(self):
        return self.room.engine.sent

    def answer(self, *specs, problems=()):
        message = ClassesRead(self.sent[-1].request, specs, problems)
        self.room.engine.message_received.emit(message)


@pytest.fixture
def desk(qapp):
    desk = Desk()
    yield desk
    desk.themes.deleteLater()
    desk.workspace.deleteLater()


def test_what_is_written_is_allowed_and_shown(desk):
    desk.answers.written = (TEMPLATE, ())
    desk.own.write()
    mark = fingerprint(TEMPLATE, ())
    assert desk.sent == [ReadModules(1, (), TEMPLATE, mark)]
    assert TrustedCode().trusts(mark)
    desk.answer(SCALE)
    assert desk.workspace.catalog.find("custom.Scale") == SCALE
    desk.workspace.undo_stack.undo()
    assert desk.workspace.catalog.find("custom.Scale") is None
    assert desk.workspace.catalog == load_catalog()


def test_what_a_file_brings_is_read_only_after_a_look_at_it(desk):
    setup = Setup(code=CodeSettings(custom=TEMPLATE))
    desk.workspace.replace_document(Document(setup=setup), None)
    assert desk.sent == []
    (notice,) = desk.notifications.history
    assert notice.text == BROUGHT
    desk.own.review()
    assert TEMPLATE in desk.answers.shown
    assert desk.sent == []
    desk.answers.allowed = True
    desk.own.review()
    assert len(desk.sent) == 1


def test_the_question_is_about_layers_and_not_about_an_import(qtbot, monkeypatch):
    parent = QWidget()
    qtbot.addWidget(parent)
    asked = []
    monkeypatch.setattr(TrustDialog, "exec", lambda self: asked.append(words(self)))
    Questions(parent).may_run_layers(TEMPLATE)
    assert asked == [("Allow the project's own layers?", "Allow and Run", TEMPLATE)]


def words(dialog):
    button = dialog.findChild(QPushButton, "trust_execute")
    view = dialog.findChild(QPlainTextEdit, "trust_text")
    return dialog.windowTitle(), button.text(), view.toPlainText()


def test_problems_of_the_text_are_told(desk):
    desk.answers.written = (TEMPLATE, ())
    desk.own.write()
    desk.answer(problems=("Your own layers cannot be used: line 3: no",))
    assert "line 3" in desk.notifications.history[-1].text


def test_nothing_runs_before_it_is_allowed(studio_home):
    code = CodeSettings(custom=TEMPLATE)
    with pytest.raises(StudioError, match="not allowed to run"):
        refuse_untrusted(code)
    TrustedCode().trust(fingerprint(TEMPLATE, ()))
    refuse_untrusted(code)
    refuse_untrusted(CodeSettings())


def test_the_dialog_keeps_what_is_no_python(qtbot):
    parent = QWidget()
    qtbot.addWidget(parent)
    dialog = OwnLayersDialog(CodeSettings(modules=("a.b",)), LIGHT, parent)
    assert dialog.settings() == (TEMPLATE, ("a.b",))
    dialog.show()
    dialog.editor.setPlainText("class Half(")
    save = dialog.findChild(QPushButton, "own_layers_save")
    save.click()
    assert dialog.isVisible()
    assert "Line 1" in dialog.problem.text()
    dialog.modules.setText("not a module")
    save.click()
    assert "no name of a module" in dialog.problem.text()
    dialog.editor.setPlainText(TEMPLATE)
    dialog.modules.setText("")
    save.click()
    assert not dialog.isVisible()


def test_code_settings_change_in_one_step():
    document = Document()
    document.apply(change_code(document, modules=("a",)))
    assert document.setup.code.modules == ("a",)
