"""What Keras says of a document: shapes, weights and problems of every node."""

from __future__ import annotations

from collections.abc import Iterator

from studio.catalog.foreign import fingerprint
from studio.graph.document import Document
from studio.graph.graph import Graph
from studio.graph.model import LayerDefinition
from studio.graph.muting import without_muted_nodes
from studio.graph.problems import Problem, Severity
from studio.protocol.messages import Infer, Inferred
from studio.runtime.engine.block_look import enter
from studio.runtime.engine.calls import Calls
from studio.runtime.engine.context import Context
from studio.runtime.engine.foreign import Foreign, load_foreign
from studio.runtime.engine.introspect import current_catalog
from studio.runtime.engine.layers import Workshop
from studio.runtime.engine.look import Look, Setting, World
from studio.runtime.engine.telling import facts_in, problems_in


def infer(request: Infer, context: Context) -> None:
    """Answer with facts and problems of every node."""
    calls = context.keep(Calls, lambda: Calls(Workshop(current_catalog())))
    inference = context.keep(Inference, lambda: Inference(calls))
    document = Document(
        Graph(request.nodes, request.definitions, request.edges),
        request.comments,
        request.setup,
        blocks=request.blocks,
    )
    inference.allow(request.trusted)
    context.send(inference.about(document, request.request, request.revision))


class Inference:
    """Looks at documents; what an edit leaves as it is, is not asked again."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls
        self._look: Look | None = None
        self._trusted = ""

    def allow(self, trusted: str) -> None:
        """Let the code of this fingerprint run, if a document brings it along."""
        self._trusted = trusted

    def about(
        self, document: Document, request: int = 0, revision: int = 0
    ) -> Inferred:
        """Look at every node."""
        document = without_muted_nodes(document)
        troubles = self._learn(document)
        world = World(self._calls, document.blocks, enter, lambda block, node: None)
        setting = Setting(is_frozen=not document.setup.model.trainable)
        look = self._look = Look(document.graph, world, setting, self._look)
        weights = look.weights()
        return Inferred(
            request,
            revision,
            tuple(facts_in(look).values()),
            (*troubles, *problems_in(look)),
            weights.params,
            weights.trainable,
        )

    def _learn(self, document: Document) -> list[Problem]:
        """Get to know the classes that are not Keras' own, as far as allowed."""
        code = document.setup.code
        foreign = Foreign({})
        if self._trusted == fingerprint(code.custom, code.modules):
            foreign = load_foreign(code.custom, code.modules, self._trusted)
        elif any(map(_is_foreign, _definitions(document))):
            foreign = load_foreign("", (), "")
        if foreign.classes != self._calls.workshop.foreign.classes:
            self._look = None
        self._calls.workshop.foreign = foreign
        return [Problem(Severity.ERROR, "K-CODE", text) for text in foreign.problems]


def _definitions(document: Document) -> Iterator[LayerDefinition]:
    for graph in (document.graph, *(b.graph for b in document.blocks.values())):
        yield from graph.definitions.values()


def _is_foreign(definition: LayerDefinition) -> bool:
    return not definition.layer_class.startswith(("keras.", "studio."))
