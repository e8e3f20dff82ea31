"""Trained weights of the open document, read before anybody waits for them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject

from studio.graph.setup import WeightsFile
from studio.ui.thread_job import ThreadJob
from studio.ui.workspace import Workspace


class WeightsReading(QObject):
    """Hashes the file on a thread: megabytes would hold the window up."""

    def __init__(self, workspace: Workspace, parent: QObject) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._job = ThreadJob(self)
        self._waiting: Callable[[], object] | None = None
        self._seen: tuple[WeightsFile, Path] | None = None
        workspace.document_replaced.connect(self._on_replaced)
        workspace.document_edited.connect(self._look)
        workspace.path_changed.connect(self._look)
        self._look()

    def when_read(self, then: Callable[[], object]) -> None:
        """Call `then` once the weights are read: at once, if they are or are none.

        If another document is opened meanwhile, nothing is called.
        """
        self._seen = None  # the file may be another by now
        self._look()
        self._waiting = then
        self._go_on()

    def stop(self) -> None:
        """Read no more."""
        self._waiting = None
        self._job.cancel()

    def _on_replaced(self) -> None:
        self._waiting = None
        self._look()

    def _look(self) -> None:
        from studio.project.weights import find_weights, is_read

        weights = self._workspace.document.setup.model.weights
        folder = self._workspace.folder
        if weights is None or self._job.is_busy or self._seen == (weights, folder):
            return
        self._seen = weights, folder
        if not is_read(weights, folder):
            self._job.start(lambda: find_weights(weights, folder), self._on_read)

    def _on_read(self, _: Path | None) -> None:
        self._look()  # the document may have others by now
        self._go_on()

    def _go_on(self) -> None:
        if self._job.is_busy or self._waiting is None:
            return
        then, self._waiting = self._waiting, None
        then()
