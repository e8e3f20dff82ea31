"""What the engine knows of the document, so that it is told of edits alone."""

from __future__ import annotations

from collections.abc import Mapping

from studio.graph.edits import Edit
from studio.graph.known import node_of
from studio.project.approvals import allowed_mark
from studio.project.trusted_folders import allowed_folders
from studio.protocol.infer_messages import InferEdits, OutOfStep
from studio.protocol.messages import Failed, Infer, Inferred, NodeFacts
from studio.protocol.questions import infer_request
from studio.ui.engine_bridge import EngineBridge
from studio.ui.workspace import Workspace


class Mirror:
    """Makes the next question, and keeps the facts that answers add up to."""

    def __init__(self, workspace: Workspace, engine: EngineBridge) -> None:
        self._workspace = workspace
        self._engine = engine
        self._base: int | None = None
        self._edits: list[Edit] = []
        self._facts: dict[str, NodeFacts] = {}

    @property
    def held(self) -> int | None:
        """Revision of the document that was asked about last, if the engine has it."""
        return self._base

    def forget(self) -> None:
        """Ask about the whole document next: the engine or the document is new."""
        self._base = None
        self._edits.clear()

    def add(self, edit: Edit) -> None:
        """Note an edit for the next question."""
        if self._base is not None:
            self._edits.append(edit)

    def question(self, avoid: tuple[str, ...]) -> Infer | InferEdits:
        """Ask about the document as it is now."""
        document = self._workspace.document
        request, base = self._engine.next_request(), self._base
        edits, self._edits = tuple(self._edits), []
        self._base = document.revision
        trusted = allowed_mark(document.setup.code)
        folders = allowed_folders(document)
        if base is None:
            return infer_request(request, document, trusted, avoid, folders)
        return InferEdits(
            request, base, document.revision, edits, trusted, avoid, folders
        )

    def take(self, answer: Inferred | OutOfStep | Failed) -> Mapping[str, NodeFacts]:
        """Facts of all nodes by id, as far as the engine told them."""
        if isinstance(answer, Inferred):
            told = {facts.node: facts for facts in answer.nodes}
            known = self._facts if answer.base is not None else {}
            self._facts = known | told
        else:
            self.forget()
        document = self._workspace.document
        graphs = [document.graph, *(b.graph for b in document.blocks.values())]
        nodes = {node_id for graph in graphs for node_id in graph.nodes}
        return {n: facts for n, facts in self._facts.items() if node_of(n) in nodes}
