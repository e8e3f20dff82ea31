"""Live checking: rules at once, Keras' word as soon as it comes."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal

from studio.graph.changes import Change, is_drawing
from studio.graph.edits import Edit
from studio.graph.known import node_of
from studio.graph.problems import Problem, Severity
from studio.graph.review import has_errors
from studio.protocol.infer_messages import OutOfStep
from studio.protocol.messages import Failed, Inferred, Message, NodeFacts, Shaped
from studio.runtime.devices import training_device
from studio.ui.catalog_refresh import CatalogRefresh
from studio.ui.desk import Desk, Told
from studio.ui.engine_bridge import EngineBridge
from studio.ui.mirror import Mirror
from studio.ui.patience import Patience
from studio.ui.repairs import Repairs
from studio.ui.waiting import waiting_for
from studio.ui.workspace import Workspace


@dataclass(frozen=True, slots=True)
class _Question:
    """An `Infer` that is under way, and the state of the graph it asks about.

    Once it is answered by shapes alone, the next question need not wait.

    Attributes:
        overtaken: request of such a question before; what is still said of it counts.
    """

    request: int
    generation: int
    is_shaped: bool = False
    overtaken: int | None = None


class LiveChecker(QObject):
    """Keeps the workspace's facts and problems true after every edit.

    One question is with the engine at most; edits made meanwhile are asked
    about together when it answers, and answers that came too late are dropped.

    Attributes:
        state: ``checking``, ``valid``, ``problems`` (at least one error),
            ``starting`` (the engine is not ready yet) or ``off`` (it is dead).
        repairs: asks for repairs of the problems.

    Signals:
        state_changed(str): `state` is new.
    """

    state_changed = Signal(str)

    def __init__(
        self,
        workspace: Workspace,
        engine: EngineBridge,
        desk: Desk,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.state = "starting"
        self._workspace = workspace
        self._engine = engine
        self._generation = 0
        self._asked: _Question | None = None
        self._mirror = Mirror(workspace, engine)
        self._patience = Patience(engine, self)
        self._patience.lost.connect(self._on_lost)
        self._answered = -1
        self._desk = desk
        self._desk.reviewed.connect(self._on_reviewed)
        self._found: list[Problem] = []
        self._by_keras: tuple[Problem, ...] = ()
        self._facts: Mapping[str, NodeFacts] = {}
        self._catalog = CatalogRefresh(workspace, engine, self)
        self.repairs = Repairs(workspace, engine, self._mirror, self)
        self.repairs.found.connect(self._offer)
        workspace.document_edited.connect(self._on_edited)
        workspace.document_replaced.connect(self._on_replaced)
        workspace.catalog_changed.connect(self._on_graph_changed)
        workspace.data_changed.connect(self._publish)
        engine.message_received.connect(self._on_message)
        engine.state_changed.connect(self._on_engine_state)
        self._on_replaced()

    def _on_replaced(self) -> None:
        self._facts, self._by_keras = {}, ()
        self._mirror.forget()
        self._on_graph_changed()

    def _on_edited(self, edit: Edit, changes: tuple[Change, ...]) -> None:
        self._mirror.add(edit)
        if not all(map(is_drawing, changes)):
            self._on_graph_changed()

    def _on_graph_changed(self) -> None:
        self._generation += 1
        document = self._workspace.document
        blocks = document.blocks.values()
        nodes = document.graph.nodes.keys() | {n.id for b in blocks for n in b.nodes}
        if self._engine.state == "ready":
            # Until Keras answers, its last word stands for what is still there.
            known = self._facts.items()
            self._facts = {i: f for i, f in known if node_of(i) in nodes}
            kept = [p for p in self._by_keras if p.node is None or p.node in nodes]
            self._by_keras = tuple(kept)
        else:
            self._facts, self._by_keras = {}, ()
        self._ask()
        self._publish()
        if self._desk.is_reviewing:
            self._drop_gone(nodes)

    def _drop_gone(self, nodes: Collection[str]) -> None:
        """Show nothing of nodes that are gone while the rest is looked at."""
        workspace = self._workspace
        told = (*workspace.problems, *workspace.silenced)
        kept = [p for p in told if p.node is None or p.node in nodes]
        if len(kept) < len(told) or len(self._facts) < len(workspace.facts):
            workspace.set_results(self._facts, kept)
        self._set_state()

    def _ask(self) -> None:
        asked = self._asked
        if self._engine.state != "ready" or (asked and not asked.is_shaped):
            return
        question = self._mirror.question(self._patience.avoid)
        overtaken = asked.request if asked else None
        self._asked = _Question(question.request, self._generation, overtaken=overtaken)
        self._engine.send(question)

    def _on_message(self, message: Message) -> None:
        asked = self._asked
        if not isinstance(message, Shaped | Inferred | OutOfStep | Failed):
            return
        if asked is None:
            return
        if isinstance(message, Inferred) and message.request == asked.overtaken:
            self._mirror.take(message)
        if message.request != asked.request:
            return
        if isinstance(message, Shaped):
            self._on_shaped(message, asked)
            return
        self._asked = None
        told = self._mirror.take(message)
        if isinstance(message, OutOfStep) or asked.generation != self._generation:
            self._ask()
        elif isinstance(message, Inferred):
            self._take(message, told)
        elif self._engine.state == "ready":
            self._take_failure(message)
        self._set_state()

    def _on_shaped(self, message: Shaped, asked: _Question) -> None:
        self._asked = replace(asked, is_shaped=True)
        told = self._mirror.take(message.draft)
        if asked.generation == self._generation:
            self._show(message.draft, told)
        else:
            self._ask()

    def _take(self, answer: Inferred, facts: Mapping[str, NodeFacts]) -> None:
        self._answered = self._generation
        self._show(answer, facts)

    def _show(self, answer: Inferred, facts: Mapping[str, NodeFacts]) -> None:
        self._facts = facts
        self._by_keras = answer.problems
        self._publish()

    def _take_failure(self, failed: Failed) -> None:
        self._answered = self._generation
        problem = Problem(Severity.ERROR, "K-ENGINE", failed.text)
        self._facts, self._by_keras = {}, (problem,)
        self._publish()

    def _on_lost(self) -> None:
        self._asked = None

    def _on_engine_state(self, state: str) -> None:
        if state == "ready":
            self._answered = -1
            self._mirror.forget()
            self._ask()
        elif state in ("dead", "off"):
            self._asked = None
        self._set_state()

    def _publish(self) -> None:
        workspace = self._workspace
        told = self._engine.ready
        wanted = workspace.document.setup.fit.device
        device = training_device(told.devices, wanted) if told else None
        workspace.device = device
        self._desk.review(Told(self._facts, self._by_keras, workspace.data, device))

    def _on_reviewed(self, found: list[Problem]) -> None:
        self._found = found
        self._offer()

    def _offer(self) -> None:
        """Show the problems with the repairs that are proved; ask for more."""
        told = self.repairs.with_repairs(self._found)
        self._workspace.set_results(self._facts, told)
        self._set_state()
        if self._answered == self._generation:
            self.repairs.seek(self._found, self._workspace.device)

    def _set_state(self) -> None:
        state = self._state()
        is_known = bool(self._facts) or not self._workspace.document.graph.nodes
        self._workspace.set_waiting(waiting_for(state, is_known))
        if state != self.state:
            self.state = state
            self.state_changed.emit(state)

    def _state(self) -> str:
        if self._engine.state in ("dead", "off"):
            return "off"
        if self._engine.state != "ready":
            return "starting"
        if self._answered != self._generation or self._desk.is_reviewing:
            return "checking"
        return "problems" if has_errors(self._workspace.problems) else "valid"
