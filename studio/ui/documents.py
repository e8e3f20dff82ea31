"""Opening, saving and closing the document of the window."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from studio.errors import StudioError
from studio.graph.document import Document
from studio.graph.model import Flow
from studio.graph.setup import CanvasSettings, Setup
from studio.ui.collecting import NoCollecting
from studio.ui.dialogs.questions import Answer, Questions
from studio.ui.notifications import NoticeAction, Notifications
from studio.ui.open_file import OpenFile
from studio.ui.safety_copy import SafetyCopy
from studio.ui.workspace import Workspace

if TYPE_CHECKING:
    from studio.project.recent import RecentFile
    from studio.project.recovery import Recovery
    from studio.project.store import LoadedProject

SUFFIX = ".studio"
PICTURES = (".png", ".svg")
"""Endings of pictures that may carry a document."""


def is_importable(path: Path) -> bool:
    """Whether a file is named like one to import, not like a project."""
    from studio.importing import archive, saved_model, scripts

    if saved_model.is_saved_model(path):
        return True
    return path.suffix.lower() in (*archive.SUFFIXES, *scripts.SUFFIXES)


class Documents(QObject):
    """The document's life between disk and workspace.

    Whatever fails is told, and the open document stays as it was. Methods
    that may ask a person return False where the answer was no.

    Attributes:
        is_open: whether there is a document; else the start page is shown.
        flow: which way wires run in new documents.

    Signals:
        changed: `is_open`, `title` or `is_modified` may be new.
        recent_changed: `recent` is another list.
        import_requested(Path): a file that is no project is to be opened.
    """

    changed = Signal()
    recent_changed = Signal()
    import_requested = Signal(object)

    def __init__(
        self, workspace: Workspace, notifications: Notifications, questions: Questions
    ) -> None:
        super().__init__(workspace)
        self.is_open = False
        self.flow = Flow.TOP_TO_BOTTOM
        self._workspace = workspace
        self._notifications = notifications
        self._questions = questions
        self._file: OpenFile | None = None
        self._unsaved = False
        self._copy = SafetyCopy(workspace, notifications)
        workspace.undo_stack.cleanChanged.connect(self.changed)

    @property
    def title(self) -> str:
        """Name to show: the file's, or the title of a document without one."""
        if self._workspace.path:
            return self._workspace.path.name
        return self._file.title if self._file else ""

    @property
    def is_modified(self) -> bool:
        """Whether closing would lose something."""
        stack = self._workspace.undo_stack
        return self.is_open and (self._unsaved or not stack.isClean())

    def recent(self) -> list[RecentFile]:
        """Files opened lately, latest first, without those that are gone."""
        from studio.project.recent import RecentFiles

        return [entry for entry in RecentFiles().entries() if entry.exists]

    def new(self) -> bool:
        """Start an empty document."""
        if not self.may_leave():
            return False
        setup = Setup(canvas=CanvasSettings(self.flow))
        self._show(Document(setup=setup), None, OpenFile())
        return True

    def open(self, path: Path) -> bool:
        """Open a file in place of the open document; a copy, if it is shipped.

        What is no project is asked to be imported, which takes its time.
        """
        from studio.project.examples import example_name
        from studio.project.store import load

        if name := example_name(path):
            return self.open_example(name)
        path = path.absolute()
        if is_importable(path):
            self.import_requested.emit(path)
            return False
        try:
            with NoCollecting():
                project = load(path)
        except StudioError as error:
            self._notifications.error(str(error))
            self._forget_missing(path)
            return False
        if not self.may_leave():
            return False
        if path.suffix.lower() in PICTURES:
            # A picture is no place to save into: it would no longer be one.
            self._show_project(project, None)
            return True
        self._show_project(project, path)
        self._remember(path, project.title)
        return True

    def choose_and_open(self) -> bool:
        """Ask for a file and open it."""
        current = self._workspace.path
        path = self._questions.open_path(current.parent if current else None)
        return path is not None and self.open(path)

    def open_example(self, name: str) -> bool:
        """Open a copy of an example; saving it asks for a place."""
        from studio.project.examples import load_example

        try:
            project = load_example(name)
        except StudioError as error:
            self._notifications.error(str(error))
            return False
        if not self.may_leave():
            return False
        self._show_project(project, None)
        return True

    def choose_and_import(self) -> None:
        """Ask for a Keras file or a script, and import a model of it."""
        path = self._questions.import_path()
        if path is not None:
            self.import_requested.emit(path.absolute())

    def show_imported(
        self, project: LoadedProject, warnings: Sequence[str] = ()
    ) -> bool:
        """Show a model that was imported; saving it asks for a place."""
        if not self.may_leave():
            return False
        file = OpenFile(project.title, project.description, project.extras)
        self._show(project.document, None, file, unsaved=True)
        if warnings:
            what = "1 thing" if len(warnings) == 1 else f"{len(warnings)} things"
            self._notifications.warning(
                f"“{project.title}” was imported, but for {what}: {warnings[0]}",
                "\n".join(warnings[1:]),
            )
        return True

    def recover(self, recovery: Recovery) -> bool:
        """Go on with what a crash left behind; it counts as unsaved."""
        from studio.project.store import Stamp

        if not self.may_leave():
            return False
        stamp = None
        if recovery.path and not recovery.changed_since:
            stamp = Stamp.of(recovery.path.read_bytes())
        elif recovery.path:
            stamp = Stamp("")  # fits no file: saving asks before it overwrites
        file = OpenFile(recovery.title, recovery.description, recovery.extras, stamp)
        self._show(recovery.document, recovery.path, file, unsaved=True)
        recovery.discard()
        return True

    def save(self) -> bool:
        """Save into the document's file, or ask for one."""
        path = self._workspace.path
        return self._save(path, self._checked_file()) if path else self.save_as()

    def save_as(self) -> bool:
        """Ask for a file and save into it."""
        current = self._workspace.path
        suggestion = current or Path.home() / f"{self._checked_file().title}{SUFFIX}"
        path = self._questions.save_path(suggestion)
        if path is None:
            return False
        return self.save_to(path)

    def save_to(self, path: Path) -> bool:
        """Save into another file, overwriting it, and go on with that one."""
        if path.suffix != SUFFIX:
            path = path.with_name(path.name + SUFFIX)
        path = path.absolute()
        file = replace(self._checked_file(), stamp=None)
        if self._workspace.path is None or file.title == self._workspace.path.stem:
            file = replace(file, title=path.stem)
        return self._save(path, file)

    def close(self) -> bool:
        """Close the document and go to the start page."""
        if not self.may_leave():
            return False
        self._copy.end()
        self.is_open, self._file, self._unsaved = False, None, False
        self._workspace.replace_document(Document(), None)
        self.changed.emit()
        return True

    def may_leave(self) -> bool:
        """Ask about unsaved changes; whether the document may go."""
        if not self.is_modified:
            return True
        answer = self._questions.unsaved_changes(self.title)
        if answer is Answer.SAVE:
            return self.save()
        return answer is Answer.DISCARD

    def discard_copy(self) -> None:
        """Delete the safety copy when the program ends as it should."""
        self._copy.end()

    def _checked_file(self) -> OpenFile:
        if self._file is None:
            raise StudioError("There is no open model to save. Open or start one.")
        return self._file

    def _show_project(self, project: LoadedProject, path: Path | None) -> None:
        stamp = project.stamp if path else None
        file = OpenFile(project.title, project.description, project.extras, stamp)
        self._show(project.document, path, file, unsaved=bool(project.warnings))
        for text in project.warnings:
            self._notifications.warning(text)

    def _show(
        self,
        document: Document,
        path: Path | None,
        file: OpenFile,
        unsaved: bool = False,
    ) -> None:
        self.is_open, self._file, self._unsaved = True, file, unsaved
        with NoCollecting():
            self._workspace.replace_document(document, path, file.title)
            self._copy.begin(file, unsaved)
        self.changed.emit()

    def _save(self, path: Path, file: OpenFile) -> bool:
        from studio.project.store import FileChanged, save

        origin = self._workspace.path
        try:
            saved = save(
                self._workspace.document,
                path,
                file.title,
                description=file.description,
                extras=file.extras,
                expected=file.stamp,
                origin=origin.parent if origin else None,
                read=False,
            )
        except FileChanged as error:
            return self._save_changed(path, file, str(error))
        except StudioError as error:
            again = NoticeAction("Save As…", self._on_save_as)
            self._notifications.error(str(error), actions=[again])
            return False
        for text in saved.warnings:
            self._notifications.warning(text)
        self._on_saved(path, replace(file, stamp=saved.stamp))
        return True

    def _save_changed(self, path: Path, file: OpenFile, text: str) -> bool:
        answer = self._questions.changed_on_disk(text)
        if answer is Answer.SAVE:
            return self._save(path, replace(file, stamp=None))
        return answer is Answer.SAVE_AS and self.save_as()

    def _on_save_as(self) -> None:
        self.save_as()

    def _on_saved(self, path: Path, file: OpenFile) -> None:
        self._file, self._unsaved = file, False
        self._workspace.set_file(path, file.title)
        self._workspace.undo_stack.setClean()
        self._copy.begin(file, unsaved=False)
        self._remember(path, file.title)
        self._notifications.log(f"Saved “{path}”")
        self.changed.emit()

    def _remember(self, path: Path, title: str) -> None:
        from studio.project.recent import RecentFiles

        try:
            RecentFiles().add(path, title)
        except StudioError as error:
            self._notifications.warning(str(error))
        self.recent_changed.emit()

    def _forget_missing(self, path: Path) -> None:
        from studio.project.recent import RecentFiles

        if os.path.lexists(path):  # unlike Path.exists it takes any name
            return
        try:
            RecentFiles().remove(path)
        except StudioError as error:
            self._notifications.log(str(error))
        self.recent_changed.emit()
