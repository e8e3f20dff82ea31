"""The line that says which model a run was made of."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QLabel

from studio.errors import StudioError
from studio.graph.document import Document
from studio.graph.likeness import trains_alike
from studio.graph.memory import bytes_text
from studio.runtime.run_record import RunState
from studio.runtime.run_size import RunSize, run_size
from studio.runtime.runs import Run
from studio.ui.runs.run_table import started_text
from studio.ui.workspace import Workspace


class OriginLine(QLabel):
    """Title, time and size of a run, and whether its model is the one that is open."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self.setObjectName("runs.origin")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setContentsMargins(12, 6, 12, 4)
        self._workspace = workspace
        self._run: Run | None = None
        self._trained: Document | None = None
        self._size = RunSize()
        workspace.document_edited.connect(self._refresh)
        workspace.document_replaced.connect(self._refresh)

    def show_run(self, run: Run | None) -> None:
        """Tell of this run; of nothing for None."""
        if run is None or self._run is None or run.id != self._run.id:
            self._trained = _document_of(run)
        self._run = run
        self._weigh()
        self._refresh()

    def showEvent(self, event: QShowEvent) -> None:
        """Compare and weigh anew: nobody looked meanwhile."""
        super().showEvent(event)
        self._weigh()
        self._refresh()

    def _weigh(self) -> None:
        if self._run is not None and self.isVisible():
            self._size = run_size(self._run.folder)

    def _refresh(self) -> None:
        run = self._run
        self.setHidden(run is None)
        if run is None or not self.isVisible():
            return
        parts = [
            f"“{run.title}”",
            started_text(run.record),
            _size_text(self._size),
        ]
        if self._trained is not None:
            alike = trains_alike(self._trained, self._workspace.document)
            word = "same as" if alike else "differs from"
            parts.append(f"{word} the model that is open")
        self.setText(" · ".join(part for part in parts if part))


def _size_text(size: RunSize) -> str:
    if not size.callbacks:
        return f"{bytes_text(size.total)} on disk"
    return (
        f"{bytes_text(size.total)} on disk, {bytes_text(size.callbacks)} of it "
        "written by callbacks"
    )


def _document_of(run: Run | None) -> Document | None:
    """What a run was made of; None where that cannot be read any more."""
    from studio.project.store import load

    if run is None or run.record.state is RunState.DAMAGED:
        return None
    try:
        return load(run.document_path).document
    except StudioError:
        return None
