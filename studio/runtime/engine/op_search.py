"""Which arguments of an op take tensors, which constants: found by calling it."""

from __future__ import annotations

import contextlib
import itertools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from studio.graph.values import Value
from studio.runtime.engine.op_trials import OpAnswer, Unanswered, ask
from studio.runtime.engine.symbolic import TensorSpec

PROBES = (
    TensorSpec((None, 4)),
    TensorSpec((None, 4, 4)),
    TensorSpec((None, 4, 4, 3)),
    TensorSpec((None, 4), "int32"),
    TensorSpec((2,)),
    TensorSpec((None,)),
    TensorSpec((None,), "int32"),
    TensorSpec((None, 4), "bool"),
    TensorSpec((None, 4), "complex64"),
    TensorSpec((None, 4, 4), "complex64"),
    TensorSpec((3, 3, 3, 4)),
    TensorSpec((3, 3, 3, 1)),
    TensorSpec((1, 1, 3, 4)),
    TensorSpec((4,)),
    TensorSpec((4,), "int32"),
    TensorSpec((1, 2), "int32"),
    TensorSpec((None, 1), "int32"),
    TensorSpec((None, 8)),
    TensorSpec((None, 16, 16, 3)),
    TensorSpec((None, 4, 2)),
    TensorSpec((3, 4)),
    TensorSpec((2, 4, 4)),
    TensorSpec((4, 4)),
)
"""Tensors an op is tried on; those without a batch are kernels and the like."""
_PICTURES = TensorSpec((None, 4, 4, 3))
_MASK = TensorSpec((None, 4, 4, 4), "bool")
CONSTANTS: tuple[Value, ...] = (
    2,
    0.5,
    True,
    (0, 0),
    {"class_name": "__numpy__", "config": {"value": (1.0, 1.0), "dtype": "float32"}},
    {"class_name": "__numpy__", "config": {"value": (1, 1), "dtype": "int32"}},
)
"""Values tried in place of a tensor."""
_MOST_TRIALS = 3000
"""For one choice of the arguments that get tensors."""
_LISTS = (2, 3)

Probe = TensorSpec | tuple[TensorSpec, ...]


@dataclass(frozen=True, slots=True)
class Taker:
    """An argument of an op: `constants` worth trying, whether to try tensors."""

    name: str
    required: bool
    constants: tuple[Value, ...]
    may_be_tensor: bool


@dataclass(frozen=True, slots=True)
class Call:
    """Arguments with which a function works."""

    tensors: Mapping[str, Probe]
    constants: Mapping[str, Value]
    answer: OpAnswer

    def works(
        self,
        function: Any,
        tensors: Mapping[str, Probe],
        constants: Mapping[str, Value],
    ) -> bool:
        """Whether other values for some arguments do as well."""
        all_tensors = {k: v for k, v in self.tensors.items() if k not in constants}
        all_constants = {k: v for k, v in self.constants.items() if k not in tensors}
        try:
            ask(function, {**all_tensors, **tensors}, {**all_constants, **constants})
        except Unanswered:
            return False
        return True


def find_call(function: Any, takers: Iterable[Taker]) -> Call:
    """A call with as many tensors for the required arguments as can be.

    Raises:
        Unanswered: there is none; it says why the most promising one failed.
    """
    required = [taker for taker in takers if taker.required]
    takes_pictures = function.__module__.endswith(".image")
    probes = [_PICTURES, *PROBES] if takes_pictures else [*PROBES]
    trials = itertools.chain.from_iterable(
        itertools.islice(_trials(required, tensors, probes), _MOST_TRIALS)
        for tensors in _modes(required)
    )
    failed = Unanswered("takes no symbolic tensors, or gives none")
    for tensors, constants in trials:
        try:
            return Call(tensors, constants, ask(function, tensors, constants))
        except Unanswered as error:
            failed = error if error.computing else failed
    raise failed


def with_optional(function: Any, call: Call, names: list[str]) -> Call:
    """The call with tensors for as many optional arguments as take them."""
    for name in names:
        call = _with_tensors(function, call, (name,)) or call
    left = [name for name in names if name not in call.tensors]
    for pair in itertools.combinations(left, 2):
        call = _with_tensors(function, call, pair) or call
    return call


def _with_tensors(function: Any, call: Call, names: tuple[str, ...]) -> Call | None:
    for probe in (*dict.fromkeys(_flat(call.tensors.values())), *PROBES, _MASK):
        more = dict.fromkeys(names, probe)
        if call.works(function, more, {}):
            return replace(call, tensors={**call.tensors, **more})
    return None


def sure_outputs(function: Any, call: Call) -> tuple[str, ...]:
    """Keys of the outputs that a call has whatever its first tensor's shape."""
    keys = call.answer.outputs
    first = next(iter(call.tensors))
    for probe in PROBES if len(keys) > 1 else ():
        with contextlib.suppress(Unanswered):
            tensors = {**call.tensors, first: probe}
            other = ask(function, tensors, call.constants).outputs
            keys = min(keys, other, key=len)
    return keys


def constant_for(function: Any, call: Call, name: str) -> Value:
    """A constant that the argument takes in place of its tensor; None if none."""
    if len(call.tensors) < 2 or not isinstance(call.tensors.get(name), TensorSpec):
        return None
    for value in CONSTANTS:
        if call.works(function, {}, {name: value}):
            return value
    return None


def _modes(required: list[Taker]) -> Iterator[frozenset[str]]:
    """Sets of arguments to give tensors to, the largest first."""
    able = [taker.name for taker in required if taker.may_be_tensor]
    fixed = {t.name for t in required if t.may_be_tensor and not t.constants}
    for size in range(len(able), 0, -1):
        for names in itertools.combinations(able, size):
            if fixed <= set(names):
                yield frozenset(names)


def _trials(
    required: list[Taker], tensors: frozenset[str], probes: list[TensorSpec]
) -> Iterator[tuple[dict[str, Probe], dict[str, Value]]]:
    constants = {t.name: t.constants for t in required if t.name not in tensors}
    values = [
        dict(zip(constants, chosen, strict=True))
        for chosen in itertools.islice(itertools.product(*constants.values()), 40)
    ]
    names = [taker.name for taker in required if taker.name in tensors]
    for chosen in _mixtures(len(names), probes):
        for value in values:
            yield dict(zip(names, chosen, strict=True)), value


def _mixtures(count: int, probes: list[TensorSpec]) -> Iterator[tuple[Probe, ...]]:
    """Tensors for `count` arguments: alike ones, lists, then all mixtures."""
    lists: list[tuple[TensorSpec, ...]] = [
        (probe,) * size for size in _LISTS for probe in probes
    ]
    yield from ((probe,) * count for probe in probes)
    for several in lists:
        yield several, *([several[0]] * (count - 1))
    if count > 1:
        yield from itertools.product(probes, repeat=count)
        yield from itertools.product(lists[: len(probes)], repeat=count)


def _flat(probes: Iterable[Probe]) -> Iterator[TensorSpec]:
    for probe in probes:
        if isinstance(probe, TensorSpec):
            yield probe
        else:
            yield from probe
