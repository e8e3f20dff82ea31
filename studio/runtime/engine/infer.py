"""What Keras says of a document: shapes, weights and problems of every node."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from studio.catalog.foreign import fingerprint
from studio.catalog.saved_models import intact
from studio.graph.document import Document
from studio.graph.edits import EditRefused
from studio.graph.graph import Graph
from studio.graph.muting import without_muted_nodes
from studio.graph.problems import Problem, Severity
from studio.protocol.infer_messages import Asking, InferEdits, OutOfStep
from studio.protocol.messages import Infer, Inferred, Shaped
from studio.protocol.repair_messages import TryFixes, TryFixesHeld
from studio.runtime.engine.block_look import enter
from studio.runtime.engine.calls import Calls, GaveWay, never
from studio.runtime.engine.context import Context
from studio.runtime.engine.flops import Work
from studio.runtime.engine.foreign import Foreign, load_foreign
from studio.runtime.engine.introspect import current_catalog
from studio.runtime.engine.layers import Workshop
from studio.runtime.engine.look import Look
from studio.runtime.engine.masks import lost_masks
from studio.runtime.engine.scene import Setting, World
from studio.runtime.engine.telling import Facts, problems_in
from studio.runtime.engine.training_settings import TrainingSettings

MOST_AT_ONCE = 4
"""Calls whose computation is traced before anything is told: some 5 ms."""

MOST_RENEWED = 100
"""Nodes whose shapes may be new before they are told without the work."""


def infer(request: Infer, context: Context) -> None:
    """Answer with facts and problems of every node."""
    document = Document(
        Graph(request.nodes, request.definitions, request.edges),
        request.comments,
        request.setup,
        blocks=request.blocks,
    )
    mirror = _mirror(request, context)
    mirror.document, mirror.revision = document, request.revision
    told = mirror.inference.about(document)
    context.send(replace(told, request=request.request, revision=request.revision))


def infer_edits(request: InferEdits, context: Context) -> None:
    """Answer with what edits change of the last answer."""
    mirror = _mirror(request, context)
    if mirror.document is None or mirror.revision != request.base:
        context.send(OutOfStep(request.request))
        return
    try:
        for edit in request.edits:
            mirror.document.apply(edit)
    except EditRefused:
        mirror.document = None
        context.send(OutOfStep(request.request))
        return
    mirror.revision = request.revision
    for told in mirror.inference.steps(mirror.document, context.is_asked):
        whole = replace(
            told,
            request=request.request,
            revision=request.revision,
            base=request.base,
        )
        is_last = mirror.inference.is_settled
        context.send(whole if is_last else Shaped(request.request, whole))


@dataclass(slots=True)
class Mirror:
    """The window's document, kept in step by its edits."""

    inference: Inference
    document: Document | None = None
    revision: int = 0


def calls_for(
    request: Infer | InferEdits | TryFixes | TryFixesHeld, context: Context
) -> Calls:
    """The engine's calls, which tell of this request what they ask Keras."""
    calls = context.keep(Calls, lambda: Calls(Workshop(current_catalog())))
    number = request.request

    def announce(key: str, block: str | None, node: str, limit_s: float) -> None:
        context.send(Asking(number, node, block, key, limit_s))

    calls.announce = announce
    return calls


def _mirror(request: Infer | InferEdits, context: Context) -> Mirror:
    calls = calls_for(request, context)
    calls.avoided = frozenset(request.avoid)
    calls.workshop.approved = request.trusted
    mirror = context.keep(Mirror, lambda: Mirror(Inference(calls)))
    folders = intact(request.folders)
    if folders != calls.workshop.folders:
        calls.workshop.allow(folders)
        mirror.inference.forget()
    return mirror


@contextmanager
def garbage_kept() -> Iterator[None]:
    """Collect no garbage inside: it can wait, who asked cannot."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


class Inference:
    """Looks at documents; what an edit leaves as it is, is not asked again."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls
        self._look: Look | None = None
        self._facts = Facts()
        self._settings = TrainingSettings(calls.workshop, current_catalog())

    def about(self, document: Document) -> Inferred:
        """Facts of all nodes."""
        return replace(self.changes(document), facts=self._facts.all())

    def changes(self, document: Document) -> Inferred:
        """Facts of the nodes of which something else was told last."""
        document, troubles = self._prepared(document)
        return self._told(document, troubles, self._look_at(document))

    def steps(
        self, document: Document, is_asked: Callable[[], bool]
    ) -> Iterator[Inferred]:
        """`changes`; where that takes long, first as far as it goes at once.

        Calls that were not traced yet have shapes and weights but no work, and Keras
        may still refuse them. Tracing them ends early if `is_asked` says that
        another question waits; the answer to that one holds what is left.
        """
        document, troubles = self._prepared(document)
        calls = self._calls
        with garbage_kept():
            look = self._in_haste(document)
            is_long = look.unsettled > MOST_AT_ONCE or look.renewed > MOST_RENEWED
            if is_long and not look.is_settled:
                yield self._told(document, troubles, look)
                calls.gives_way = is_asked
        try:
            look = look if look.is_settled else self._look_at(document)
        except GaveWay:
            return
        finally:
            calls.gives_way = never
        yield self._told(document, troubles, look)

    @property
    def is_settled(self) -> bool:
        """Whether all calls of the last look were traced."""
        return self._look is not None and self._look.is_settled

    def _prepared(self, document: Document) -> tuple[Document, list[Problem]]:
        """Document to look at, and what is wrong with its own code and settings."""
        document = without_muted_nodes(document)
        troubles = self._learn(document)
        return document, [*troubles, *self._settings.problems(document)]

    def _in_haste(self, document: Document) -> Look:
        """Look without waiting for work to be counted."""
        self._calls.is_hasty = True
        try:
            return self._look_at(document)
        finally:
            self._calls.is_hasty = False

    def _look_at(self, document: Document) -> Look:
        world = World(self._calls, document.blocks, enter)
        setting = Setting(is_frozen=not document.setup.model.trainable)
        self._look = Look(document.graph, world, setting, self._look)
        return self._look

    def _told(
        self, document: Document, troubles: Iterable[Problem], look: Look
    ) -> Inferred:
        weights = look.weights()
        return Inferred(
            0,
            document.revision,
            self._facts.update(look),
            (*troubles, *problems_in(look), *lost_masks(look, document.blocks)),
            weights.params,
            weights.trainable,
        )

    def forget(self) -> None:
        """Look at all nodes afresh: other layers may be made than before."""
        self._look = None

    def works(self) -> dict[str, Work | None]:
        """Work of each node looked at last, by id; None where a size is open."""
        return self._look.works() if self._look else {}

    def _learn(self, document: Document) -> list[Problem]:
        """Get to know the classes that are not Keras' own, as far as allowed."""
        code, workshop = document.setup.code, self._calls.workshop
        foreign = Foreign({})
        if workshop.approved == fingerprint(code.custom, code.modules):
            foreign = load_foreign(code.custom, code.modules, workshop.approved)
        elif any(layer.is_foreign for layer in document.every_definition()):
            foreign = load_foreign("", (), "")
        if foreign.classes != workshop.foreign.classes:
            self.forget()
        workshop.foreign = foreign
        return [Problem(Severity.ERROR, "K-CODE", text) for text in foreign.problems]
