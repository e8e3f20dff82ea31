"""Tidies what is in view, and turns the whole document another way."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, QPoint, QTimer, Signal

from studio.graph import changes
from studio.graph.changes import Change
from studio.graph.edits import Compound, Edit
from studio.graph.layout.jobs import LayoutJob, layout_edit
from studio.graph.model import Flow
from studio.ui.canvas.glide import Glide
from studio.ui.canvas.stage import Stage
from studio.ui.canvas.tool import Surface
from studio.ui.desk import Desk

MOST_HERE = 500
"""Cards laid out at once, in some 30 ms; more are, if it is there, for the desk."""
_CORNER = QPoint(16, 16)
_OF_NO_MATTER = (
    changes.DefinitionChanged,
    changes.CommentAdded,
    changes.CommentChanged,
    changes.CommentRemoved,
)


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A layout that the desk is busy with."""

    request: int
    job: LayoutJob


class Tidying(QObject):
    """Layouts, as one undo step each; cards and wires glide to their places.

    What takes long is done at the desk. Meanwhile everything goes on; a layout of
    a graph that has changed is dropped.

    Signals:
        given_up: a layout that was under way will not come.
    """

    given_up = Signal()

    def __init__(self, stage: Stage, surface: Surface, glide: Glide) -> None:
        super().__init__(stage)
        self._stage = stage
        self._surface = surface
        self._glide = glide
        self._desk: Desk | None = None
        self._waiting: _Waiting | None = None
        self._made: tuple[_Waiting, Compound | None] | None = None
        # Reading a large layout took a turn of its own.
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._on_soon)
        surface.workspace.document_edited.connect(self._on_edited)
        surface.workspace.document_replaced.connect(self._forget)

    @property
    def is_busy(self) -> bool:
        """Whether a layout is under way at the desk."""
        return self._waiting is not None

    def use_desk(self, desk: Desk) -> None:
        """Let the desk do what takes long."""
        self._desk = desk
        desk.arranged.connect(self._on_arranged)

    def tidy(self) -> None:
        """Lay out the selected nodes, or all that is in view."""
        chosen = self._surface.selection.nodes
        nodes = tuple(sorted(chosen)) if len(chosen) > 1 else ()
        self._do(LayoutJob(self._surface.workspace.block_here, nodes))

    def top_to_bottom(self) -> None:
        """Let wires run down, in the document and all its blocks."""
        self._do(LayoutJob(flow=Flow.TOP_TO_BOTTOM))

    def left_to_right(self) -> None:
        """Let wires run to the right, in the document and all its blocks."""
        self._do(LayoutJob(flow=Flow.LEFT_TO_RIGHT))

    def cancel(self) -> bool:
        """Give up a layout that is under way; whether one was."""
        if not self.is_busy:
            return False
        self._forget()
        self._surface.hint.hide()
        return True

    def _do(self, job: LayoutJob) -> None:
        count = self._count(job)
        if count > MOST_HERE and self._desk is not None:
            request = self._desk.arrange(job)
            if request is not None:
                self._waiting = _Waiting(request, job)
                text = f"Laying out {count:,} layers…\nEsc: stop"
                self._surface.hint.say(text, _CORNER)
                return
        self._do_here(job)

    def _count(self, job: LayoutJob) -> int:
        document = self._surface.workspace.document
        if job.flow is None:
            return len(job.nodes) or len(document.scope(job.block).nodes)
        blocks = document.blocks.values()
        return len(document.graph.nodes) + sum(len(b.nodes) for b in blocks)

    def _do_here(self, job: LayoutJob) -> None:
        workspace = self._surface.workspace
        self._show(layout_edit(workspace.document, workspace, job), job)

    def _show(self, edit: Compound, job: LayoutJob) -> None:
        if not edit.edits:
            return
        nodes = job.nodes or tuple(self._surface.scene.nodes)
        before = self._glide.places(nodes)
        if self._surface.apply_whole(edit, edit.name):
            if job.flow is not None:
                self._stage.begin()
            if before is not None:
                self._glide.start(before)

    def _on_arranged(self, request: int, edit: Compound | None) -> None:
        waiting = self._waiting
        if waiting is not None and waiting.request == request:
            self._made = waiting, edit
            self._soon.start()

    def _on_soon(self) -> None:
        if self._made is None or self._made[0] is not self._waiting:
            return
        (waiting, edit), self._made = self._made, None
        self._waiting = None
        self._surface.hint.hide()
        if edit is None:
            self._do_here(waiting.job)
        else:
            self._show(edit, waiting.job)

    def _on_edited(self, _: Edit, records: tuple[Change, ...]) -> None:
        if self.is_busy and not _is_of_no_matter(records):
            self._forget()
            text = "The graph changed while it was laid out. Tidy it again."
            self._surface.hint.say(text, _CORNER)

    def _forget(self) -> None:
        if self._waiting is not None:
            self._waiting = None
            self.given_up.emit()


def _is_of_no_matter(records: tuple[Change, ...]) -> bool:
    """Whether a layout made before these changes still holds."""
    return all(
        isinstance(record, _OF_NO_MATTER)
        or (
            isinstance(record, changes.BlockChanged)
            and bool(record.inside)
            and _is_of_no_matter(record.inside)
        )
        for record in records
    )
