"""Rules and code: here and at once, or of a large document at the desk.

The desk is a process of its own, so that the window need not wait for what takes
longer than a frame. It starts with the first large document.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from studio.catalog.foreign import is_foreign
from studio.codegen.source import LineRange, Source
from studio.errors import StudioError
from studio.graph.document import Document
from studio.graph.edits import Edit
from studio.graph.layout.jobs import LayoutJob
from studio.graph.memory import TrainingDevice
from studio.graph.problems import Problem
from studio.graph.review import Said, review
from studio.graph.rules import check
from studio.graph.setup import DataFacts
from studio.protocol.desk_messages import (
    Arranged,
    ArrangeDocument,
    CodeKind,
    FollowEdits,
    HoldDocument,
    HoldFacts,
    ReviewDocument,
    Reviewed,
    WriteCode,
    Written,
)
from studio.protocol.facts import alike
from studio.protocol.infer_messages import OutOfStep
from studio.protocol.messages import Failed, Message, NodeFacts
from studio.runtime.launch import Launch, desk_command
from studio.runtime.shown_code import shown_code
from studio.ui.engine_bridge import EngineBridge, Launcher
from studio.ui.workspace import Workspace

LARGE = 300
"""Nodes from which a document goes to the desk: it takes some 10 ms here."""


@dataclass(frozen=True, slots=True)
class Told:
    """What Keras says of the nodes and has against them; data and device, if known."""

    facts: Mapping[str, NodeFacts]
    problems: tuple[Problem, ...]
    data: DataFacts | None
    device: TrainingDevice | None


@dataclass(frozen=True, slots=True)
class _Question:
    """A review that is under way, and what it is told."""

    request: int
    told: Told


def _launch(role: str, device: str) -> Launch:
    return desk_command()


class Desk(QObject):
    """Reviews the workspace's document, and writes its code.

    Signals:
        reviewed(list of Problem): what `review` asked for; late answers are dropped.
        written(CodeKind, Source or str): what `write` asked for, or a sentence on
            why there is none.
        arranged(int, Compound or None): what `arrange` asked for; None if it failed.
    """

    reviewed = Signal(object)
    written = Signal(object, object)
    arranged = Signal(int, object)

    def __init__(self, workspace: Workspace, launcher: Launcher = _launch) -> None:
        super().__init__(workspace)
        self._workspace = workspace
        self._bridge = EngineBridge("desk", parent=self, launcher=launcher)
        self._base: int | None = None
        self._edits: list[Edit] = []
        self._facts: dict[str, NodeFacts] = {}
        self._told: Told | None = None
        self._review: _Question | None = None
        self._kinds: set[CodeKind] = set()
        self._writing: dict[int, tuple[CodeKind, int]] = {}
        self._checked: tuple[Document, int, list[Problem]] | None = None
        self._bridge.message_received.connect(self._on_message)
        self._bridge.state_changed.connect(self._on_state)
        workspace.document_edited.connect(self._on_edited)
        workspace.document_replaced.connect(self._forget)
        workspace.catalog_changed.connect(self._forget)

    @property
    def is_reviewing(self) -> bool:
        """Whether a review was asked for that has not come."""
        return self._told is not None or self._review is not None

    def close(self) -> None:
        """End the process. For the end of the program."""
        self._bridge.close()

    def review(self, told: Told) -> None:
        """Look at the document with what others say of it; `reviewed` follows."""
        self._told = told
        if self._is_wanted():
            self._ask()
        else:
            self._review_here()

    def write(self, kind: CodeKind) -> None:
        """Write a script of the document; `written` follows."""
        self._kinds.add(kind)
        if self._is_wanted():
            self._ask()
        else:
            self._write_here()

    def arrange(self, job: LayoutJob) -> int | None:
        """Lay the document out; the request's number, or None if nobody is there.

        `arranged` follows, with an edit for the document as it is now.
        """
        if self._bridge.state != "ready":
            return None
        document = self._workspace.document
        self._bring(document, self._facts)
        number = self._bridge.next_request()
        self._bridge.send(ArrangeDocument(number, document.revision, job))
        return number

    def code(self, kind: CodeKind) -> Source:
        """A script of the document as it is now, however long it takes.

        Raises:
            StudioError: the document is unfinished, or its weights are gone.
        """
        workspace = self._workspace
        return shown_code(
            kind,
            workspace.document,
            workspace.catalog,
            workspace.folder,
            workspace.title,
            read=False,
        )

    def _is_wanted(self) -> bool:
        """Whether the desk is to do it; starts it if it has never been."""
        document = self._workspace.document
        blocks = document.blocks.values()
        size = len(document.graph.nodes) + sum(len(b.nodes) for b in blocks)
        if size < LARGE:
            return False
        if self._bridge.state == "off":
            self._bridge.start()
        return not self._bridge.can_retry

    def _ask(self) -> None:
        """Send what is to be asked, unless the desk is busy with the same."""
        if self._bridge.state != "ready":
            return
        document = self._workspace.document
        told = self._told
        if told is not None and self._review is None:
            self._bring(document, told.facts)
            self._told = None
            number = self._bridge.next_request()
            self._review = _Question(number, told)
            question = ReviewDocument(
                number, document.revision, told.problems, told.data, told.device
            )
            self._bridge.send(question)
        busy = {kind for kind, _ in self._writing.values()}
        for kind in self._kinds - busy:
            self._kinds.discard(kind)
            self._bring(document, self._facts)
            self._order(kind, document.revision)

    def _order(self, kind: CodeKind, revision: int) -> None:
        workspace = self._workspace
        number = self._bridge.next_request()
        self._writing[number] = kind, revision
        folder = str(workspace.folder)
        order = WriteCode(number, revision, kind, workspace.title, folder)
        self._bridge.send(order)

    def _bring(self, document: Document, known: Mapping[str, NodeFacts]) -> None:
        """Tell the desk what changed since it was told last."""
        bridge, edits, base = self._bridge, self._edits, self._base
        if base is None or base + len(edits) != document.revision:
            bridge.send(self._whole(document))
            self._facts = {}
        elif edits:
            number = bridge.next_request()
            bridge.send(FollowEdits(number, base, document.revision, tuple(edits)))
        self._base, self._edits = document.revision, []
        held = self._facts
        told = alike(f for node, f in known.items() if held.get(node) is not f)
        gone = tuple(held.keys() - known.keys())
        if told or gone:
            bridge.send(HoldFacts(bridge.next_request(), told, gone))
        self._facts = dict(known)

    def _whole(self, document: Document) -> HoldDocument:
        catalog = self._workspace.catalog
        return HoldDocument(
            self._bridge.next_request(),
            document.revision,
            *document.graph.parts(),
            tuple(document.blocks.values()),
            tuple(document.comments.values()),
            document.setup,
            dict(document.last_ids),
            catalog.keras_version,
            tuple(filter(is_foreign, catalog.classes)),
        )

    def _on_message(self, message: Message) -> None:
        match message:
            case Reviewed(request, problems):
                if self._review is not None and request == self._review.request:
                    self._review = None
                    if self._told is None:
                        self.reviewed.emit(list(problems))
            case Written(request):
                self._take_code(message)
            case Arranged(request, edit):
                self.arranged.emit(request, edit)
            case OutOfStep(request) | Failed(request):
                self._take_failure(request)
        self._ask()

    def _take_code(self, message: Written) -> None:
        kind, revision = self._writing.pop(message.request, (None, -1))
        if kind is None or revision != self._workspace.document.revision:
            return
        if message.refusal:
            self.written.emit(kind, message.refusal)
        else:
            self.written.emit(kind, _source(message))

    def _take_failure(self, request: int) -> None:
        """Do here what the desk could not, and tell it the whole next time."""
        self._base = None
        asked = self._review
        if asked is not None and request == asked.request:
            self._review = None
            if self._told is None:
                self._told = asked.told
                self._review_here()
        elif request in self._writing:
            kind, _ = self._writing.pop(request)
            self._kinds.add(kind)
            self._write_here()
        else:
            self.arranged.emit(request, None)

    def _review_here(self) -> None:
        told, self._told, self._review = self._told, None, None
        if told is not None:
            document, catalog = self._workspace.document, self._workspace.catalog
            said = Said(told.facts, told.problems, told.data, told.device)
            found = review(document, catalog, said, self._structural())
            self.reviewed.emit(found)

    def _structural(self) -> list[Problem]:
        """Problems of the document by itself, found once for each revision."""
        document, known = self._workspace.document, self._checked
        if known is None or known[0] is not document or known[1] != document.revision:
            found = check(document, self._workspace.catalog)
            known = self._checked = document, document.revision, found
        return known[2]

    def _write_here(self) -> None:
        kinds, self._kinds = self._kinds, set()
        self._writing.clear()
        for kind in kinds:
            try:
                made: Source | str = self.code(kind)
            except StudioError as error:
                made = str(error)
            self.written.emit(kind, made)

    def _on_edited(self, edit: Edit) -> None:
        if self._base is not None:
            self._edits.append(edit)

    def _forget(self) -> None:
        """The document or the catalog is another one."""
        self._base, self._checked = None, None
        self._edits.clear()
        self._told = self._review = None
        self._kinds.clear()
        self._writing.clear()

    def _on_state(self, state: str) -> None:
        if state == "ready":
            self._base = None
            self._ask()
        elif self._bridge.can_retry:
            self._review_here()
            self._write_here()


def _source(message: Written) -> Source:
    """The text with the lines of each node."""
    lines: dict[str, list[LineRange]] = {}
    for node, first, last in zip(
        message.nodes, message.first, message.last, strict=True
    ):
        lines.setdefault(node, []).append(LineRange(first, last))
    return Source(message.text, {node: tuple(found) for node, found in lines.items()})
