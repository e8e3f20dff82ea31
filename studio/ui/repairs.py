"""Repairs of the problems, offered once the engine has proved them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from studio.graph.changes import Change, CommentAdded, CommentChanged, CommentRemoved
from studio.graph.edits import Edit
from studio.graph.memory import TrainingDevice
from studio.graph.problems import Fix, Problem
from studio.protocol.messages import Failed, Message
from studio.protocol.repair_messages import FixesTried, TryFixes
from studio.ui.engine_bridge import EngineBridge
from studio.ui.workspace import Workspace

_AT_ONCE = 200
"""Nodes looked at in one question: more problems for smaller graphs."""
_MOST_PROBLEMS = 8


class Repairs(QObject):
    """Asks the engine about a few problems at a time, so that it stays quick.

    What was proved holds until the document or its data changes.

    Signals:
        found: repairs came for problems that were asked about.
    """

    found = Signal()

    def __init__(
        self, workspace: Workspace, engine: EngineBridge, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._engine = engine
        self._proved: dict[tuple[object, ...], tuple[Fix, ...]] = {}
        self._asked: tuple[int, tuple[Problem, ...]] | None = None
        workspace.document_edited.connect(self._on_edited)
        workspace.document_replaced.connect(self._forget)
        workspace.data_changed.connect(self._forget)
        engine.message_received.connect(self._on_message)

    def with_repairs(self, problems: Iterable[Problem]) -> list[Problem]:
        """Problems with the repairs that are proved, and no others."""
        return [replace(p, fixes=self._proved.get(_key(p), ())) for p in problems]

    def seek(self, problems: Iterable[Problem], device: TrainingDevice | None) -> None:
        """Ask for repairs of the problems that were not asked about yet."""
        if self._asked is not None or self._engine.state != "ready":
            return
        document = self._workspace.document
        most = min(_MOST_PROBLEMS, max(1, _AT_ONCE // (len(document.graph.nodes) + 1)))
        new = tuple(p for p in problems if _key(p) not in self._proved)[:most]
        if not new:
            return
        self._asked = (self._engine.next_request(), new)
        self._engine.send(
            TryFixes(
                self._asked[0],
                *document.graph.parts(),
                tuple(document.blocks.values()),
                document.setup,
                dict(document.last_ids),
                self._workspace.data,
                device,
                new,
            )
        )

    def _on_message(self, message: Message) -> None:
        if not isinstance(message, FixesTried | Failed) or self._asked is None:
            return
        request, problems = self._asked
        if message.request != request:
            return
        self._asked = None
        none: tuple[tuple[Fix, ...], ...] = ((),) * len(problems)
        answers = message.fixes if isinstance(message, FixesTried) else none
        for problem, fixes in zip(problems, answers, strict=True):
            self._proved[_key(problem)] = fixes
        self.found.emit()

    def _on_edited(self, edit: Edit, changes: tuple[Change, ...]) -> None:
        notes = CommentAdded | CommentChanged | CommentRemoved
        if not all(isinstance(change, notes) for change in changes):
            self._forget()

    def _forget(self) -> None:
        self._proved.clear()
        self._asked = None


def _key(problem: Problem) -> tuple[object, ...]:
    return problem.code, problem.node, problem.parameter, problem.text
