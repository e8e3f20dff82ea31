"""SavedModels that a document names: closed until the user lets them run."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject

from studio.errors import StudioError
from studio.ui.dialogs.questions import Questions
from studio.ui.folder_reading import FolderReading
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
        self._reading = FolderReading(notifications, self)
        workspace.document_replaced.connect(self._on_replaced)
        workspace.document_edited.connect(self._look)

    def stop(self) -> None:
        """Read no more."""
        self._reading.cancel()

    def review(self) -> None:
        """Ask about each closed folder, and let it run if the user allows it."""
        self._reading.start([Path(path) for path in self._closed()], self._ask)

    def _ask(self) -> None:
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
        from studio.project.trusted_folders import allowed_folders, folders_of

        document = self._workspace.document
        named = folders_of(document)
        if named == self._seen:
            return
        self._seen = named
        allowed = sorted({folder.path for folder in allowed_folders(document)})
        self._reading.start([Path(path) for path in allowed], self._tell)

    def _tell(self) -> None:
        closed = self._closed()
        if closed:
            action = NoticeAction("Review…", self.review)
            self._notifications.warning(CLOSED, actions=[action])
        if len(closed) < len(self._seen):  # what was read by now may be used
            self._workspace.set_catalog(self._workspace.catalog)

    def _closed(self) -> list[str]:
        """Folders that may not run, or hold something else than was allowed."""
        from studio.catalog.saved_models import intact
        from studio.project.trusted_folders import allowed_folders, folders_of

        document = self._workspace.document
        open_ = {folder.path for folder in intact(allowed_folders(document))}
        return [path for path in folders_of(document) if path not in open_]
