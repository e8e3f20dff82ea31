"""Imports models from files that are no projects."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from studio.errors import StudioError
from studio.graph.model import Flow
from studio.ui.dialogs.questions import Questions
from studio.ui.documents import Documents
from studio.ui.folder_reading import FolderReading
from studio.ui.import_process import ImportProcess, ReadModel
from studio.ui.notifications import NoticeAction, Notifications

if TYPE_CHECKING:
    from studio.project.store import LoadedProject

Receive = Callable[["LoadedProject", Sequence[str]], object]
"""Takes a model that was read, and what could not be taken over."""


class Importer(QObject):
    """Reads one file at a time, in a process of its own, and shows its model."""

    def __init__(
        self, documents: Documents, notifications: Notifications, questions: Questions
    ) -> None:
        super().__init__(documents)
        self._documents = documents
        self._notifications = notifications
        self._questions = questions
        self._process: ImportProcess | None = None
        self._reading = FolderReading(notifications, self)
        self._source = Path()
        self._flow = documents.flow
        self._receive: Receive = documents.show_imported
        documents.import_requested.connect(self._on_requested)

    def start(
        self, path: Path, receive: Receive | None = None, flow: Flow | None = None
    ) -> None:
        """Read a file; a program is executed only after the user trusts it.

        `receive` takes the model, its wires running along `flow`; without it, it is
        opened as a document, with wires as in new ones.
        """
        from studio.importing.saved_model import folder_of, is_saved_model

        self.stop()
        self._flow = flow or self._documents.flow
        if not is_saved_model(path):
            self._begin(path, receive)
            return
        folder = folder_of(path).absolute()
        self._reading.start([folder], lambda: self._begin(path, receive))

    def _begin(self, path: Path, receive: Receive | None) -> None:
        try:
            if not self._may_read(path):
                return
        except StudioError as error:
            self._notifications.error(str(error))
            return
        self._source = path
        self._receive = receive or self._documents.show_imported
        self._process = ImportProcess(path, self._flow, self)
        self._process.read.connect(self._on_read)
        self._process.failed.connect(self._on_failed)
        self._process.start()
        cancel = NoticeAction("Cancel", self.stop)
        self._notifications.info(self._progress, actions=[cancel])

    def _on_requested(self, path: Path) -> None:
        self.start(path)

    def stop(self) -> None:
        """Give up what is being read."""
        self._reading.cancel()
        if self._process is not None:
            self._process.close()
            self._process.deleteLater()
            self._process = None
            self._notifications.withdraw(self._progress)

    @property
    def _progress(self) -> str:
        return f"Importing “{self._source.name}”…"

    def _may_read(self, path: Path) -> bool:
        from studio.importing.saved_model import folder_of, is_saved_model
        from studio.importing.scripts import SUFFIXES, read_script_file
        from studio.project.approvals import TrustedCode

        if is_saved_model(path):
            self._offer_to_run(folder_of(path))
        if path.suffix.lower() not in SUFFIXES:
            return True
        text = read_script_file(path).text
        trusted = TrustedCode()
        if trusted.trusts(text):
            return True
        if not self._questions.may_execute(path.name, text):
            return False
        trusted.trust(text)
        return True

    def _offer_to_run(self, folder: Path) -> None:
        """Ask about a SavedModel; it is opened either way, closed without a yes."""
        from studio.project.trusted_folders import TrustedFolders

        folders = TrustedFolders()
        if folders.trusts(folder):
            return
        if self._questions.may_run_folder(str(folder.absolute())):
            folders.trust(folder)

    def _on_read(self, models: list[ReadModel]) -> None:
        from studio.project.store import load

        try:
            chosen = self._chosen(models)
            if chosen is not None:
                self._receive(load(chosen.file), chosen.warnings)
        except StudioError as error:
            self._notifications.error(str(error))
        self.stop()

    def _chosen(self, models: list[ReadModel]) -> ReadModel | None:
        if len(models) == 1:
            return models[0]
        index = self._questions.which_model(
            self._source.name, [model.label for model in models]
        )
        return None if index is None else models[index]

    def _on_failed(self, text: str) -> None:
        self._notifications.error(text)
        self.stop()
