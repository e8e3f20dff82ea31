"""Calls of layers on symbolic tensors, each distinct one made only once."""

from __future__ import annotations

import contextlib
import hashlib
from collections import OrderedDict
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from studio.graph.model import APPLICATIONS, LayerDefinition
from studio.graph.values import canonical
from studio.runtime.engine.arguments import (
    Arguments,
    Constant,
    signature,
    specs_in,
    with_leaves,
)
from studio.runtime.engine.flops import Work, work_of
from studio.runtime.engine.general_layers import GeneralLayers, is_plain
from studio.runtime.engine.guesses import guess_outputs
from studio.runtime.engine.layers import Fault, Faulty, Workshop
from studio.runtime.engine.misfits import misfit
from studio.runtime.engine.sizes import NO_WEIGHTS, Weights, weights_of
from studio.runtime.engine.symbolic import TensorSpec, call, specs_of
from studio.runtime.engine.tracing import is_sparse, rows_of, trace

MOST_KEPT = 2048
"""Answers kept; each holds a layer without weights."""

LIMIT_S = 10.0
"""Longest time for one layer; the slowest of Keras take one second."""
BUILDER_LIMIT_S = 60.0
"""Longest time for a known model, which has hundreds of layers."""

Key = tuple[Any, ...]
Announce = Callable[[str, str | None, str, float], None]
_MADE = 2
"""Parts of the key of a layer that was made and not called."""


@dataclass(frozen=True, slots=True, eq=False)
class Answer:
    """What Keras said of one call: outputs by key and weights, or faults.

    Attributes:
        outputs: by key; where there are faults, what can be said all the same.
        is_partial: whether the call was not, or not fully, made: it follows an
            error, and an open size may be one that nobody knows yet.
        work: of one sample; None where an open size decides.
        is_settled: whether the computation was traced: until then Keras may still
            refuse the call, and its work is not known.
        key: the layer, then each distinct call of it so far.
    """

    outputs: Mapping[str, TensorSpec]
    faults: tuple[Fault, ...] = ()
    is_partial: bool = False
    weights: Weights = NO_WEIGHTS
    work: Work | None = None
    layer: Any = None
    key: Key = ()
    is_settled: bool = True


class _Called(NamedTuple):
    """The layer that was called, its outputs and its weights."""

    layer: Any
    outputs: Any
    weights: Weights

    @classmethod
    def after(cls, layer: Any, outputs: Any) -> _Called:
        return cls(layer, outputs, weights_of(layer))


def never() -> bool:
    """Nothing is more urgent."""
    return False


class GaveWay(Exception):
    """Keras was not asked, because something else is more urgent."""


class Calls:
    """Answers about calls, remembered by class, parameters and arguments.

    A layer called several times is asked about in order: its weights take their
    shape from the first call.

    Attributes:
        place: block and id of the node that is looked at.
        announce: told a key's digest, the place and a limit in seconds before Keras
            is asked something new.
        avoided: digests of the keys that Keras never answered.
        is_hasty: whether answers may come before the computation is traced.
        gives_way: asked before Keras is; true if something else is more urgent.
    """

    def __init__(self, workshop: Workshop) -> None:
        self.workshop = workshop
        self.place: tuple[str | None, str] = (None, "")
        self.announce: Announce = lambda key, block, node, limit_s: None
        self.avoided: Collection[str] = ()
        self.is_hasty = False
        self.gives_way = never
        self._general = GeneralLayers(workshop, self._given, self._fresh)
        self._answers: OrderedDict[Key, Answer] = OrderedDict()
        self._uncalled: OrderedDict[Key, Any] = OrderedDict()

    def made(self, definition: LayerDefinition) -> Answer:
        """Answer about the layer itself, not called yet."""
        own = {} if definition.is_op else definition.parameters
        key = (self.workshop.kind_of(definition), canonical(own))
        return self._recall(key) or self._remember(self._make(definition, key))

    def called(
        self, before: Answer, definition: LayerDefinition, arguments: Arguments
    ) -> Answer:
        """Answer about calling the layer of `before`, which was called last."""
        return self._called(before, definition, arguments, self._ask)

    def guessed(
        self, before: Answer, definition: LayerDefinition, arguments: Arguments
    ) -> Answer:
        """Answer about a call whose arguments are known in part; never a fault."""
        return self._called(before, definition, arguments, self._guess, "guess")

    def _called(
        self,
        before: Answer,
        definition: LayerDefinition,
        arguments: Arguments,
        ask: Callable[[Any, LayerDefinition, Arguments, Key], Answer],
        *how: str,
    ) -> Answer:
        call_key = (*how, signature(arguments))
        place = _place_of(call_key, before.key)
        if place is not None:
            known = self._recall(before.key[: place + 1])
            if known is not None:  # a built layer answers the same call alike
                return replace(
                    known, weights=before.weights, layer=before.layer, key=before.key
                )
        key = (*before.key, call_key)
        known = self._recall(key)
        if known is not None and (known.is_settled or self.is_hasty):
            return known
        if self._is_avoided(key):
            return _unanswered(key)
        sized = self._sized(before, arguments, key) if self.is_hasty else None
        if sized is not None:
            return self._remember(sized)
        if self.gives_way():
            raise GaveWay
        self._announce(key, definition)
        is_first = len(before.key) == _MADE
        layer = None if is_first else before.layer
        return self._remember(ask(layer, definition, arguments, key))

    def _make(self, definition: LayerDefinition, key: Key) -> Answer:
        if self._is_avoided(key):
            return _unanswered(key)
        self._announce(key, definition)
        try:
            layer = self.workshop.make(definition)
        except Faulty as error:
            return Answer({}, error.faults, key=key)
        self._uncalled[key] = layer
        while len(self._uncalled) > MOST_KEPT:
            self._uncalled.popitem(last=False)
        return Answer({}, layer=layer, key=key)

    def _fresh(self, key: Key, definition: LayerDefinition) -> Any:
        """Layer that was not called yet: the one of `made`, then others like it."""
        layer = self._uncalled.pop(key, None)
        return self.workshop.make(definition) if layer is None else layer

    def _sized(self, before: Answer, arguments: Arguments, key: Key) -> Answer | None:
        """Answer by a sum of sizes: it cannot hang, so nobody is told of it."""
        if len(before.key) != _MADE or not is_plain(arguments):
            return None
        found = self._general.sized(before.key, arguments)
        if found is None:
            return None
        general, outputs = found
        is_guess = key[_MADE][0] == "guess"
        return Answer(
            outputs, (), is_guess, general.weights, None, general.layer, key, is_guess
        )

    def _ask(
        self, layer: Any, definition: LayerDefinition, arguments: Arguments, key: Key
    ) -> Answer:
        """Answer of a layer that was called before, or of a fresh one for None."""
        given = self._given(arguments)
        try:
            layer, outputs, weights = self._call(
                layer, definition, arguments, given, key
            )
            if self.is_hasty and is_plain(arguments):
                found = specs_of(outputs)
                return Answer(found, (), False, weights, None, layer, key, False)
            traced = _traced(layer, given)
        except Exception as error:
            specs = tuple(s for nest in arguments.values() for s in specs_in(nest))
            fault = Fault(*misfit(specs, definition.parameters, error))
            fresh = self.workshop.make(definition)
            guessed = guess_outputs(fresh, given)
            return Answer(guessed, (fault,), True, weights_of(fresh), key=key)
        found = _computed(outputs, traced)
        work = work_of(traced)
        if work is not None:
            work = work.per_sample(_batch(arguments))
        return Answer(found, (), False, weights, work, layer, key)

    def _guess(
        self, layer: Any, definition: LayerDefinition, arguments: Arguments, key: Key
    ) -> Answer:
        given = self._given(arguments)
        try:
            layer, outputs, weights = self._call(
                layer, definition, arguments, given, key
            )
        except Exception:  # what comes in is not all known: no one's fault
            layer = self.workshop.make(definition)
            guessed = guess_outputs(layer, given)
            return Answer(guessed, (), True, weights_of(layer), None, layer, key)
        return Answer(specs_of(outputs), (), True, weights, None, layer, key)

    def _call(
        self,
        layer: Any,
        definition: LayerDefinition,
        arguments: Arguments,
        given: Mapping[str, Any],
        key: Key,
    ) -> _Called:
        if layer is not None:
            return _Called.after(layer, call(layer, given))
        general = self._general.find(definition, key[:_MADE], arguments)
        if general is not None:
            # Where it fails, a fresh one tells better what is wrong.
            with contextlib.suppress(Exception):
                return _Called(general.layer, general.call(given), general.weights)
        layer = self._fresh(key[:_MADE], definition)
        return _Called.after(layer, call(layer, given))

    def _is_avoided(self, key: Key) -> bool:
        """Whether Keras did not come back from this once."""
        return bool(self.avoided) and digest_of(key) in self.avoided

    def _announce(self, key: Key, definition: LayerDefinition) -> None:
        is_builder = definition.layer_class.startswith(APPLICATIONS)
        limit = BUILDER_LIMIT_S if is_builder else LIMIT_S
        self.announce(digest_of(key), *self.place, limit)

    def _given(self, arguments: Arguments) -> dict[str, Any]:
        """Arguments as Keras takes them."""

        def made(leaf: TensorSpec | Constant) -> Any:
            if isinstance(leaf, TensorSpec):
                return leaf.tensor()
            return self.workshop.value(leaf.value)

        return {name: with_leaves(nest, made) for name, nest in arguments.items()}

    def _recall(self, key: Key) -> Answer | None:
        if key in self._answers:
            self._answers.move_to_end(key)
        return self._answers.get(key)

    def _remember(self, answer: Answer) -> Answer:
        self._answers[answer.key] = answer
        while len(self._answers) > MOST_KEPT:
            self._answers.popitem(last=False)
        return answer


def _unanswered(key: Key) -> Answer:
    """Answer in place of Keras, which did not come back from this once."""
    return Answer({}, (_HANGS,), True, key=key)


def digest_of(key: Key) -> str:
    """Short name of a key, the same in every process."""
    return hashlib.blake2b(repr(key).encode(), digest_size=16).hexdigest()


def _place_of(call_key: Any, key: Key) -> int | None:
    return key.index(call_key, _MADE) if call_key in key[_MADE:] else None


def _batch(arguments: Arguments) -> int:
    """Samples a traced call works on: 1, unless an input fixes the batch."""
    spec = next(specs_in(arguments), None)
    return (spec.shape[0] or 1) if spec is not None and spec.shape else 1


_HANGS = Fault(
    "K-HANG",
    "did not answer in time, or ended the engine, so it is left out until it is "
    "changed. Change its parameters, its code or what comes in.",
)


def _traced(layer: Any, given: Mapping[str, Any]) -> list[Any]:
    """Tensors of the traced call, on one sample.

    Where the batch holds parts of samples (windows of a picture), one of them may
    not do; then the batch stays open.
    """
    try:
        return trace(layer, given)
    except Exception:
        return trace(layer, given, open_batch=True)


def _computed(outputs: Any, traced: list[Any]) -> dict[str, TensorSpec]:
    """Specs of the outputs; the trace tells which are sparse, and their rows.

    Keras takes ``x * 2`` for sparse: a number counts as sparse there.
    """
    found = specs_of(outputs)
    if len(found) != len(traced):
        return found
    return {
        name: spec._replace(
            sparse=spec.sparse and is_sparse(tensor),
            rows=1 if spec.shape[:1] != (None,) else rows_of(tensor) or 1,
        )
        for (name, spec), tensor in zip(found.items(), traced, strict=True)
    }
