"""Trained weights of the open document: loaded from a file, or let go."""

from __future__ import annotations

from PySide6.QtCore import QObject

from studio.errors import StudioError
from studio.graph.commands import change_weights
from studio.ui.actions import Actions
from studio.ui.dialogs.questions import Questions
from studio.ui.notifications import Notifications
from studio.ui.workspace import Workspace


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
        actions.bind(
            {"model.weights": self.choose_and_load, "model.no_weights": self.forget}
        )

    def choose_and_load(self) -> None:
        """Ask for a file of weights and start from it, if it fits the model."""
        from studio.importing.fit import weights_for
        from studio.project.weights import keep_weights

        path = self._questions.weights_path()
        if path is None:
            return
        workspace = self._workspace
        try:
            weights = weights_for(workspace.document, path, workspace.facts)
            with weights.open() as file:
                kept = keep_weights(file, path.name.split(".")[0], weights.suffix)
        except StudioError as error:
            self._notifications.error(str(error))
            return
        workspace.edit(change_weights(workspace.document, kept))
        self._notifications.info(f"The model starts from the weights in “{path.name}”.")

    def forget(self) -> None:
        """Start from new weights."""
        workspace = self._workspace
        workspace.edit(change_weights(workspace.document, None))
