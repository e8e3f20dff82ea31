"""Small pictures in a folder, one sub-folder for each class."""

from __future__ import annotations

import numpy as np

from tools.make_shapes import png_bytes

CLASSES = ("circle", "square", "triangle")


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
