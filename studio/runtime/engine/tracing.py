"""The computation of a layer's call as a TensorFlow graph, on one sample."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import keras
import tensorflow as tf
from keras.src.backend.common.symbolic_scope import SymbolicScope

from studio.runtime.engine.initializers import try_initializers
from studio.runtime.engine.symbolic import invoke, without_weights


def trace(
    layer: Any, arguments: Mapping[str, Any], open_batch: bool = False
) -> list[Any]:
    """Trace a call of a built layer on symbolic tensors, as `fit` would.

    The initializers are tried as well, and casts. Returns the output tensors; the graph
    hangs on them.

    A batch of any size is one sample, unless `open_batch` leaves it open. Weights
    are placeholders: they are neither allocated nor computed, and the graph holds
    the layer's own work alone.
    """
    try_initializers(layer.variables)
    graph = tf.__internal__.FuncGraph("one_sample")
    with graph.as_default():
        weights = [
            (variable, tf.compat.v1.placeholder(variable.dtype, variable.shape))
            for variable in layer.variables
        ]
        inputs = keras.tree.map_structure(
            lambda value: _placeholder(value, open_batch), dict(arguments)
        )
        scope = keras.StatelessScope(weights, initialize_variables=False)
        with without_weights(), scope, SymbolicScope():
            outputs = invoke(layer, inputs)
    _refuse_casts_of_text(graph)
    flat = keras.tree.flatten(outputs)
    return [tensor for tensor in flat if tf.is_tensor(tensor)]


def _refuse_casts_of_text(graph: Any) -> None:
    """Say at once what TensorFlow says only when the graph runs.

    Raises:
        TypeError: text is cast to numbers.
    """
    for op in graph.get_operations():
        if op.type == "Cast" and op.inputs[0].dtype is tf.string:
            kind = op.outputs[0].dtype.name
            raise TypeError(f"Cast string to {kind} is not supported")


def is_sparse(tensor: Any) -> bool:
    """Whether a traced tensor holds only what is not zero."""
    return isinstance(tensor, tf.SparseTensor)


def rows_of(tensor: Any) -> int | None:
    """Size of the first axis of a traced tensor; None where it is open."""
    shape = tensor.shape
    return shape[0] if shape.rank else None


def _placeholder(value: Any, open_batch: bool) -> Any:
    if not isinstance(value, keras.KerasTensor):
        return value
    rows = None if open_batch else value.rows
    shape = (value.shape[0] or rows, *value.shape[1:]) if value.shape else ()
    if value.sparse:
        return tf.compat.v1.sparse_placeholder(value.dtype, shape)
    return tf.compat.v1.placeholder(value.dtype, shape)
