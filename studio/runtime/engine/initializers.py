"""Initializers tried on the shapes of the weights they are for."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

import keras
import tensorflow as tf

MOST_REMEMBERED = 1024
LARGEST = 2**31 - 1
"""Size of an axis up to which TensorFlow's operations count."""


def try_initializers(weights: Iterable[Any]) -> None:
    """Raise what an initializer raises when its weight would be made.

    Nearly all that fail dislike the number of axes, so one that works on a tiny
    weight is not tried again. Nothing is allocated.
    """
    for weight in weights:
        initializer = weight._initializer
        if isinstance(initializer, keras.Initializer):
            config = json.dumps(initializer.get_config(), default=repr)
            kind: Any = type(initializer)
            if max(weight.shape, default=0) > LARGEST:
                raise OverflowError(f"no weight can have the shape {weight.shape}")
            if not _works(kind, config, len(weight.shape), weight.dtype):
                _run(initializer, weight.shape, weight.dtype)


@lru_cache(MOST_REMEMBERED)
def _works(kind: Any, config: str, rank: int, dtype: str) -> bool:
    try:
        _run(kind.from_config(json.loads(config)), (2,) * rank, dtype)
    except Exception:
        return False  # it is tried again on the real shape, which says why
    return True


def _run(initializer: Any, shape: tuple[int, ...], dtype: str) -> None:
    with tf.__internal__.FuncGraph("initializer").as_default():
        initializer(shape, dtype=dtype)
