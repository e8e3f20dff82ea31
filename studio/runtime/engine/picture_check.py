"""Every picture of a folder opened once, so that a broken one is told by name."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import tensorflow as tf

from studio.causes import cause_of
from studio.errors import StudioError
from studio.runtime.engine.picture_folder import PictureFolder, named

_CHUNK = 64
"""Pictures opened between two looks at what else there is to do."""
_SMALLER = 8
"""JPEG files are decoded to an eighth: all of the file is read, in a third of time."""


class Look(NamedTuple):
    """What one picture is.

    Attributes:
        stamp: time of the file's last change and its size, to know it again by.
        size: height and width; (0, 0) if it is broken.
        fault: why it cannot be used, as the end of a sentence; empty if it can.
    """

    stamp: tuple[int, int]
    size: tuple[int, int]
    fault: str


@dataclass(slots=True)
class PictureChecks:
    """Remembers pictures that were opened for so many channels, by path."""

    known: dict[tuple[int, str], Look] = field(default_factory=dict)

    def look(self, files: Sequence[str], channels: int) -> Iterator[int]:
        """Open those that are new or changed, telling how many are done so far."""
        stamps = {file: _stamp(file) for file in files}
        waiting = [file for file in files if not self._knows(file, channels, stamps)]
        done = len(files) - len(waiting)
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            for start in range(0, len(waiting), _CHUNK):
                chunk = waiting[start : start + _CHUNK]
                opened = pool.map(_open, chunk, [channels] * len(chunk))
                for file, found in zip(chunk, opened, strict=True):
                    self.known[channels, file] = Look(stamps[file], *found)
                yield done + start + len(chunk)

    def _knows(
        self, file: str, channels: int, stamps: Mapping[str, tuple[int, int]]
    ) -> bool:
        look = self.known.get((channels, file))
        return look is not None and look.stamp == stamps[file]

    def sizes(self, folder: PictureFolder, channels: int) -> list[tuple[int, int]]:
        """Height and width of all pictures of a folder that was looked at.

        Raises:
            StudioError: some are broken; names them.
        """
        looks = [(file, self.known[channels, file]) for file in folder.pictures]
        broken = [
            f"{folder.relative(file)} ({look.fault})"
            for file, look in looks
            if look.fault
        ]
        if broken:
            count = "1 picture" if len(broken) == 1 else f"{len(broken):,} pictures"
            raise StudioError(
                f"{count} in “{folder.path.name}” cannot be read: {named(broken)}. "
                "Remove or replace what is broken, then read the folder again."
            )
        return [look.size for _, look in looks]


def _stamp(file: str) -> tuple[int, int]:
    try:
        found = os.stat(file)
    except OSError:
        return -1, -1  # Opening it tells why.
    return found.st_mtime_ns, found.st_size


def _open(file: str, channels: int) -> tuple[tuple[int, int], str]:
    """Size of a picture, and why it has no samples of so many channels."""
    try:
        with open(file, "rb") as stream:
            data = stream.read()
    except OSError as error:
        return (0, 0), cause_of(error)
    if not data:
        return (0, 0), "the file is empty"
    try:
        if data.startswith(b"\xff\xd8\xff"):
            tf.io.decode_jpeg(data, ratio=_SMALLER)
            height, width, _ = tf.io.extract_jpeg_shape(data).numpy().tolist()
        else:
            height, width, _ = _decode(data, channels).shape
    except tf.errors.OpError:
        return (0, 0), _fault(data, channels)
    return (height, width), ""


def _decode(data: bytes, channels: int) -> Any:
    """The picture as Keras decodes it; with 0 channels as many as it has."""
    return tf.io.decode_image(data, channels=channels, expand_animations=False)


def _fault(data: bytes, channels: int) -> str:
    try:
        found = _decode(data, 0).shape[-1]
    except tf.errors.OpError:
        return "damaged, or of another kind than its name says"
    return f"of {found} channels, which cannot be read as {channels}"
