"""The open document's journal: every edit on disk before the next one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from studio.errors import StudioError
from studio.graph.changes import Change
from studio.graph.edits import Edit
from studio.ui.notifications import Notifications
from studio.ui.open_file import OpenFile
from studio.ui.workspace import Workspace

if TYPE_CHECKING:
    from studio.project.journal import Journal


class SafetyCopy(QObject):
    """Keeps a journal of the workspace's document.

    A journal that cannot be written is told once; the next save tries again.
    """

    def __init__(self, workspace: Workspace, notifications: Notifications) -> None:
        super().__init__(workspace)
        self._workspace = workspace
        self._notifications = notifications
        self._journal: Journal | None = None
        workspace.document_edited.connect(self._on_edited)

    def begin(self, file: OpenFile, unsaved: bool) -> None:
        """Start anew from the document as it is; the old journal goes."""
        from studio.project.journal import Journal

        old, self._journal = self._journal, None
        try:
            self._journal = Journal.begin(
                self._workspace.document,
                self._workspace.path,
                file.title,
                description=file.description,
                extras=file.extras,
                stamp=file.stamp,
                unsaved=unsaved,
            )
        except StudioError as error:
            self._notifications.warning(str(error))
        if old:
            old.discard()

    def end(self) -> None:
        """Delete the journal: nothing is left to be saved."""
        if self._journal:
            self._journal.discard()
            self._journal = None

    def _on_edited(self, edit: Edit, changes: tuple[Change, ...]) -> None:
        if self._journal is None:
            return
        try:
            self._journal.record(edit)
        except StudioError as error:
            self._notifications.warning(str(error))
            self.end()
