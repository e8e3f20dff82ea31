"""TensorFlow's profiler on a Keras model: what one sample costs, op by op."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import Any

import keras
import tensorflow as tf
from keras.src.ops.function import Function

OPEN_SIZE = 64
"""Given to sizes that a model leaves open: work needs one."""
_BATCHES = range(1, 9)
_SCOPE = re.compile(r"[A-Za-z0-9.][A-Za-z0-9_.\\/>-]*")
"""Names that TensorFlow takes for scopes."""
_UNTOLD = "untold_work"
"""Scope of the ops that are not compared."""
_CALLS = ("PartitionedCall", "StatefulPartitionedCall")
_LOOPS = ("While", "StatelessWhile")
_TRANSPOSED = ("Conv2DBackpropInput", "Conv3DBackpropInputV2")


@dataclass(frozen=True, slots=True)
class Profile:
    """What the profiler counts.

    Attributes:
        flops: of one sample, by type of op.
        left_out: types of op that it does not count alike, by the reason.
    """

    flops: dict[str, int]
    left_out: dict[str, str]


def profile(model: Any, untold: Collection[str] = ()) -> Profile:
    """Profile a model, its loops unrolled, without the layers called `untold`.

    Only what the outputs depend on counts. The model is not the same afterwards:
    its loops stay unrolled, and names that TensorFlow refuses are changed.

    Raises:
        ValueError: the model can be called with no number of samples up to 8.
    """
    functional = functional_of(model)
    _prepare(model)
    for operation in functional.operations:
        if operation.name in untold:
            operation.call = _scoped(operation.call)
    batch, graph = _traced(functional)
    found: Counter[str] = Counter()
    left_out: dict[str, str] = {}
    for part, scope in _parts(graph, ""):
        left_out |= _counted_otherwise(part)
        for op, flops in _profiled(part):
            if _UNTOLD not in f"{scope}/{op.name}":
                found[op.type] += flops
    return Profile({kind: n // batch for kind, n in found.items()}, left_out)


def _prepare(model: Any) -> None:
    """Unroll loops; give names that TensorFlow takes."""
    for number, layer in enumerate(model._flatten_layers(include_self=False)):
        if isinstance(layer, keras.layers.RNN):
            layer.unroll = True
        if not _SCOPE.fullmatch(layer.name):
            layer.name = f"layer_{number}"


def _scoped(call: Callable[..., Any]) -> Callable[..., Any]:
    """The same call, its ops marked by a scope."""

    def marked(*given: Any, **named: Any) -> Any:
        with tf.name_scope(_UNTOLD):
            return call(*given, **named)

    return marked


def functional_of(model: Any) -> Any:
    """The graph of a model; a Sequential keeps one inside."""
    return model._functional if isinstance(model, keras.Sequential) else model


def closed(shape: tuple[int | None, ...]) -> tuple[int, ...]:
    """Sizes of a sample, those that are open set to `OPEN_SIZE`."""
    return tuple(size or OPEN_SIZE for size in shape)


def _traced(functional: Any) -> tuple[int, Any]:
    """Graph of a call, and how many samples it is made for: one if that works.

    Each layer is called by itself. Else Keras would train those that follow one
    called with ``training=True``.
    """

    @tf.function
    def called(given: Any) -> Any:
        return Function.call(functional, given)

    fixed = functional.inputs[0].shape[0]
    for batch in [fixed] if fixed else _BATCHES:
        given = keras.tree.map_structure(
            lambda tensor, size=batch: _spec(tensor, size), functional._inputs_struct
        )
        try:
            return batch, called.get_concrete_function(given).graph
        except ValueError as error:
            failure = error
    raise failure


def _spec(tensor: Any, batch: int) -> Any:
    kind = tf.SparseTensorSpec if tensor.sparse else tf.TensorSpec
    return kind((batch, *closed(tensor.shape[1:])), tensor.dtype)


def _parts(graph: Any, scope: str) -> Iterator[tuple[Any, str]]:
    """The graph and the functions it calls, once for each call."""
    yield graph, scope
    for op in graph.get_operations():
        if op.type in _CALLS:
            called = graph._get_function(op.get_attr("f").name)
            yield from _parts(called.graph, f"{scope}/{op.name}")


def _profiled(graph: Any) -> Iterator[tuple[Any, int]]:
    """Ops that the graph's outputs depend on, with their FLOPs."""
    used = {tensor.op.name: tensor.op for tensor in graph.outputs}
    waiting = list(used.values())
    while waiting:
        sources = {tensor.op.name: tensor.op for tensor in waiting.pop().inputs}
        waiting += [sources[name] for name in sources.keys() - used.keys()]
        used |= sources
    builder = tf.compat.v1.profiler.ProfileOptionBuilder
    options = builder(builder.float_operation()).with_empty_output().build()
    root = tf.compat.v1.profiler.profile(graph, options=options, cmd="scope")
    nodes = [root]
    while nodes:
        node = nodes.pop()
        nodes += node.children
        if node.float_ops and node.name in used:
            yield used[node.name], int(node.float_ops)


def _counted_otherwise(graph: Any) -> dict[str, str]:
    """Types of op of which the profiler says something else on purpose or by need."""
    found = {}
    for op in graph.get_operations():
        if op.type in _TRANSPOSED and op.get_attr("padding") == b"VALID":
            found[op.type] = "it counts the rim that is cut off"
        elif op.type in _LOOPS:
            body = graph._get_function(op.get_attr("body").name).graph
            for inner, _ in _parts(body, ""):
                kinds = {o.type for o in inner.get_operations()}
                found |= dict.fromkeys(kinds, "it counts a loop's body once")
    return found
