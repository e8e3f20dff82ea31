"""A folder of pictures described, in the words of `DataFacts`."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import tensorflow as tf

from studio.codegen.picture_code import CACHE_BYTES
from studio.codegen.training_code import generate_data
from studio.errors import StudioError
from studio.graph.picture_options import PictureOptions
from studio.graph.setup import DataFacts
from studio.protocol.messages import DataDescribed, DescribeData
from studio.runtime.engine.context import Context
from studio.runtime.engine.facts import split_notes
from studio.runtime.engine.job import Job
from studio.runtime.engine.picture_check import PictureChecks
from studio.runtime.engine.picture_folder import PictureFolder, find_pictures
from studio.runtime.engine.script import script_module

_SHOWN = 48
_SHOWN_SIDE = 96
"""Most pixels on a side of a preview."""
_FLOAT_BYTES = 4


def describe_pictures(
    request: DescribeData, base: Path | None, job: Job, context: Context
) -> DataDescribed | None:
    """Facts, and preview, of a folder; None if other questions come first.

    Raises:
        StudioError: the folder, a picture or an option is not as it has to be.
    """
    source = request.source
    script = generate_data(source, request.seed, base)
    options = PictureOptions.of(source.options)
    path = source.file_from(base or Path())
    assert path is not None  # else there is no script
    folder = find_pictures(path)
    checks = context.keep(PictureChecks, PictureChecks)
    count = len(folder.pictures)
    channels = options.shape[-1]
    for done in checks.look(folder.pictures, channels):
        context.status(f"Reading {done:,} of {count:,} pictures", done / count)
        if context.is_wanted():
            context.again(request)
            return None
    sizes = checks.sizes(folder, channels)
    job.begin("Loading pictures")
    with script_module(script) as module:
        splits = _splits(module, count)
        labels, shape, payload = _preview(splits[0], folder.classes)
    facts = _facts(folder, options, sizes, tuple(map(len, splits)))
    return DataDescribed(request.request, facts, len(labels), labels, shape, payload)


def _splits(module: ModuleType, count: int) -> Any:
    """The splits, one picture a batch, without reading them all to shuffle them."""
    module.__dict__["CACHE_BYTES"] = 0
    held = int((module.VALIDATION_SPLIT + module.TEST_SPLIT) * count)
    is_split = module.VALIDATION_SPLIT + module.TEST_SPLIT > 0
    if is_split and not 0 < held < count:
        raise StudioError(
            f"{count} pictures are too few to take parts of them for validation and "
            "test. Add pictures, or change the split."
        )
    return module.load_data()


def _facts(
    folder: PictureFolder,
    options: PictureOptions,
    sizes: list[tuple[int, int]],
    splits: tuple[int, ...],
) -> DataFacts:
    train, validation, test = splits
    return DataFacts(
        title=folder.path.name,
        input_shape=options.shape,
        input_dtype="float32",
        input_range=options.range,
        target_shape=(),
        target_dtype="int32",
        target_range=(0.0, len(folder.classes) - 1.0),
        classes=folder.classes,
        train=train,
        validation=validation,
        test=test,
        class_counts=folder.counts,
        notes=(
            *_size_note(sizes, options),
            _memory_note(options, len(sizes)),
            *folder.notes,
            *split_notes(validation, test),
        ),
    )


def _size_note(sizes: list[tuple[int, int]], options: PictureOptions) -> list[str]:
    found = Counter(sizes)
    if set(found) == {options.image_size}:
        return []
    (least, most) = (min(found, key=_area), max(found, key=_area))
    old = _spoken(least) if least == most else f"{_spoken(least)} to {_spoken(most)}"
    new = _spoken(options.image_size)
    return [f"The pictures are {old} pixels, width × height, resized to {new}."]


def _area(size: tuple[int, int]) -> tuple[int, tuple[int, int]]:
    return size[0] * size[1], size


def _spoken(size: tuple[int, int]) -> str:
    height, width = size
    return f"{width}×{height}"


def _memory_note(options: PictureOptions, count: int) -> str:
    size = _FLOAT_BYTES * int(np.prod(options.shape)) * count
    taken = f"{size / 1e9:.1f} GB" if size >= 1e9 else f"{size / 1e6:.1f} MB"
    if size <= CACHE_BYTES:
        return f"Training keeps the pictures in memory: {taken}."
    return (
        f"Training reads the pictures from the disk in every epoch: {taken} are too "
        "much to keep in memory."
    )


def _preview(
    train: Any, classes: tuple[str, ...]
) -> tuple[tuple[str, ...], tuple[int, ...], bytes]:
    """Labels, shape and float32 bytes of the first pictures, made small."""
    pictures, labels = next(iter(train.unbatch().batch(_SHOWN)))
    height, width, channels = pictures.shape[1:]
    factor = min(1.0, _SHOWN_SIDE / max(height, width))
    size = (max(1, round(height * factor)), max(1, round(width * factor)))
    if factor < 1.0:
        pictures = tf.image.resize(pictures, size, antialias=True)
    names = tuple(classes[int(label)] for label in labels.numpy())
    payload = np.ascontiguousarray(pictures.numpy(), np.float32).tobytes()
    return names, (*size, channels), payload
