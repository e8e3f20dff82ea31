"""How large the pictures of a folder are, from a few of them.

A folder is looked into only after the user chose it or allowed it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

from PySide6.QtGui import QImage, QImageReader

from studio.graph.picture_options import SUFFIXES, ColorMode, PictureOptions

_FOLDERS = 12
_EACH = 4
"""Pictures looked at in each of so many folders: enough to guess from."""
_LARGEST_GUESS = 256
_USUAL = (160, 160)
"""Height and width for pictures of several sizes, and for large ones."""
_GREY = (
    QImage.Format.Format_Grayscale8,
    QImage.Format.Format_Grayscale16,
    QImage.Format.Format_Mono,
)


def guess_picture_options(
    folder: Path, wanted: Sequence[int | None] | None
) -> PictureOptions:
    """Options for a folder that was just chosen: a first guess, to be changed.

    `wanted` is the shape of the samples that the model takes, where that is known.
    """
    if wanted and len(wanted) == 3 and wanted[2] in (1, 3):
        height, width, channels = wanted
        mode = ColorMode.RGB if channels == 3 else ColorMode.GRAYSCALE
        if height and width:
            return PictureOptions((height, width), mode)
    readers = [QImageReader(str(file)) for file in _some_pictures(folder)]
    sizes = {(r.size().height(), r.size().width()) for r in readers}
    is_grey = bool(readers) and all(r.imageFormat() in _GREY for r in readers)
    mode = ColorMode.GRAYSCALE if is_grey else ColorMode.RGB
    if len(sizes) == 1 and all(1 <= side <= _LARGEST_GUESS for side in min(sizes)):
        return PictureOptions(sizes.pop(), mode)
    return PictureOptions(_USUAL, mode)


def _some_pictures(folder: Path) -> Iterator[Path]:
    try:
        with os.scandir(folder) as entries:
            parts = list(islice(filter(os.DirEntry.is_dir, entries), _FOLDERS))
        for part in parts:
            with os.scandir(part) as entries:
                files = (e for e in entries if e.name.lower().endswith(SUFFIXES))
                found = [Path(entry) for entry in islice(files, _EACH)]
            yield from found
    except OSError:
        return  # The engine reads it next and says what is wrong.
