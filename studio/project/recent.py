"""Recently opened files, newest first."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from pathlib import Path

from studio import paths
from studio.project.atomic import make_folder, write_atomic

MAX_FILES = 12


@dataclass(frozen=True, slots=True)
class RecentFile:
    """A file that was opened or saved; `opened` is in seconds since the epoch."""

    path: Path
    title: str
    opened: float

    @property
    def exists(self) -> bool:
        """Whether the file is still there."""
        return self.path.is_file()


class RecentFiles:
    """The list in the state folder, shared by all windows."""

    def __init__(self, file: Path | None = None) -> None:
        self._file = file or paths.state() / "recent.json"

    def entries(self) -> list[RecentFile]:
        """Read the list; a damaged one is set aside and starts empty.

        Raises:
            OSError: the state folder cannot be read.
        """
        if not self._file.is_file():
            return []
        try:
            data = json.loads(self._file.read_bytes())
            return [
                RecentFile(Path(d["path"]), str(d["title"]), float(d["opened"]))
                for d in data
            ]
        except (ValueError, TypeError, KeyError):
            self._file.replace(self._file.with_suffix(".json.bad"))
            return []

    def add(self, path: Path, title: str) -> None:
        """Put a file on top.

        Raises:
            StudioError: the list cannot be written.
        """
        path = path.absolute()
        rest = [entry for entry in self.entries() if entry.path != path]
        self._write([RecentFile(path, title, time.time()), *rest][:MAX_FILES])

    def remove(self, path: Path) -> None:
        """Take a file off the list.

        Raises:
            StudioError: the list cannot be written.
        """
        self._write([e for e in self.entries() if e.path != path.absolute()])

    def _write(self, entries: list[RecentFile]) -> None:
        rows = [
            {"path": str(e.path), "title": e.title, "opened": e.opened} for e in entries
        ]
        make_folder(self._file.parent)
        write_atomic(self._file, json.dumps(rows, indent=1).encode())
