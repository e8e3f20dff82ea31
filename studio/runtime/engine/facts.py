"""What loaded data looks like, in the words of `DataFacts`."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from studio.graph.setup import ColumnFacts, DataFacts

Array = NDArray[Any]
Split = tuple[Array, Array]

_PREVIEWS = 24
_PREVIEW_BYTES = 8 * 2**20
_FLOAT_BYTES = 4
_MOST_CLASSES = 10_000
"""From here on whole numbers are no class numbers."""
_NAMED = 5


def describe_splits(
    title: str,
    splits: tuple[Split, Split, Split],
    classes: tuple[str, ...],
    columns: tuple[ColumnFacts, ...] = (),
    notes: tuple[str, ...] = (),
) -> DataFacts:
    """Facts of training, validation and test split together."""
    x, y = splits[0]
    train, validation, test = (len(split[1]) for split in splits)
    return DataFacts(
        title=title,
        input_shape=x.shape[1:],
        input_dtype=x.dtype.name,
        input_range=_range([split[0] for split in splits]),
        target_shape=y.shape[1:],
        target_dtype=y.dtype.name,
        target_range=_range([split[1] for split in splits]),
        classes=classes,
        train=train,
        validation=validation,
        test=test,
        class_counts=_total_counts(splits, classes),
        columns=columns,
        notes=(*notes, *_notes(splits, classes)),
    )


def number_names(splits: tuple[Split, Split, Split]) -> tuple[str, ...]:
    """Names of classes that have none: their numbers; empty for other labels."""
    y = splits[0][1]
    is_classes = y.dtype.kind in "biu" and y.size == len(y)
    high = int(_range([split[1] for split in splits])[1])
    if not is_classes or high >= _MOST_CLASSES:
        return ()
    return tuple(str(number) for number in range(high + 1))


def preview(split: Split, classes: tuple[str, ...]) -> tuple[tuple[str, ...], bytes]:
    """Labels as text and samples as float32 bytes of the first samples."""
    count = shown(_PREVIEWS, split[0].shape[1:])
    x, y = split[0][:count], split[1][:count]
    labels = tuple(label_text(label, classes) for label in y)
    return labels, np.ascontiguousarray(x, np.float32).tobytes()


def label_text(label: Any, classes: tuple[str, ...]) -> str:
    """Name of a class, or the numbers of a value."""
    if classes:
        return classes[int(np.ravel(label)[0])]
    return ", ".join(f"{number:.4g}" for number in np.ravel(label))


def shown(count: int, shape: tuple[int, ...]) -> int:
    """How many of `count` samples of this shape go into one message; at least one."""
    size = max(_FLOAT_BYTES * math.prod(shape), 1)
    return min(count, max(_PREVIEW_BYTES // size, 1))


def _range(arrays: list[Array]) -> tuple[float, float]:
    filled = [array for array in arrays if array.size]
    low = min((float(array.min()) for array in filled), default=0.0)
    return low, max((float(array.max()) for array in filled), default=0.0)


def _counts(splits: tuple[Split, ...], classes: tuple[str, ...]) -> list[Array]:
    return [
        np.bincount(y.astype(np.int64).ravel(), minlength=len(classes))
        if classes
        else np.zeros(0, np.int64)
        for _, y in splits
    ]


def _total_counts(
    splits: tuple[Split, ...], classes: tuple[str, ...]
) -> tuple[int, ...]:
    counts = _counts(splits, classes)
    return tuple(sum(int(n) for n in numbers) for numbers in zip(*counts, strict=True))


def split_notes(validation: int, test: int) -> list[str]:
    """Sentences on splits without samples, by how many there are."""
    notes = []
    if validation == 0:
        notes.append("No samples are left to validate on: validation is skipped.")
    if test == 0:
        notes.append("No samples are held out to test on: evaluation is skipped.")
    return notes


def _notes(
    splits: tuple[Split, Split, Split], classes: tuple[str, ...]
) -> tuple[str, ...]:
    notes = split_notes(len(splits[1][1]), len(splits[2][1]))
    in_train = _counts(splits[:1], classes)[0]
    absent = [name for name, n in zip(classes, in_train, strict=True) if n == 0]
    if absent:
        names = ", ".join(absent[:_NAMED]) + (", …" if len(absent) > _NAMED else "")
        notes.append(f"There are no training samples of these classes: {names}.")
    return tuple(notes)
