"""Splits that are read batch by batch, beside those that are arrays."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import tensorflow as tf

from studio.runtime.engine.facts import Array
from studio.runtime.engine.named_data import Named, parts

Stream = tf.data.Dataset
Samples = Any
"""Arrays as in `Named`, or a `Stream` of batches of samples and labels."""


def is_empty(split: Any) -> bool:
    """Whether a split of any kind holds no samples."""
    if isinstance(split, Stream):
        return len(split) == 0
    return len(parts(split[1])[0]) == 0


def opened(split: Any) -> tuple[Samples, Named]:
    """Samples and labels of a split; the samples of a stream stay in it."""
    if not isinstance(split, Stream):
        x, y = split
        return x, y
    labels = [batch.numpy() for _, batch in split]
    return split, np.concatenate(labels)


def seen_shape(samples: Samples) -> tuple[int, ...]:
    """Shape of one sample of the array that tells a person most."""
    if isinstance(samples, Stream):
        return tuple(samples.element_spec[0].shape[1:])
    return tuple(_seen(samples).shape[1:])


def seen_rows(samples: Samples, rows: Sequence[int]) -> Array:
    """Some samples, ascending, of the array that tells a person most."""
    if not isinstance(samples, Stream):
        return _seen(samples)[list(rows)]
    wanted, found = set(rows), []
    for number, (sample, _) in enumerate(samples.unbatch()):
        if number in wanted:
            found.append(sample.numpy())
        if len(found) == len(wanted):
            break
    return np.array(found, np.float32).reshape(-1, *seen_shape(samples))


def first(samples: Samples, count: int) -> Samples:
    """The first samples."""
    if isinstance(samples, Stream):
        return samples.unbatch().take(count).batch(count)
    if isinstance(samples, dict):
        return {name: array[:count] for name, array in samples.items()}
    return samples[:count]


def _seen(samples: Named) -> Array:
    # Pictures tell more than rows.
    return max(parts(samples), key=lambda array: array.ndim)
