"""Repairs of the problems, offered once the engine has proved them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import islice

from PySide6.QtCore import QObject, QTimer, Signal

from studio.graph.changes import Change, is_drawing
from studio.graph.edits import Edit
from studio.graph.memory import TrainingDevice
from studio.graph.problems import Fix, Problem
from studio.protocol.infer_messages import OutOfStep
from studio.protocol.messages import Failed, Message
from studio.protocol.repair_messages import FixesTried, TryFixesHeld
from studio.ui.engine_bridge import EngineBridge
from studio.ui.mirror import Mirror
from studio.ui.workspace import Workspace

_AT_ONCE = 200
"""Nodes looked at in one question: more problems for smaller graphs."""
_MOST_PROBLEMS = 8
MANY, LATER_MS = 300, 1500
"""From so many nodes on a question takes the engine seconds: it waits so long."""


class Repairs(QObject):
    """Asks the engine about a few problems at a time, so that it stays quick.

    What was proved holds until the document or its data changes.

    Signals:
        found: repairs came for problems that were asked about.
    """

    found = Signal()

    def __init__(
        self,
        workspace: Workspace,
        engine: EngineBridge,
        mirror: Mirror,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._engine, self._mirror = engine, mirror
        self._sought: tuple[Problem, ...] = ()
        self._later = QTimer(self, singleShot=True, interval=LATER_MS)
        self._later.timeout.connect(self._seek)
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
        self._device, self._sought = device, tuple(problems)
        if len(self._workspace.document.graph.nodes) < MANY:
            self._seek()
        else:
            self._later.start()

    def _seek(self) -> None:
        if self._asked is not None or self._engine.state != "ready":
            return
        size = len(self._workspace.document.graph.nodes) + 1
        most = min(_MOST_PROBLEMS, max(1, _AT_ONCE // size))
        unknown = (p for p in self._sought if _key(p) not in self._proved)
        new = tuple(islice((p for p in unknown if not p.silenced), most))
        request = self._ask(new) if new else None
        if request is not None:
            self._asked = request, new

    def fix_together(self, then: Callable[[Fix | None], None]) -> None:
        """Ask for all safe repairs as one; `then` gets it, or None without any."""
        request = self._ask((), together=True)
        if request is not None:
            self._together = request, then

    def _ask(self, problems: tuple[Problem, ...], together: bool = False) -> int | None:
        """Ask about the document that the engine holds; None if it holds none."""
        revision = self._mirror.held
        if revision is None or self._engine.state != "ready":
            return None
        data, device = self._workspace.data, self._device
        request = self._engine.next_request()
        self._engine.send(
            TryFixesHeld(request, revision, data, device, problems, together)
        )
        return request

    def _on_message(self, message: Message) -> None:
        if not isinstance(message, FixesTried | OutOfStep | Failed):
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
        if not all(map(is_drawing, changes)):
            self._forget()

    def _forget(self) -> None:
        self._later.stop()
        self._proved.clear()
        self._asked = self._together = None


def _key(problem: Problem) -> tuple[object, ...]:
    return problem.code, problem.node, problem.parameter, problem.text
