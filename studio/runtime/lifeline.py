"""A file held while its owner lives, and free however the owner dies."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

from studio.project.locks import try_lock


class Lifeline:
    """Holds a file until `release`."""

    def __init__(self, path: Path) -> None:
        """Take hold of the file at `path`, made if missing.

        Raises:
            OSError: another owner holds it, or it cannot be written.
        """
        self._path = path
        self._file: BinaryIO = path.open("ab")
        if not try_lock(self._file):
            self._file.close()
            raise BlockingIOError(None, "another program holds it")

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
        return not try_lock(file)
