"""Bytes that weights and tensors take."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

import tensorflow as tf

from studio.runtime.engine.symbolic import TensorSpec


def count(weight: Any) -> int:
    """Values in a weight."""
    return math.prod(weight.shape)


def weight_bytes(weights: Iterable[Any]) -> int:
    """Memory of weights, each in the dtype it is kept in."""
    return sum(count(weight) * _item_bytes(weight.dtype) for weight in weights)


def sample_bytes(specs: Iterable[TensorSpec]) -> int | None:
    """Memory of tensors for one sample; None if a size is open or they hold text."""
    total = 0
    for spec in specs:
        sizes = spec.shape[1:]
        item = _item_bytes(spec.dtype)
        if None in sizes or not item or spec.sparse:
            return None
        total += math.prod(size for size in sizes if size is not None) * item
    return total


def _item_bytes(dtype: str) -> int:
    """Bytes of one value; 0 for text, which has no fixed size."""
    return 0 if dtype == "string" else int(tf.as_dtype(dtype).size)
