"""Files that are replaced whole: old or new, whatever dies in between."""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
from collections.abc import Iterator
from pathlib import Path


def write_atomically(path: Path, data: bytes, *, durable: bool = True) -> None:
    """Replace the file at `path` by `data`.

    A `durable` write survives a power cut but waits for the disk; the other is
    whole or absent after one, and is done at once.

    Raises:
        OSError: it could not be written; the old file is untouched.
    """
    with replacing(path, durable=durable) as temporary:
        temporary.write_bytes(data)


@contextlib.contextmanager
def replacing(path: Path, *, durable: bool = True) -> Iterator[Path]:
    """Give a name beside `path` to write a file or folder to; then swap it in.

    The name ends like `path`, for writers that look at the suffix. If the block
    raises, what was written is removed and `path` stays as it was.
    """
    temporary = path.with_name(f".{secrets.token_hex(4)}.part.{path.name}")
    try:
        yield temporary
        if durable:
            _sync_tree(temporary)
        _swap(temporary, path)
    except BaseException:
        _remove(temporary)
        raise
    if durable:
        sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make renames in `folder` survive a power cut, where the system can."""
    if os.name == "nt":
        return  # Windows has no handle of a folder that could be flushed.
    _sync(folder)


def _swap(temporary: Path, path: Path) -> None:
    if not path.is_dir():
        os.replace(temporary, path)
        return
    # A folder with content cannot be replaced in one step: set it aside first.
    old = path.with_name(f".{secrets.token_hex(4)}.old.{path.name}")
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
        sync_folder(path)
    else:
        _sync(path)


def _sync(path: Path) -> None:
    # Windows flushes only a handle that may write.
    handle = os.open(path, os.O_RDWR if os.name == "nt" else os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
