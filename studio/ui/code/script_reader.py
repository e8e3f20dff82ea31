"""Executes edited code in an engine of its own, and tells the model it builds."""

from __future__ import annotations

import json

from PySide6.QtCore import QCoreApplication, QObject, Signal

from studio.catalog.spec import Catalog
from studio.errors import StudioError
from studio.protocol.messages import Failed, Message
from studio.protocol.model_messages import FoundModel, ModelsRead, ReadScript
from studio.runtime.launch import engine_command
from studio.ui.engine_bridge import EngineBridge, Launcher

SECONDS = 60.0
"""How long code may take to build its model."""
BUILDER = "build_model()"
_NONE = (
    "The code builds no functional or sequential model. Let build_model() return "
    "the keras.Model."
)


class ScriptReader(QObject):
    """Reads one text at a time; its engine ends with the answer.

    Signals:
        read(Document): the model as a document of its own.
        failed(str, int): why there is none, and in which line; 0 for no line.
    """

    read = Signal(object)
    failed = Signal(str, int)

    def __init__(self, parent: QObject, launcher: Launcher = engine_command) -> None:
        super().__init__(parent)
        self._engine = EngineBridge("infer", "cpu", self, launcher)
        self._engine.message_received.connect(self._on_message)
        self._catalog: Catalog | None = None
        self._request = 0
        app = QCoreApplication.instance()
        if app is not None:
            app.aboutToQuit.connect(self.stop)

    @property
    def is_busy(self) -> bool:
        """Whether a text is being read."""
        return self._request > 0

    def start(self, text: str, catalog: Catalog) -> None:
        """Execute a text that the user trusts."""
        self.stop()
        self._catalog = catalog
        self._request = self._engine.next_request()
        self._engine.start()
        self._engine.send(ReadScript(self._request, text, SECONDS))

    def stop(self) -> None:
        """Give up what is being read."""
        self._request = 0
        self._engine.stop(at_once=True)

    def _on_message(self, message: Message) -> None:
        if getattr(message, "request", 0) != self._request or not self._request:
            return
        if isinstance(message, Failed):
            self.stop()
            self.failed.emit(message.text, 0)
        elif isinstance(message, ModelsRead):
            self.stop()
            self._tell(message)

    def _tell(self, answer: ModelsRead) -> None:
        for problem in answer.problems:
            self.failed.emit(problem.text, problem.line)
            return
        found = dict(zip(answer.models, answer.configs(), strict=True))
        built = next((m for m in found if m.title == BUILDER), None)
        chosen = built or next(iter(found), None)
        if chosen is None:
            self.failed.emit(_NONE, 0)
            return
        self._import(chosen, found[chosen])

    def _import(self, model: FoundModel, config: bytes) -> None:
        from studio.importing.config import import_config

        assert self._catalog is not None
        try:
            imported = import_config(json.loads(config), self._catalog)
        except StudioError as error:
            self.failed.emit(str(error), 0)
            return
        self.read.emit(imported.document)
