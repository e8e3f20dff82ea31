"""The user's own layers and those of other packages, in the window's catalog."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject

from studio.catalog.foreign import fingerprint, installed_modules, is_foreign
from studio.catalog.spec import ClassSpec
from studio.errors import StudioError
from studio.graph.commands import change_code
from studio.project.approvals import TrustedCode
from studio.protocol.messages import ClassesRead, Failed, Message, ReadModules
from studio.ui.dialogs.questions import Questions
from studio.ui.engine_room import EngineRoom
from studio.ui.notifications import NoticeAction, Notifications
from studio.ui.theme import ThemeManager
from studio.ui.workspace import Workspace

BROUGHT = "The project brings layers of its own. They are not run before you allow it."


class OwnLayers(QObject):
    """Has the engine read them once they are allowed, and shows them."""

    def __init__(
        self,
        workspace: Workspace,
        engines: EngineRoom,
        notifications: Notifications,
        questions: Questions,
        themes: ThemeManager,
    ) -> None:
        super().__init__(workspace)
        self._themes = themes
        self._workspace = workspace
        self._engines = engines
        self._notifications = notifications
        self._questions = questions
        self._seen: tuple[str, tuple[str, ...]] = ("", ())
        self._request = 0
        engines.started.connect(self._on_started)
        workspace.document_replaced.connect(self._look)
        workspace.document_edited.connect(self._look)

    def write(self) -> None:
        """Let the user write layers; saving them allows them to run."""
        code = self._workspace.document.setup.code
        written = self._questions.own_layers(code, self._themes.theme)
        if written is None:
            return
        custom, modules = written
        self._trust(custom, modules)
        edit = change_code(self._workspace.document, custom=custom, modules=modules)
        self._workspace.edit(edit, "Change own layers")

    def review(self) -> None:
        """Show what the project brings along, and run it if the user allows it."""
        custom, modules = self._code()
        text = "\n".join([*(f"import {name}" for name in modules), custom])
        if self._questions.may_run_layers(text):
            self._notifications.withdraw(BROUGHT)
            self._trust(custom, modules)
            self._read()

    def _on_started(self) -> None:
        self._engines.engine.message_received.connect(self._on_message)
        if installed_modules():
            self._read()
        self._look()

    def _look(self) -> None:
        code = self._code()
        if code == self._seen or not self._engines.is_started:
            return
        self._seen = code
        if TrustedCode().trusts(fingerprint(*code)) or not any(code):
            self._read()
        else:
            self._show(())
            action = NoticeAction("Review…", self.review)
            self._notifications.warning(BROUGHT, actions=[action])

    def _code(self) -> tuple[str, tuple[str, ...]]:
        code = self._workspace.document.setup.code
        return code.custom, code.modules

    def _trust(self, custom: str, modules: tuple[str, ...]) -> None:
        try:
            TrustedCode().trust(fingerprint(custom, modules))
        except StudioError as error:
            self._notifications.error(str(error))

    def _read(self) -> None:
        custom, modules = self._code()
        if not (custom or modules or installed_modules()):
            self._show(())
            return
        engine = self._engines.engine
        self._request = engine.next_request()
        mark = fingerprint(custom, modules)
        engine.send(ReadModules(self._request, modules, custom, mark))

    def _on_message(self, message: Message) -> None:
        if isinstance(message, ClassesRead) and message.request == self._request:
            self._show(message.specs)
            for problem in message.problems:
                self._notifications.warning(problem)
        elif isinstance(message, Failed) and message.request == self._request:
            self._notifications.error(message.text, message.detail)

    def _show(self, specs: tuple[ClassSpec, ...]) -> None:
        catalog = self._workspace.catalog
        own = [spec for spec in catalog.classes if not is_foreign(spec)]
        shown = replace(catalog, classes=tuple(own)).with_classes(specs)
        if shown != catalog or specs:
            self._workspace.set_catalog(shown)
