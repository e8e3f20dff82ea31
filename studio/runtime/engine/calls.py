"""Calls of layers on symbolic tensors, each distinct one made only once."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from studio.graph.model import LayerDefinition
from studio.graph.values import Value, canonical
from studio.runtime.engine.flops import Work, work_of
from studio.runtime.engine.layers import Fault, Faulty, Workshop
from studio.runtime.engine.misfits import Inputs, misfit
from studio.runtime.engine.sizes import count, weight_bytes
from studio.runtime.engine.symbolic import TensorSpec, call, named_outputs, spec_of
from studio.runtime.engine.tracing import trace

MOST_KEPT = 4096
"""Answers kept; each holds a layer without weights."""

Key = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What Keras said of one call: outputs by key and weights, or faults."""

    outputs: Mapping[str, TensorSpec]
    faults: tuple[Fault, ...] = ()
    params: int = 0
    trainable_params: int = 0
    layer: Any = None
    key: Key = ()
    weight_bytes: int = 0
    work: Work | None = None


class Calls:
    """Answers about calls, remembered by class, parameters and input specs.

    A layer called several times is asked about in order: its weights take their
    shape from the first call.
    """

    def __init__(self, workshop: Workshop) -> None:
        self.workshop = workshop
        self._answers: OrderedDict[Key, Answer] = OrderedDict()

    def made(self, definition: LayerDefinition) -> Answer:
        """Answer about the layer itself, not called yet."""
        key = (definition.layer_class, canonical(definition.parameters))
        kept = self._recall(key)
        if kept is not None:
            return kept
        try:
            layer = self.workshop.make(definition)
        except Faulty as error:
            return self._remember(Answer({}, error.faults, key=key))
        return self._remember(Answer({}, layer=layer, key=key))

    def called(
        self,
        before: Answer,
        definition: LayerDefinition,
        inputs: Inputs,
        constants: Mapping[str, Value],
    ) -> Answer:
        """Answer about calling the layer of `before`, which was called last."""
        signature = tuple((n, _plain(v)) for n, v in sorted(inputs.items()))
        key = (*before.key, signature, canonical(dict(constants)))
        kept = self._recall(key)
        if kept is not None:
            return kept
        is_first = len(before.key) == len(self.made(definition).key)
        # A layer takes its shape from its first call; a kept one may have one.
        layer = self.workshop.make(definition) if is_first else before.layer
        return self._remember(self._ask(layer, definition, inputs, constants, key))

    def _ask(
        self,
        layer: Any,
        definition: LayerDefinition,
        inputs: Inputs,
        constants: Mapping[str, Value],
        key: Key,
    ) -> Answer:
        tensors = {name: _tensors(value) for name, value in inputs.items()}
        arguments = {**tensors, **constants}
        try:
            outputs = call(layer, arguments)
            traced = trace(layer, arguments)
        except Exception as error:
            fault = Fault(*misfit(inputs, definition.parameters, error))
            return Answer({}, (fault,), key=key)
        specs = {name: spec_of(t) for name, t in named_outputs(outputs).items()}
        trainable = sum(map(count, layer.trainable_weights))
        total = trainable + sum(map(count, layer.non_trainable_weights))
        size = weight_bytes(layer.weights)
        work = work_of(traced)
        if work is not None:
            work = work.per_sample(_batch(inputs))
        return Answer(specs, (), total, trainable, layer, key, size, work)

    def _recall(self, key: Key) -> Answer | None:
        if key in self._answers:
            self._answers.move_to_end(key)
        return self._answers.get(key)

    def _remember(self, answer: Answer) -> Answer:
        self._answers[answer.key] = answer
        while len(self._answers) > MOST_KEPT:
            self._answers.popitem(last=False)
        return answer


def _plain(value: TensorSpec | tuple[TensorSpec, ...]) -> Any:
    return tuple(value)


def _tensors(value: TensorSpec | tuple[TensorSpec, ...]) -> Any:
    if isinstance(value, TensorSpec):
        return value.tensor()
    return [spec.tensor() for spec in value]


def _batch(inputs: Inputs) -> int:
    """Samples a traced call works on: 1, unless the input fixes the batch."""
    first = next(iter(inputs.values()), ())
    spec = first if isinstance(first, TensorSpec) else next(iter(first), None)
    return (spec.shape[0] or 1) if spec is not None and spec.shape else 1
