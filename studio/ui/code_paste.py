"""Keras code from the clipboard, read in a process of its own, as nodes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPointF

from studio import paths
from studio.errors import StudioError
from studio.graph.fragment import copy_fragment
from studio.project.atomic import write_atomic
from studio.ui.importer import Importer
from studio.ui.notifications import Notifications

if TYPE_CHECKING:
    from studio.project.store import LoadedProject
    from studio.ui.canvas.view import CanvasView

_OWN_LAYERS = (
    "The pasted code defines layers of its own. Their classes stayed behind: put them "
    "in with Edit > Own Layers, or open the file instead."
)


class CodePaste(QObject):
    """Asks for trust, lets the code be run elsewhere, adds the model it builds."""

    def __init__(
        self, canvas: CanvasView, importer: Importer, notifications: Notifications
    ) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._importer = importer
        self._notifications = notifications
        self._at = QPointF()
        canvas.code_pasted.connect(self._on_code)

    def _on_code(self, text: str, at: QPointF) -> None:
        path = paths.state() / "pasted.py"
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            write_atomic(path, text.encode("utf-8", "replace"))
        except (OSError, StudioError) as error:
            self._notifications.error(str(error))
            return
        self._at = at
        flow = self._canvas.workspace.document.setup.canvas.flow
        self._importer.start(path, self._receive, flow)

    def _receive(self, project: LoadedProject, warnings: Sequence[str]) -> None:
        document = project.document
        fragment = copy_fragment(document, list(document.graph.nodes))
        self._canvas.editing.add(fragment, self._at, "Paste code")
        self._canvas.reveal_selection()
        for text in warnings:
            self._notifications.warning(text)
        if document.setup.code.custom:
            self._notifications.warning(_OWN_LAYERS)
