"""What the outputs of a model say of classes."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]


def class_numbers(labels: Array, outputs: Array) -> Array | None:
    """Class number of each label; None if the labels are no classes.

    Labels are classes when they are integers, or rows with a single one
    (one-hot) as wide as the outputs.
    """
    if labels.ndim == 2 and labels.shape[1] == 1:
        labels = labels[:, 0]
    if labels.ndim == 1 and labels.dtype.kind in "iub":
        return labels.astype(np.int64)
    if labels.ndim == 2 and labels.shape == outputs.shape:
        is_one_hot = ((labels == 0) | (labels == 1)).all() and (
            labels.sum(axis=1) == 1
        ).all()
        return labels.argmax(axis=1) if is_one_hot else None
    return None


def class_scores(outputs: Array, loss: Any) -> Array | None:
    """Probability of each class, shape (samples, classes).

    None if the outputs are not one row per sample. A single unit is the
    probability of class 1; logits are turned into probabilities.
    """
    if outputs.ndim == 1:
        outputs = outputs[:, None]
    if outputs.ndim != 2:
        return None
    logits = bool(getattr(loss, "from_logits", False))
    if outputs.shape[1] == 1:
        one = _probabilities(outputs, "sigmoid") if logits else outputs
        return np.concatenate([1 - one, one], axis=1)
    return _probabilities(outputs, "softmax") if logits else outputs


def confusion_matrix(truth: Array, scores: Array) -> tuple[tuple[int, ...], ...]:
    """Samples per true class (rows) and predicted class (columns)."""
    size = max(scores.shape[1], int(truth.max(initial=-1)) + 1)
    table = np.zeros((size, size), np.int64)
    np.add.at(table, (truth, scores.argmax(axis=1)), 1)
    return tuple(tuple(int(cell) for cell in row) for row in table)


def _probabilities(logits: Array, activation: str) -> Array:
    import keras

    tensor = getattr(keras.ops, activation)(logits)
    array: Array = keras.ops.convert_to_numpy(tensor)
    return array
