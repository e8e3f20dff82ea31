"""The part of a script that loads the pictures of a folder, batch by batch."""

from __future__ import annotations

from pathlib import Path

from studio.codegen.data_parts import (
    DataCode,
    constant_lines,
    filled,
    fraction_lines,
    path_lines,
)
from studio.codegen.imports import TENSORFLOW, Import
from studio.errors import StudioError
from studio.graph.picture_options import PictureOptions, Resizing, Scaling
from studio.graph.setup import DataSource

CACHE_BYTES = 1_000_000_000
"""Of pictures that were read; what is larger is read anew in every epoch."""
_LOAD = '''\
def load_data() -> Splits:
    """Load the pictures of each sub-folder, whose name is that of their class."""
    train, rest = keras.utils.image_dataset_from_directory(
        DATA_PATH,
        color_mode=COLOR_MODE,
        batch_size=None,
        image_size=IMAGE_SIZE,
        seed=SEED,
        validation_split=VALIDATION_SPLIT + TEST_SPLIT,
        subset="both",{resizing}
    )
    tests = round(len(rest) * TEST_SPLIT / (VALIDATION_SPLIT + TEST_SPLIT))
    validation, test = rest.skip(tests), rest.take(tests)
    return batches(train, shuffle=True), batches(validation), batches(test)
'''
_LOAD_ALL = '''\
def load_data() -> Splits:
    """Load the pictures of each sub-folder, whose name is that of their class."""
    train = keras.utils.image_dataset_from_directory(
        DATA_PATH,
        color_mode=COLOR_MODE,
        batch_size=None,
        image_size=IMAGE_SIZE,
        seed=SEED,{resizing}
    )
    nothing = train.take(0)
    return batches(train, shuffle=True), batches(nothing), batches(nothing)
'''
_BATCHES = '''\
def batches(pictures: tf.data.Dataset, shuffle: bool = False) -> tf.data.Dataset:
    """Cut pictures into batches; keep them in memory if they are small enough."""
{scaling}    size = 4 * math.prod(pictures.element_spec[0].shape) * len(pictures)
    if size <= CACHE_BYTES:
        pictures = pictures.cache()
        if shuffle:
            pictures = pictures.shuffle(len(pictures), seed=SEED)
    return pictures.batch(BATCH_SIZE).prefetch(tf.data.AUTOTUNE)
'''
_RESIZING = {
    Resizing.STRETCH: "",
    Resizing.CROP: "\n        crop_to_aspect_ratio=True,",
    Resizing.PAD: "\n        pad_to_aspect_ratio=True,",
}
_MAP = "    pictures = pictures.map(lambda x, y: ({}, y))\n"
_SCALING = {
    Scaling.NONE: "",
    Scaling.UNIT: _MAP.format("x / 255.0"),
    Scaling.SYMMETRIC: _MAP.format("x / 127.5 - 1.0"),
}


def picture_code(source: DataSource, base: Path | None) -> DataCode:
    """Code that loads the pictures of a folder.

    Raises:
        StudioError: no folder is chosen, or an option cannot be.
    """
    try:
        options = PictureOptions.of(source.options)
    except ValueError as error:
        raise StudioError(str(error)) from None
    constants = (
        *path_lines(source, base),
        f"IMAGE_SIZE = {options.image_size}  # height, width",
        *constant_lines({"COLOR_MODE": options.color_mode.value}),
        *fraction_lines(source),
        f"CACHE_BYTES = {CACHE_BYTES:_}  # pictures above this are read in each epoch",
    )
    is_split = source.validation_split > 0 or source.test_split > 0
    load = filled(
        _LOAD if is_split else _LOAD_ALL, resizing=_RESIZING[options.resizing]
    )
    functions = (load, filled(_BATCHES, scaling=_SCALING[options.scaling]))
    imports = frozenset({Import("math"), TENSORFLOW})
    return DataCode(imports, constants, functions, keras=True, streams=True)
