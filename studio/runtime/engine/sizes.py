"""Bytes that weights and tensors take."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

import keras
import tensorflow as tf

from studio.runtime.engine.symbolic import TensorSpec


@dataclass(frozen=True, slots=True)
class Weights:
    """What a layer keeps: values, those of them that are trained, bytes, shapes.

    Attributes:
        are_all: whether the layer makes no others once it can be called.
    """

    params: int = 0
    trainable: int = 0
    size: int = 0
    shapes: tuple[tuple[int, ...], ...] = ()
    are_all: bool = True


NO_WEIGHTS = Weights()


def total_of(weights: Iterable[Weights]) -> Weights:
    """Weights of several layers together."""
    params, trainable, size = 0, 0, 0
    shapes: list[tuple[int, ...]] = []
    are_all = True
    for each in weights:
        are_all = are_all and each.are_all
        params += each.params
        trainable += each.trainable
        size += each.size
        shapes += each.shapes
    return Weights(params, trainable, size, tuple(shapes), are_all)


def weights_of(layer: Any) -> Weights:
    """Weights of a layer, each in the dtype it is kept in."""
    total, size = 0, 0
    shapes = tuple(tuple(weight.shape) for weight in layer.weights)
    for weight in layer.weights:
        values = math.prod(weight.shape)
        total += values
        size += values * _item_bytes(weight.dtype)
    trained = sum(math.prod(weight.shape) for weight in layer.trainable_weights)
    return Weights(total, trained, size, shapes, _has_all(layer))


def _has_all(layer: Any) -> bool:
    """Whether a layer and those in it were built, or have nothing to build."""
    if not isinstance(layer, keras.Layer) or layer.built:
        return True
    is_plain = type(layer).build is keras.Layer.build
    return is_plain and all(map(_has_all, layer._flatten_layers(False, False)))


def sample_bytes(specs: Iterable[TensorSpec]) -> int | None:
    """Memory of tensors for one sample; None if a size is open or they hold text."""
    total = 0
    for spec in specs:
        sizes = spec.shape[1:]
        item = _item_bytes(spec.dtype)
        if None in sizes or not item or spec.sparse:
            return None
        total += (
            spec.rows * item * math.prod(size for size in sizes if size is not None)
        )
    return total


@cache
def _item_bytes(dtype: str) -> int:
    """Bytes of one value; 0 for text, which has no fixed size."""
    return 0 if dtype == "string" else int(tf.as_dtype(dtype).size)
