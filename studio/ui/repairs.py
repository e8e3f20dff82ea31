"""Repairs of the problems, offered once the engine has proved them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
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
        self._together: tuple[int, Callable[[Fix | None], None]] | None = None
        self._device: TrainingDevice | None = None
        workspace.document_edited.connect(self._on_edited)
        workspace.document_replaced.connect(self._forget)
        workspace.data_changed.connect(self._forget)
        engine.message_received.connect(self._on_message)

    def with_repairs(self, problems: Iterable[Problem]) -> list[Problem]:
        """Problems with the repairs that are proved, and no others."""
        return [replace(p, fixes=self._proved.get(_key(p), ())) for p in problems]

    def seek(self, problems: Iterable[Problem], device: TrainingDevice | None) -> None:
        """Ask for repairs of the problems that were not asked about yet."""
        self._device = device
        if self._asked is not None or self._engine.state != "ready":
            return
        size = len(self._workspace.document.graph.nodes) + 1
        most = min(_MOST_PROBLEMS, max(1, _AT_ONCE // size))
        new = [p for p in problems if _key(p) not in self._proved and not p.silenced]
        if new:
            self._asked = self._ask(tuple(new[:most])), tuple(new[:most])

    def fix_together(self, then: Callable[[Fix | None], None]) -> None:
        """Ask for all safe repairs as one; `then` gets it, or None without any."""
        if self._engine.state == "ready":
            self._together = self._ask((), together=True), then

    def _ask(self, problems: tuple[Problem, ...], together: bool = False) -> int:
        document = self._workspace.document
        question = TryFixes(
            self._engine.next_request(),
            *document.graph.parts(),
            tuple(document.blocks.values()),
            document.setup,
            dict(document.last_ids),
            self._workspace.data,
            self._device,
            problems,
            together,
        )
        self._engine.send(question)
        return question.request

    def _on_message(self, message: Message) -> None:
        if not isinstance(message, FixesTried | Failed):
            return
        if self._together is not None and message.request == self._together[0]:
            then, self._together = self._together[1], None
            found = message.fixes[0] if isinstance(message, FixesTried) else ()
            then(next(iter(found), None))
        if self._asked is None:
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
        self._asked = self._together = None


def _key(problem: Problem) -> tuple[object, ...]:
    return problem.code, problem.node, problem.parameter, problem.text
