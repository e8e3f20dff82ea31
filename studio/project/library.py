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

    def save(self, name: str, fragment: Fragment) -> str:
        """Keep a fragment under a name, or the next free one after it; the name.

        Raises:
            StudioError: the file cannot be written.
        """
        free = stem = legal_name(name)
        number = 1
        while self._path(free).exists():
            number += 1
            free = f"{stem}_{number}"
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StudioError(
                f"“{self._folder}” cannot be made: {cause_of(error)}."
            ) from error
        write_atomic(self._path(free), fragment.to_text().encode("utf-8"))
        return free

    def load(self, name: str) -> Fragment:
        """Fragment of that name.

        Raises:
            StudioError: the file cannot be read, or holds no nodes.
        """
        path = self._path(name)
        try:
            if path.stat().st_size > LARGEST:
                raise StudioError(f"“{path.name}” is too large for a block.")
            return Fragment.from_text(path.read_text("utf-8"))
        except OSError as error:
            raise _refused(path, "read", error) from error
        except ValueError as error:
            raise StudioError(f"“{path.name}” holds no block.") from error

    def rename(self, old: str, new: str) -> None:
        """Give what is kept another name.

        Raises:
            StudioError: there is one of that name, or the file cannot be moved.
        """
        source, target = self._path(old), self._path(legal_name(new))
        if target.exists() and target != source:
            raise StudioError(f"“{legal_name(new)}” is in your library already.")
        try:
            source.rename(target)
        except OSError as error:
            raise _refused(source, "renamed", error) from error

    def remove(self, name: str) -> None:
        """Delete what is kept under a name.

        Raises:
            StudioError: the file cannot be removed.
        """
        try:
            self._path(name).unlink(missing_ok=True)
        except OSError as error:
            raise _refused(self._path(name), "removed", error) from error

    def _path(self, name: str) -> Path:
        return self._folder / f"{name}{SUFFIX}"


def _refused(path: Path, what: str, error: OSError) -> StudioError:
    return StudioError(f"“{path.name}” cannot be {what}: {cause_of(error)}.")
