"""Functions of ``keras.ops`` asked by calling: symbolically, then with numbers."""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import keras
import numpy as np

from studio.graph.values import Value
from studio.runtime.engine.objects import keras_item, make_value
from studio.runtime.engine.operations import call_function
from studio.runtime.engine.symbolic import TensorSpec, named_outputs

BATCH = 5
"""Samples in a batch of the numbers an op is tried on."""
_CLASSES = 4
"""Whole numbers of a trial are below, so that they are legal class numbers."""

Tensors = Mapping[str, TensorSpec | tuple[TensorSpec, ...]]


@dataclass(frozen=True, slots=True)
class OpAnswer:
    """What a call on symbolic tensors gave.

    Attributes:
        outputs: keys of the outputs.
        operation: class of the one operation that made them; empty where the
            function is made of several.
        config: what that operation keeps of its arguments.
        order: arguments of the function in the order of the operation's call.
    """

    outputs: tuple[str, ...]
    operation: str = ""
    config: Mapping[str, Any] | None = None
    order: tuple[str, ...] = ()


class Unanswered(Exception):
    """A call does not work.

    Attributes:
        computing: whether only the numbers could not be computed.
    """

    def __init__(self, reason: str, *, computing: bool = False) -> None:
        super().__init__(reason)
        self.computing = computing


def ask(function: Any, tensors: Tensors, constants: Mapping[str, Value]) -> OpAnswer:
    """Answer of a call.

    Raises:
        Unanswered: Keras refuses, or leaves a tensor unused.
    """
    made = {name: _symbolic(spec) for name, spec in tensors.items()}
    try:
        outputs = call_function(function, {**made, **_plain(constants)})
    except Exception as error:  # each backend has its own way to say no
        raise Unanswered("refuses symbolic tensors") from error
    results = named_outputs(outputs)
    given = {id(t) for value in made.values() for t in keras.tree.flatten(value)}
    if not results or not all(map(_is_made, results.values())):
        raise Unanswered("gives no tensors")
    if not given <= _used(list(results.values())):
        raise Unanswered("does not use all tensors")
    _compute(function, tensors, constants, len(results))
    return _answer(results, made, given)


def concrete(
    spec: TensorSpec | tuple[TensorSpec, ...], generator: np.random.Generator
) -> Any:
    """Tensors with numbers for a spec, with a batch of `BATCH` samples."""
    if not isinstance(spec, TensorSpec):
        return [concrete(one, generator) for one in spec]
    shape = tuple(BATCH if n is None else n for n in spec.shape)
    return keras.ops.convert_to_tensor(_numbers(shape, spec.dtype, generator))


def _numbers(shape: tuple[int, ...], dtype: str, generator: Any) -> Any:
    if dtype == "bool":
        return generator.random(shape) > 0.5
    if dtype.startswith("int"):
        return generator.integers(0, _CLASSES, shape).astype(dtype)
    drawn = generator.random(shape)
    if dtype.startswith("complex"):
        drawn = drawn + 1j * generator.random(shape)
    elif len(shape) > 1 and shape[-1] == shape[-2]:  # as decompositions need them
        drawn = drawn @ drawn.swapaxes(-1, -2) + np.eye(shape[-1])
    return drawn.astype(dtype)


def _symbolic(spec: TensorSpec | tuple[TensorSpec, ...]) -> Any:
    if isinstance(spec, TensorSpec):
        return spec.tensor()
    return [one.tensor() for one in spec]


def _plain(constants: Mapping[str, Value]) -> dict[str, Any]:
    return {name: make_value(v, keras_item) for name, v in constants.items()}


def _is_made(output: Any) -> bool:
    """Whether an operation made the tensor, rather than a trial."""
    history = getattr(output, "_keras_history", None)
    return history is not None and history.operation is not None


def _node_of(tensor: Any) -> Any:
    history = tensor._keras_history
    return history.operation._inbound_nodes[history.node_index]


def _used(outputs: list[Any]) -> set[int]:
    """Ids of all tensors that the outputs were computed from."""
    found: set[int] = set()
    waiting = list(outputs)
    while waiting:
        tensor = waiting.pop()
        if id(tensor) in found:
            continue
        found.add(id(tensor))
        if _is_made(tensor):
            waiting += _node_of(tensor).input_tensors
    return found


def _compute(
    function: Any, tensors: Tensors, constants: Mapping[str, Value], count: int
) -> None:
    """Compute numbers as well: some calls only promise shapes."""
    generator = np.random.default_rng(0)
    given = {name: concrete(spec, generator) for name, spec in tensors.items()}
    try:
        outputs = call_function(function, {**given, **_plain(constants)})
    except Exception as error:  # each backend has its own way to say no
        text = " ".join(str(error).split())
        reason = f"fails in Keras when it computes: {text:.120}"
        raise Unanswered(reason, computing=True) from error
    computed = named_outputs(outputs)
    if len(computed) != count:
        raise Unanswered("gives another number of tensors than promised")
    if any(0 in getattr(tensor, "shape", ()) for tensor in computed.values()):
        raise Unanswered("gives empty tensors")


def _answer(
    results: Mapping[str, Any], made: Mapping[str, Any], given: set[int]
) -> OpAnswer:
    node = _node_of(next(iter(results.values())))
    keys = tuple(results)
    if {id(tensor) for tensor in node.input_tensors} != given:
        return OpAnswer(keys)
    kind = type(node.operation)
    return OpAnswer(
        keys,
        f"{kind.__module__}.{kind.__name__}",
        node.operation.get_config(),
        tuple(_order(node, made)),
    )


def _order(node: Any, made: Mapping[str, Any]) -> Iterator[str]:
    """Names of the arguments as the operation's call takes them, by position."""
    names = list(inspect.signature(type(node.operation).call).parameters)[1:]
    given = dict(zip(names, node.arguments.args, strict=False)) | dict(
        node.arguments.kwargs
    )
    for name in names:
        yield next(
            (own for own, value in made.items() if _is_same(value, given.get(name))),
            name,
        )


def _is_same(ours: Any, theirs: Any) -> bool:
    mine = [id(tensor) for tensor in keras.tree.flatten(ours)]
    return mine == [id(tensor) for tensor in keras.tree.flatten(theirs)]
