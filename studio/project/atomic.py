"""One way to write a file: the old content or the new one, whole, always."""

from __future__ import annotations

import os
import secrets
import stat
import time
from pathlib import Path

from studio.causes import cause_of
from studio.errors import StudioError

_PREFIX, _SUFFIX = ".studio-", ".tmp"
_LEFTOVER_SECONDS = 3600.0
"""No write takes an hour: an older temporary file belongs to a dead process."""


def write_atomic(path: Path, data: bytes) -> None:
    """Replace the file at `path` by `data`; its mode and a link to it stay.

    Raises:
        StudioError: it could not be written; the old file is untouched.
    """
    try:
        _write(path, data)
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


def remove_leftovers(folder: Path) -> None:
    """Delete temporary files that killed processes left in `folder`."""
    for path in folder.glob(f"{_PREFIX}*{_SUFFIX}"):
        if time.time() - path.stat().st_mtime > _LEFTOVER_SECONDS:
            path.unlink(missing_ok=True)


def _write(path: Path, data: bytes) -> None:
    if path.exists() and not (path.is_file() or path.is_dir()):
        # A terminal, a pipe or /dev/null is to be written to, not put away.
        path.write_bytes(data)
        return
    _replace(Path(os.path.realpath(path)), data)


def _replace(target: Path, data: bytes) -> None:
    temporary = target.with_name(
        f"{_PREFIX}{os.getpid()}-{secrets.token_hex(4)}{_SUFFIX}"
    )
    try:
        _write_new(temporary, data, _mode_of(target))
        if temporary.read_bytes() != data:
            raise OSError(None, "what was read back differs from what was written")
        os.replace(temporary, target)
    finally:
        temporary.unlink(missing_ok=True)
    _sync_folder(target.parent)


def _write_new(path: Path, data: bytes, mode: int | None) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    with os.fdopen(os.open(path, flags, 0o666), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    if mode is not None:
        path.chmod(mode)


def _mode_of(path: Path) -> int | None:
    try:
        return stat.S_IMODE(path.stat().st_mode)
    except FileNotFoundError:
        return None


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":  # Windows has no handle of a folder to flush
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
