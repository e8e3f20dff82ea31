"""What Studio says of a model's nodes, held against Keras' own layers."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator
from typing import Any

import keras

from benchmarks.profiler import functional_of
from studio.graph.document import Document
from studio.graph.model import Node, NodeKind
from studio.protocol.messages import Inferred, NodeFacts

Outputs = list[tuple[tuple[int | None, ...], str]]


def differences(document: Document, told: Inferred, model: Any) -> Iterator[str]:
    """One sentence for each thing that is told otherwise; models inside entered."""
    yield from (problem.text for problem in told.problems)
    if told.total_params != model.count_params():
        yield f"{told.total_params} parameters, Keras {model.count_params()}"
    trainable = sum(math.prod(weight.shape) for weight in model.trainable_weights)
    if told.trainable_params != trainable:
        yield f"{told.trainable_params} trainable, Keras {trainable}"
    facts = {(node.block, node.node): node for node in told.nodes}
    yield from _Level(document, facts, None).differences(model)


class _Level:
    """The nodes of the document, or of one of its blocks."""

    def __init__(
        self,
        document: Document,
        facts: dict[tuple[str | None, str], NodeFacts],
        block: str | None,
    ) -> None:
        self._document, self._facts, self._block = document, facts, block
        self._graph = document.scope(block)

    def differences(self, model: Any) -> Iterator[str]:
        functional = functional_of(model)
        made = {id(node) for node in _calls(functional)}
        calls = {
            operation.name: [n for n in operation._inbound_nodes if id(n) in made]
            for operation in functional.operations
        }
        drawn: Counter[str] = Counter()
        for node in self._graph.nodes.values():
            if node.kind is NodeKind.OUTPUT:
                continue
            title = self._graph.title_of(node.id)
            if drawn[title] == len(calls.get(title, ())):
                yield f"{title} is called more often than by Keras"
                continue
            call = calls[title][drawn[title]]
            yield from self._node(node, title, call)
            if not drawn[title]:
                yield from self._inside(node, call.operation)
            drawn[title] += 1
        masking = set(_masking(functional))
        for name, made_calls in calls.items():
            if drawn[name] < len(made_calls) and name not in masking:
                yield f"{name} is drawn {drawn[name]} times, by Keras {len(made_calls)}"

    def _node(self, node: Node, title: str, call: Any) -> Iterator[str]:
        facts = self._facts[self._block, node.id]
        own = [(o.shape, o.dtype) for o in facts.outputs]
        said = _outputs(call)
        if not _agree(own, said, exactly=self._block is None):
            yield f"{title} gives {own}, by Keras {said}"
        params = 0
        if isinstance(call.operation, keras.layers.Layer):
            params = call.operation.count_params()
        if facts.params != params:
            yield f"{title} has {facts.params} parameters, by Keras {params}"

    def _inside(self, node: Node, operation: Any) -> Iterator[str]:
        definition = self._graph.definition_of(node.id)
        if definition is None or definition.block is None:
            return
        inner = _Level(self._document, self._facts, definition.block)
        for text in inner.differences(operation):
            yield f"in {operation.name}: {text}"


def _calls(functional: Any) -> list[Any]:
    """All calls of a model's graph."""
    return [call for depth in functional._nodes_by_depth.values() for call in depth]


def _outputs(call: Any) -> Outputs:
    """What a call gives, as Keras noted it."""
    flat = keras.tree.flatten(call.output_tensors)
    return [(tuple(t.shape), keras.backend.standardize_dtype(t.dtype)) for t in flat]


def _masking(functional: Any) -> Iterator[str]:
    """Names of operations that Keras makes by itself for masks: nobody drew them."""
    masks = [call.arguments.kwargs.get("mask") for call in _calls(functional)]
    waiting = [mask for mask in keras.tree.flatten(masks) if mask is not None]
    while waiting:
        operation = waiting.pop()._keras_history.operation
        if not isinstance(operation, keras.layers.Layer):
            yield operation.name
            waiting += operation._inbound_nodes[0].input_tensors


def _agree(own: Outputs, said: Outputs, *, exactly: bool) -> bool:
    """Whether both say the same.

    Inside a model Keras keeps sizes open that a call of the model closes.
    """
    if exactly or len(own) != len(said):
        return own == said
    return all(
        dtype == other and len(shape) == len(wanted) and _fits(shape, wanted)
        for (shape, dtype), (wanted, other) in zip(own, said, strict=True)
    )


def _fits(shape: tuple[int | None, ...], wanted: tuple[int | None, ...]) -> bool:
    pairs = zip(shape, wanted, strict=True)
    return all(size == other or other is None for size, other in pairs)
