"""Trained weights of the open document: loaded from a file, or let go."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from studio.errors import StudioError
from studio.graph.document import Document
from studio.graph.setup import WeightsFile
from studio.graph.trained_weights import change_weights
from studio.ui.actions import Actions
from studio.ui.dialogs.questions import Questions
from studio.ui.notifications import Notifications
from studio.ui.thread_job import ThreadJob
from studio.ui.workspace import Workspace

if TYPE_CHECKING:
    from studio.importing.hdf5 import WholeFile


class WeightsLoader(QObject):
    """Does what the actions on weights say."""

    def __init__(
        self,
        workspace: Workspace,
        notifications: Notifications,
        questions: Questions,
        actions: Actions,
    ) -> None:
        super().__init__(workspace)
        self._workspace = workspace
        self._notifications = notifications
        self._questions = questions
        self._path = Path()
        self._document: Document | None = None
        self._job = ThreadJob(self)
        actions.bind(
            {"model.weights": self.choose_and_load, "model.no_weights": self.forget}
        )

    def choose_and_load(self) -> None:
        """Ask for a file of weights and start from it, if it fits the model."""
        path = None if self._job.is_busy else self._questions.weights_path()
        if path is not None:
            self.load(path)

    def load(self, path: Path) -> None:
        """Start from the weights in a file, if it fits the model."""
        from studio.importing.fit import weights_for

        if self._job.is_busy:
            return
        workspace = self._workspace
        try:
            weights = weights_for(workspace.document, path, workspace.facts)
        except StudioError as error:
            self._notifications.error(str(error))
            return
        self._path, self._document = path, workspace.document
        self._notifications.info(self._progress)
        self._job.start(lambda: _kept(weights, path), self._on_kept, self._on_refused)

    @property
    def _progress(self) -> str:
        return f"Reading the weights in “{self._path.name}”…"

    def _on_kept(self, kept: WeightsFile) -> None:
        self._notifications.withdraw(self._progress)
        workspace, name = self._workspace, self._path.name
        if workspace.document is not self._document:
            return  # another was opened meanwhile
        workspace.edit(change_weights(workspace.document, kept))
        self._notifications.info(f"The model starts from the weights in “{name}”.")

    def _on_refused(self, error: StudioError) -> None:
        self._notifications.withdraw(self._progress)
        self._notifications.error(str(error))

    def forget(self) -> None:
        """Start from new weights."""
        workspace = self._workspace
        workspace.edit(change_weights(workspace.document, None))


def _kept(weights: WholeFile, path: Path) -> WeightsFile:
    """Copy the file, hash it and count its numbers: all of it is read."""
    from studio.project.weights import keep_weights

    with weights.open() as file:
        return keep_weights(file, path.name.split(".")[0], weights.suffix)
