"""The personal library: blocks kept for other models, one file each."""

from __future__ import annotations

from pathlib import Path

from studio.causes import cause_of
from studio.errors import StudioError
from studio.graph.fragment import Fragment
from studio.graph.naming import legal_name
from studio.project.atomic import write_atomic

SUFFIX = ".block.json"
LARGEST = 16 * 1024 * 1024
"""Bytes of a file that is read."""


class Library:
    """Fragments in a folder, by name. Reading one runs nothing."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def names(self) -> list[str]:
        """Names of what is kept, in order."""
        files = self._folder.glob(f"*{SUFFIX}")
        return sorted(path.name.removesuffix(SUFFIX) for path in files)

    def save(self, name: str, fragment: Fragment) -> Path:
        """Keep a fragment under a name; one of that name is replaced.

        Raises:
            StudioError: the file cannot be written.
        """
        path = self._folder / f"{legal_name(name)}{SUFFIX}"
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StudioError(
                f"“{self._folder}” cannot be made: {cause_of(error)}."
            ) from error
        write_atomic(path, fragment.to_text().encode("utf-8"))
        return path

    def load(self, name: str) -> Fragment:
        """Fragment of that name.

        Raises:
            StudioError: the file cannot be read, or holds no nodes.
        """
        path = self._folder / f"{name}{SUFFIX}"
        try:
            if path.stat().st_size > LARGEST:
                raise StudioError(f"“{path.name}” is too large for a block.")
            return Fragment.from_text(path.read_text("utf-8"))
        except OSError as error:
            reason = cause_of(error)
            raise StudioError(f"“{path.name}” cannot be read: {reason}.") from error
        except ValueError as error:
            raise StudioError(f"“{path.name}” holds no block.") from error
