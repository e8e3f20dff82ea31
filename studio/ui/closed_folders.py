"""SavedModels that a document names: closed until the user lets them run."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject

from studio.errors import StudioError
from studio.ui.dialogs.questions import Questions
from studio.ui.notifications import NoticeAction, Notifications
from studio.ui.workspace import Workspace

CLOSED = (
    "The project uses a SavedModel, which is a program. It does not run before you "
    "allow it."
)


class ClosedFolders(QObject):
    """Tells of programs in folders, and asks about them when the user wants."""

    def __init__(
        self, workspace: Workspace, notifications: Notifications, questions: Questions
    ) -> None:
        super().__init__(workspace)
        self._workspace = workspace
        self._notifications = notifications
        self._questions = questions
        self._seen: tuple[str, ...] = ()
        workspace.document_replaced.connect(self._on_replaced)
        workspace.document_edited.connect(self._look)

    def review(self) -> None:
        """Ask about each closed folder, and let it run if the user allows it."""
        from studio.project.trusted_folders import TrustedFolders

        try:
            for path in self._closed():
                if self._questions.may_run_folder(path):
                    TrustedFolders().trust(Path(path))
        except StudioError as error:
            self._notifications.error(str(error))
        if not self._closed():
            self._notifications.withdraw(CLOSED)
        self._workspace.set_catalog(self._workspace.catalog)

    def _on_replaced(self) -> None:
        self._seen = ()
        self._notifications.withdraw(CLOSED)
        self._look()

    def _look(self) -> None:
        from studio.project.trusted_folders import folders_of

        named = folders_of(self._workspace.document)
        if named == self._seen:
            return
        self._seen = named
        if self._closed():
            action = NoticeAction("Review…", self.review)
            self._notifications.warning(CLOSED, actions=[action])

    def _closed(self) -> list[str]:
        """Folders that may not run, or hold something else than was allowed."""
        from studio.catalog.saved_models import intact
        from studio.project.trusted_folders import allowed_folders, folders_of

        document = self._workspace.document
        open_ = {folder.path for folder in intact(allowed_folders(document))}
        return [path for path in folders_of(document) if path not in open_]
