"""One way to write a file: the old content or the new one, whole, always."""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import stat
import time
from collections.abc import Iterator
from pathlib import Path

from studio.causes import cause_of
from studio.errors import StudioError

_PREFIX, _MARK = ".studio-", ".tmp"
_LEFTOVER_SECONDS = 3600.0
"""No write takes an hour: an older temporary file belongs to a dead process."""


def write_atomic(path: Path, data: bytes) -> None:
    """Replace the file at `path` by `data`; its mode and a link to it stay.

    Raises:
        StudioError: it could not be written; the old file is untouched.
    """
    try:
        replace_file(path, data)
    except FileNotFoundError as error:
        raise StudioError(
            f"“{path}” could not be written because there is no folder "
            f"“{path.parent}”. Create it, or choose another place."
        ) from error
    except OSError as error:
        raise StudioError(
            f"“{path}” could not be written because {cause_of(error)}. "
            "What was there before is untouched; choose another place, or make "
            "room and try again."
        ) from error


def make_folder(folder: Path) -> None:
    """Create `folder` and those above it, where missing.

    Raises:
        StudioError: it could not be created.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StudioError(
            f"The folder “{folder}” could not be created because {cause_of(error)}. "
            "Choose another place, or change its permissions."
        ) from error


def replace_file(path: Path, data: bytes, *, durable: bool = True) -> None:
    """Do as `write_atomic` does, for callers who have words of their own.

    A `durable` write survives a power cut but waits for the disk; the other is
    whole or absent after one, and is done at once.

    Raises:
        OSError: it could not be written; the old file is untouched.
    """
    if path.exists() and not (path.is_file() or path.is_dir()):
        # A terminal, a pipe or /dev/null is to be written to, not put away.
        path.write_bytes(data)
        return
    mode = _mode_of(path)
    with replacing(path, durable=durable) as temporary:
        _write_new(temporary, data, mode)
        if temporary.read_bytes() != data:
            raise OSError(None, "what was read back differs from what was written")


@contextlib.contextmanager
def replacing(path: Path, *, durable: bool = True) -> Iterator[Path]:
    """Give a name beside `path` to write a file or folder to; then swap it in.

    The name ends like `path`, for writers that look at the suffix. If the block
    raises, what was written is removed and `path` stays as it was. A link stays.

    Raises:
        OSError: it could not be swapped in; a file never replaces a folder.
    """
    target = Path(os.path.realpath(path))
    temporary = _name_beside(target)
    try:
        yield temporary
        if durable:
            _sync_tree(temporary)
        _swap(temporary, target)
    finally:
        _remove(temporary)
    if durable:
        _sync_folder(target.parent)


def remove_leftovers(folder: Path) -> None:
    """Delete temporary files that killed processes left in `folder`."""
    for path in folder.glob(f"{_PREFIX}*{_MARK}*"):
        if time.time() - path.stat().st_mtime > _LEFTOVER_SECONDS:
            _remove(path)


def _name_beside(path: Path) -> Path:
    ending = "".join(path.suffixes[-2:])
    return path.with_name(
        f"{_PREFIX}{os.getpid()}-{secrets.token_hex(4)}{_MARK}{ending}"
    )


def _write_new(path: Path, data: bytes, mode: int | None) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    with os.fdopen(os.open(path, flags, 0o666), "wb") as file:
        file.write(data)
    if mode is not None:
        path.chmod(mode)


def _mode_of(path: Path) -> int | None:
    try:
        return stat.S_IMODE(path.stat().st_mode)
    except FileNotFoundError:
        return None


def _swap(temporary: Path, path: Path) -> None:
    if not (temporary.is_dir() and path.is_dir()):
        os.replace(temporary, path)
        return
    # A folder with content cannot be replaced in one step: set it aside first.
    old = _name_beside(path)
    os.rename(path, old)
    try:
        os.rename(temporary, path)
    except OSError:
        os.rename(old, path)
        raise
    _remove(old)


def _sync_tree(path: Path) -> None:
    if path.is_dir():
        for inner in path.iterdir():
            _sync_tree(inner)
        _sync_folder(path)
    else:
        # Windows flushes only a handle that may write.
        _sync(path, os.O_RDWR if os.name == "nt" else os.O_RDONLY)


def _sync_folder(folder: Path) -> None:
    if os.name != "nt":  # Windows has no handle of a folder to flush
        _sync(folder, os.O_RDONLY)


def _sync(path: Path, flags: int) -> None:
    handle = os.open(path, flags)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
