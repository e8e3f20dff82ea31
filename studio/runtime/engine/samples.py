"""Random inputs for any model, and weights that make its outputs tell something."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import keras
import numpy as np
import tensorflow as tf

BATCH = 2
SIZES = (32, 8, 64, 256)
"""Lengths tried for an axis that a model leaves open."""
_WORDS = ("the", "film", "is", "good", "a", "x", "y")


def sample_inputs(model: Any, seed: int) -> Iterator[Any]:
    """Inputs in the model's own structure, one for each size of open axes."""
    has_open = any(None in tuple(t.shape)[1:] for t in model.inputs)
    for size in SIZES if has_open else SIZES[:1]:
        rng = np.random.default_rng(seed)
        yield keras.tree.map_structure(
            lambda tensor, rng=rng, size=size: _sample(tensor, size, rng),
            input_structure(model),
        )


def input_structure(model: Any) -> Any:
    """Input tensors as the model takes them; a class of its own tells of its call."""
    inner = getattr(model, "_functional", model)
    return inner._inputs_struct if hasattr(inner, "_inputs_struct") else model.input


def _sample(tensor: Any, size: int, rng: np.random.Generator) -> Any:
    first, *rest = tensor.shape or (1,)
    sizes = (size if axis is None else axis for axis in rest)
    shape = (BATCH if first is None else first, *sizes)
    dtype = keras.backend.standardize_dtype(tensor.dtype)
    if dtype == "string":
        return tf.constant(rng.choice(_WORDS, shape))
    if dtype == "bool":
        # The first position is kept: a row without any value is not a number.
        values = rng.random(shape) < 0.7
        values[..., :1] = True
        return tf.constant(values)
    if "int" in dtype:
        return tf.constant(rng.integers(0, 2, shape), dtype)
    values = tf.cast(rng.random(shape, "float32"), dtype)
    return tf.sparse.from_dense(values) if tensor.sparse else values


def stir_weights(model: Any, seed: int) -> None:
    """Add a little noise to all float weights: zeros would hide differences.

    Only upwards, for a variance must stay positive.
    """
    rng = np.random.default_rng(seed)
    for weight in model.weights:
        if keras.backend.is_float_dtype(weight.dtype):
            noise = rng.random(tuple(weight.shape), "float32") * 0.05
            weight.assign_add(keras.ops.cast(noise, weight.dtype))


def copy_weights(source: Any, target: Any) -> None:
    """Give a model of the same weights those of another one."""
    for one, other in zip(source.weights, target.weights, strict=True):
        other.assign(one)
    for model in (source, target):
        for layer in model._flatten_layers():
            # It computes from its weights once, as Keras does after loading them.
            if isinstance(layer, keras.layers.Normalization):
                layer.finalize_state()
