"""Small pictures in a folder, one sub-folder for each class."""

from __future__ import annotations

import numpy as np

from studio.graph import commands
from tests.cli.conftest import chain
from tools.make_shapes import png_bytes

CLASSES = ("circle", "square", "triangle")
SMALL = {"image_size": (8, 8)}


def picture(number, channel=0, height=8, width=8):
    """PNG of one colour, brighter in one channel; the first 100 are all different."""
    pixels = np.full((height, width, 3), number % 100, np.uint8)
    pixels[..., channel] += 100
    return png_bytes(pixels)


def picture_folder(folder, classes=CLASSES, count=12, **size):
    """Make a folder with `count` pictures of each class; returns it."""
    for index, name in enumerate(classes):
        (folder / name).mkdir(parents=True)
        for number in range(count):
            file = folder / name / f"{number:02}.png"
            file.write_bytes(picture(index * count + number, index, **size))
    return folder


def picture_model(path="", **options):
    """Softmax over what the pixels say, with a folder to learn from."""
    document = chain(
        ("Input", {"shape": (8, 8, 3)}),
        ("Rescaling", {"scale": 1 / 255}),
        ("Flatten", {}),
        ("Dense", {"units": 3, "activation": "softmax"}),
    )
    edit = commands.change_data(
        document, kind="images", path=str(path), options=SMALL | options
    )
    document.apply(edit)
    document.apply(commands.change_fit(document, epochs=3, batch_size=8))
    return document
