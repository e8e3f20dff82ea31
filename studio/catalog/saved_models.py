"""Folders of TensorFlow's SavedModel: programs, each let run by its exact content."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from studio.catalog.spec import Catalog
from studio.causes import cause_of
from studio.errors import StudioError

LAYER = "keras.layers.TFSMLayer"
MARK = "saved_model.pb"
"""File by which a folder is known to be one."""
_CHUNK = 1 << 20
_HASHES: dict[str, tuple[tuple[object, ...], str]] = {}
"""State of a folder's files, and the hash of their content, by its path."""
Progress = Callable[[int, int], None]
MAX_BYTES = 4 * 2**30
MAX_FILES = 1000
REFUSED = (
    "a SavedModel is a program, and this one was not allowed to run, or its folder "
    "has changed since. If you trust it, import its folder again and allow it."
)


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder as a layer names it, and the content that the user lets run."""

    path: str
    sha256: str


def allowing(catalog: Catalog, folders: Iterable[Folder]) -> Catalog:
    """The catalog with the layer, for exactly these folders."""
    paths = tuple(folder.path for folder in folders)
    if not paths:
        return catalog
    return replace(catalog.with_classes(catalog.closed), programs=paths)


def content_hash(folder: Path, told: Progress | None = None) -> str:
    """Hash of the names and bytes of all files in a folder.

    `told` hears how many bytes of how many were read; what it raises ends the work.

    Raises:
        StudioError: it is no SavedModel, is too large, holds what is no ordinary
            file, or cannot be read.
    """
    try:
        files = _listed(folder)
        size = sum((folder / name).stat().st_size for name in files)
        whole = hashlib.sha256()
        read = 0
        for name in files:
            single = hashlib.sha256()
            with (folder / name).open("rb") as file:
                while chunk := file.read(_CHUNK):
                    single.update(chunk)
                    read += len(chunk)
                    if told is not None:
                        told(read, size)
            whole.update(
                f"{single.hexdigest()} {len(name)} {name}\n".encode(
                    "utf-8", "surrogatepass"
                )
            )
        return whole.hexdigest()
    except OSError as error:
        raise StudioError(
            f"The SavedModel “{folder}” cannot be read because {cause_of(error)}. "
            "Choose another folder."
        ) from error


def size_of(folder: Path) -> int:
    """Bytes of all files in a folder; 0 if it cannot be read."""
    try:
        return sum((folder / name).stat().st_size for name in _listed(folder))
    except (StudioError, OSError):
        return 0


def hash_of(folder: Path, told: Progress | None = None) -> str:
    """Hash of a folder's content, read once for each state of its files.

    Raises:
        StudioError: as `content_hash`.
    """
    found = known_hash(folder)
    if found is None:
        stamp = _stamp(folder)
        found = content_hash(folder, told)
        _HASHES[str(folder)] = stamp, found
    return found


def known_hash(folder: Path) -> str | None:
    """Hash of a folder's content if it was read since its files were written."""
    stamp, found = _HASHES.get(str(folder), (None, ""))
    try:
        return found if stamp is not None and stamp == _stamp(folder) else None
    except (StudioError, OSError):
        return None


def intact(folders: Iterable[Folder], *, read: bool = True) -> tuple[Folder, ...]:
    """Those whose content is the allowed one; what cannot be read is not.

    Without `read`, neither is what was not read yet: nobody waits for large files.
    """
    return tuple(folder for folder in folders if _is_intact(folder, read))


def _is_intact(folder: Folder, read: bool) -> bool:
    path = Path(folder.path)
    try:
        return (hash_of(path) if read else known_hash(path)) == folder.sha256
    except (StudioError, OSError):
        return False


def _stamp(folder: Path) -> tuple[object, ...]:
    """What changes when somebody writes a file: cheaper to read than the files."""
    states = [(name, (folder / name).stat()) for name in _listed(folder)]
    return tuple(
        (n, s.st_ino, s.st_size, s.st_mtime_ns, s.st_ctime_ns) for n, s in states
    )


def _files(folder: Path) -> Iterator[str]:
    for place, folders, names in os.walk(folder, onerror=_fail):
        for name in (*folders, *names):
            path = Path(place, name)
            if path.is_symlink() or not (path.is_dir() or path.is_file()):
                raise StudioError(
                    f"“{path}” is no ordinary file, so nobody can tell what the "
                    "SavedModel is. Copy the folder without links."
                )
        yield from (Path(place, name).relative_to(folder).as_posix() for name in names)


def _fail(error: OSError) -> None:
    raise error


def _listed(folder: Path) -> list[str]:
    files: list[str] = []
    size = 0
    for name in _files(folder):
        files.append(name)
        size += (folder / name).stat().st_size
        if len(files) > MAX_FILES or size > MAX_BYTES:
            raise StudioError(
                f"“{folder}” has more than {MAX_FILES:,} files or "
                f"{MAX_BYTES // 2**30} GB. Studio does not run it."
            )
    if MARK not in files:
        raise StudioError(f"“{folder}” is no SavedModel. Choose another folder.")
    return sorted(files)
