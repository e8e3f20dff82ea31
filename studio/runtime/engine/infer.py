"""What Keras says of a document: shapes, weights and problems of every node."""

from __future__ import annotations

from studio.graph.document import Document
from studio.graph.graph import Graph
from studio.graph.muting import without_muted
from studio.protocol.messages import Infer, Inferred
from studio.runtime.engine.block_look import enter
from studio.runtime.engine.calls import Calls
from studio.runtime.engine.context import Context
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
    context.send(inference.about(document, request.request, request.revision))


class Inference:
    """Looks at documents; what an edit leaves as it is, is not asked again."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls
        self._look: Look | None = None

    def about(
        self, document: Document, request: int = 0, revision: int = 0
    ) -> Inferred:
        """Look at every node."""
        world = World(self._calls, document.blocks, enter, lambda block, node: None)
        setting = Setting(is_frozen=not document.setup.model.trainable)
        graph = without_muted(document.graph)
        look = self._look = Look(graph, world, setting, self._look)
        weights = look.weights()
        return Inferred(
            request,
            revision,
            tuple(facts_in(look).values()),
            tuple(problems_in(look)),
            weights.params,
            weights.trainable,
        )
