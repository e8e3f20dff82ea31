"""Opening and saving `.studio` files."""

from __future__ import annotations

import errno
import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

from studio.causes import cause_of
from studio.errors import StudioError
from studio.graph.document import Document
from studio.project.atomic import remove_leftovers, write_atomic
from studio.project.extras import NO_EXTRAS, Extras
from studio.project.format import to_bytes
from studio.project.reading import parse
from studio.project.versions import keep_version
from studio.project.weights import bring_weights

MAX_BYTES = 64 * 1024 * 1024
"""A larger file is no project: 5,000 nodes take about 1 MB."""

_NEXT = {
    errno.ENOENT: "Check the name and the folder.",
    errno.ENOTDIR: "Check the name and the folder.",
    errno.ENAMETOOLONG: "Check the name.",
    errno.EACCES: "Change its permissions, or choose another file.",
    errno.EPERM: "Change its permissions, or choose another file.",
    errno.EISDIR: "Choose a .studio file in it.",
}
"""What to do about a file that cannot be read."""


class FileChanged(StudioError):
    """The file on disk is not the one that was opened; saving would undo that."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """What was on disk, to notice a change by another program."""

    sha256: str

    @classmethod
    def of(cls, data: bytes) -> Stamp:
        """Stamp of a content."""
        return cls(hashlib.sha256(data).hexdigest())


@dataclass(frozen=True, slots=True)
class LoadedProject:
    """An opened file.

    Attributes:
        warnings: sentences on what was repaired; not empty means that saving
            writes something else than was read.
        stamp: pass it to `save` as `expected`.
        extras: fields of a later version; pass them to `save`.
    """

    document: Document
    title: str
    path: Path
    warnings: tuple[str, ...]
    stamp: Stamp
    description: str = ""
    extras: Extras = NO_EXTRAS


@dataclass(frozen=True, slots=True)
class Saved:
    """A saved file: its new stamp, and what went wrong beside it."""

    stamp: Stamp
    warnings: tuple[str, ...] = ()


def load(path: Path) -> LoadedProject:
    """Open a project.

    Raises:
        StudioError: it cannot be read, is no project, or from a newer version.
    """
    data = _read(path)
    parsed = parse(data, path.name)
    return LoadedProject(
        parsed.document,
        parsed.title or path.stem,
        path,
        parsed.warnings,
        Stamp.of(data),
        parsed.description,
        parsed.extras,
    )


def save(
    document: Document,
    path: Path,
    title: str,
    *,
    description: str = "",
    extras: Extras = NO_EXTRAS,
    expected: Stamp | None = None,
    origin: Path | None = None,
    read: bool = True,
) -> Saved:
    """Save a project; the old file stays whole until the new one is.

    Its trained weights are copied beside it, from the folder `origin` too. Without
    `read`, those that are there already are not looked at, as by `bring_weights`.

    Raises:
        FileChanged: the file on disk is not `expected`; ask, then save without.
        StudioError: it could not be saved; the old file is untouched.
    """
    data = _checked(document, path, title, description, extras)
    warnings = _keep_old(path, expected)
    write_atomic(path, data)
    weights = document.setup.model.weights
    trouble = bring_weights(weights, path.parent, origin, read=read) if weights else ""
    return Saved(Stamp.of(data), (*warnings, trouble) if trouble else warnings)


def _checked(
    document: Document, path: Path, title: str, description: str, extras: Extras
) -> bytes:
    """Content to save, read again in memory and compared."""
    try:
        data = to_bytes(document, title, description, extras)
        again = parse(data, path.name)
        same = data == to_bytes(
            again.document, again.title, again.description, again.extras
        )
        reason = again.warnings[0] if again.warnings else "it would read differently"
    except (StudioError, ValueError, OverflowError, RecursionError) as error:
        same, reason = False, str(error)
    if not same or again.warnings:
        raise StudioError(
            f"“{path.name}” was not saved because the result could not be opened "
            f"again as it is: {reason.rstrip('.')}. The file on disk is untouched; "
            "undo the last change and save again."
        )
    return data


def _keep_old(path: Path, expected: Stamp | None) -> tuple[str, ...]:
    if not os.path.exists(path):  # unlike Path.exists it takes any name
        return ()
    old = _read(path)
    if expected is not None and Stamp.of(old) != expected:
        raise FileChanged(
            f"“{path.name}” was changed by another program since it was opened. "
            "Save over it, or save under another name."
        )
    try:
        keep_version(path, old)
        remove_leftovers(path.resolve().parent)
    except StudioError as error:
        return (str(error),)
    except OSError as error:
        return (f"Old temporary files could not be removed: {cause_of(error)}.",)
    return ()


def _refuse_special(path: Path) -> None:
    """Refuse what could be waited for without end, such as a named pipe."""
    if not path.is_file() and not path.is_dir() and path.exists():
        raise StudioError(
            f"“{path}” cannot be read because it is no ordinary file. "
            "Choose a .studio file."
        )


def _read(path: Path) -> bytes:
    try:
        _refuse_special(path)
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise StudioError(
            f"“{path}” cannot be read because {cause_of(error)}. "
            f"{_NEXT.get(error.errno or 0, 'Choose another file.')}"
        ) from error
    if len(data) > MAX_BYTES:
        raise StudioError(
            f"“{path.name}” is larger than {MAX_BYTES // 2**20} MB, so it is no "
            "Layer Studio project. Choose a .studio file."
        )
    return data
