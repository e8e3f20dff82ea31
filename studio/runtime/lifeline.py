"""Locks that the system frees when their process dies, however it dies."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import BinaryIO

if sys.platform == "win32":
    import msvcrt

    def _lock(file: BinaryIO) -> None:
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _lock(file: BinaryIO) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


class Lifeline:
    """A file held while its owner lives."""

    def __init__(self, path: Path) -> None:
        """Take hold of the file at `path`, made if missing.

        Raises:
            OSError: another owner holds it, or it cannot be written.
        """
        self._path = path
        self._file: BinaryIO = path.open("ab")
        try:
            _lock(self._file)
        except OSError:
            self._file.close()
            raise

    def release(self) -> None:
        """Let go and remove the file."""
        self._file.close()
        self._path.unlink(missing_ok=True)


def is_held(path: Path) -> bool:
    """Whether a living owner holds the file at `path`."""
    try:
        file = path.open("rb+")
    except FileNotFoundError:
        return False
    with file:
        try:
            _lock(file)
        except OSError:
            return True
    return False
