"""Which data files the user allowed to be read, by absolute path."""

from __future__ import annotations

import json
import os
from pathlib import Path

from studio import paths
from studio.project.atomic import make_folder, write_atomic

LIMIT = 500


class Approvals:
    """The list in the state folder, shared by all windows.

    A model from somebody else may name any file of yours: none is read before
    you said so once.
    """

    def __init__(self, file: Path | None = None) -> None:
        self._file = file or paths.state() / "approved-files.json"

    def allows(self, path: Path) -> bool:
        """Whether this very file was allowed."""
        return _key(path) in self._read()

    def allow(self, path: Path) -> None:
        """Remember that the user allowed this file.

        Raises:
            StudioError: it could not be remembered.
        """
        key = _key(path)
        kept = [entry for entry in self._read() if entry != key]
        text = json.dumps([*kept, key][-LIMIT:], indent=1, ensure_ascii=False)
        make_folder(self._file.parent)
        write_atomic(self._file, text.encode() + b"\n")

    def _read(self) -> list[str]:
        try:
            entries = json.loads(self._file.read_text("utf-8"))
        except (FileNotFoundError, ValueError):
            return []  # A damaged list allows nothing: the user is asked again.
        if not isinstance(entries, list):
            return []
        return [entry for entry in entries if isinstance(entry, str)]


def _key(path: Path) -> str:
    # Links are followed: what was allowed is a file, not a name for it.
    return os.path.realpath(path)
