"""A folder with pictures in one sub-folder for each class, as Keras finds them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from studio.causes import cause_of
from studio.errors import StudioError
from studio.graph.picture_options import SUFFIXES

_NAMED = 3
"""Files named one by one; the others are counted."""
_KINDS = f"{', '.join(SUFFIXES[:-1])} and {SUFFIXES[-1]}"
_LAYOUT = "Keras wants one sub-folder for each class, with the pictures of that class."


@dataclass(frozen=True, slots=True)
class PictureFolder:
    """What was found in a folder.

    Attributes:
        classes: names of the sub-folders, in the order of their numbers.
        files: pictures of each class, in the order of Keras; absolute paths.
        ignored: files that Keras leaves out, relative to the folder.
    """

    path: Path
    classes: tuple[str, ...]
    files: tuple[tuple[str, ...], ...]
    ignored: tuple[str, ...]

    @property
    def pictures(self) -> tuple[str, ...]:
        """All pictures."""
        return tuple(file for files in self.files for file in files)

    @property
    def counts(self) -> tuple[int, ...]:
        """Pictures of each class."""
        return tuple(map(len, self.files))

    @property
    def notes(self) -> Iterator[str]:
        """Sentences on what a person may not expect."""
        empty = [
            n for n, files in zip(self.classes, self.files, strict=True) if not files
        ]
        if empty:
            yield (
                f"No pictures are in: {named(empty)}. Keras counts such a sub-folder "
                "as a class all the same."
            )
        if self.ignored:
            yield (
                f"{_counted(self.ignored, 'file is', 'files are')} left out, for Keras "
                f"reads {_KINDS} in sub-folders only: {named(self.ignored)}."
            )

    def relative(self, file: str) -> str:
        """Path of a picture as a person reads it."""
        return Path(os.path.relpath(file, self.path)).as_posix()


def class_folders(path: Path) -> list[str]:
    """Names of the classes: those of the sub-folders, as Keras orders them.

    Raises:
        StudioError: the folder cannot be read.
    """
    try:
        names = sorted(os.listdir(path))
    except OSError as error:
        raise StudioError(
            f"The picture folder {path} cannot be read because {cause_of(error)}. "
            "Choose the folder again in the Data panel."
        ) from error
    return [n for n in names if not n.startswith(".") and (path / n).is_dir()]


def find_pictures(path: Path) -> PictureFolder:
    """List the pictures of a folder, without opening any.

    Raises:
        StudioError: it cannot be read, or nothing can be learned from it.
    """
    classes = class_folders(path)
    files, ignored = [], []
    for name in classes:
        found = list(_files(path / name))
        files.append(tuple(file for file in found if _is_picture(file)))
        ignored += [file for file in found if not _is_picture(file)]
    loose = [str(file) for file in sorted(path.iterdir()) if file.is_file()]
    ignored += [file for file in loose if not Path(file).name.startswith(".")]
    folder = PictureFolder(path, tuple(classes), tuple(files), ())
    rest = tuple(folder.relative(file) for file in ignored)
    folder = PictureFolder(path, folder.classes, folder.files, rest)
    _check(folder, sum(map(_is_picture, loose)))
    return folder


def named(names: list[str] | tuple[str, ...]) -> str:
    """The first of some names."""
    more = f" and {len(names) - _NAMED:,} more" if len(names) > _NAMED else ""
    return ", ".join(names[:_NAMED]) + more


def _files(folder: Path) -> Iterator[str]:
    """All files of a sub-folder, those of its own sub-folders too."""

    def refuse(error: OSError) -> None:
        raise StudioError(
            f"The folder {error.filename} cannot be read because {cause_of(error)}. "
            "Change its permissions, or take it away."
        ) from error

    for place, _, names in sorted(os.walk(folder, onerror=refuse)):
        yield from (os.path.join(place, name) for name in sorted(names))


def _is_picture(file: str) -> bool:
    return file.lower().endswith(SUFFIXES)


def _check(folder: PictureFolder, loose: int) -> None:
    title, classes = folder.path.name, folder.classes
    if not classes and loose:
        raise StudioError(
            f"“{title}” has {loose:,} pictures, but no sub-folders. {_LAYOUT} Move "
            "each picture into the sub-folder of its class."
        )
    if not classes:
        what = "only other files" if folder.ignored else "empty"
        raise StudioError(
            f"“{title}” holds no pictures: it is {what}. {_LAYOUT} Choose another "
            "folder."
        )
    if not folder.pictures:
        raise StudioError(
            f"The sub-folders of “{title}” ({named(classes)}) hold no pictures that "
            f"Keras reads: {_KINDS}. Convert the pictures, or choose another folder."
        )
    if len(classes) == 1:
        raise StudioError(
            f"“{title}” has one sub-folder only, “{classes[0]}”, so there is nothing "
            f"to tell apart. {_LAYOUT} Choose the folder above, or add a class."
        )
    odd = [ascii(name) for name in folder.pictures if not _is_text(name)]
    if odd:
        raise StudioError(
            f"TensorFlow cannot open files whose names are no text: {named(odd)}. "
            "Rename them."
        )


def _is_text(name: str) -> bool:
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def _counted(things: tuple[str, ...], one: str, many: str) -> str:
    return f"1 {one}" if len(things) == 1 else f"{len(things):,} {many}"
