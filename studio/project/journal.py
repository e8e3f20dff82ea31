"""Every edit on disk before the next one: what a crash leaves behind.

A journal is a text file: a header, the document it starts from, then one line
per edit; each line begins with its checksum. It is deleted when the document
is saved or closed. A journal whose process is gone is a crash to recover from.
"""

from __future__ import annotations

import json
import os
import secrets
import zlib
from pathlib import Path
from typing import Any, BinaryIO

from studio import paths
from studio.causes import cause_of
from studio.errors import StudioError
from studio.graph.document import Document
from studio.graph.edits import Edit
from studio.project.extras import NO_EXTRAS, Extras
from studio.project.format import to_bytes
from studio.project.locks import try_lock
from studio.project.store import Stamp
from studio.records import edit_to_json

VERSION = 1
SUFFIX = ".journal"


def journals_folder() -> Path:
    """Folder of all journals of this user."""
    return paths.state() / "journals"


class Journal:
    """The journal of one open document.

    Attributes:
        file_path: the journal's own file.
    """

    def __init__(self, file: BinaryIO, file_path: Path) -> None:
        self._file = file
        self.file_path = file_path

    @classmethod
    def begin(
        cls,
        document: Document,
        path: Path | None,
        title: str,
        *,
        description: str = "",
        extras: Extras = NO_EXTRAS,
        stamp: Stamp | None = None,
        unsaved: bool = False,
    ) -> Journal:
        """Start a journal of `document` as it is now.

        `stamp` is that of the file at `path`. `unsaved` says that the document
        differs from that file already (it was recovered, or never saved).

        Raises:
            StudioError: the journal cannot be written.
        """
        header = {
            "journal": VERSION,
            "path": None if path is None else str(path.absolute()),
            "base": None if stamp is None else stamp.sha256,
            "unsaved": unsaved,
        }
        folder = journals_folder()
        try:
            base = to_bytes(document, title, description, extras).decode()
            folder.mkdir(parents=True, exist_ok=True)
            file_path = folder / f"{secrets.token_hex(8)}{SUFFIX}"
            file = file_path.open("xb", buffering=0)
        except (OSError, ValueError, OverflowError) as error:
            raise _unwritable(folder, error) from error
        journal = cls(file, file_path)
        try:
            try_lock(file)
            journal._write(header)
            journal._write(base)
        except StudioError:
            journal.discard()
            raise
        return journal

    def record(self, edit: Edit) -> None:
        """Write down an edit that was applied.

        Raises:
            StudioError: it cannot be written; a crash now would lose the edit.
        """
        self._write(edit_to_json(edit))

    def discard(self) -> None:
        """Delete the journal: the document was saved, or closed on purpose."""
        self._file.close()
        self.file_path.unlink(missing_ok=True)

    def _write(self, data: Any) -> None:
        end = self._file.tell()
        line = to_line(data)
        try:
            written = self._file.write(line)
            if written != len(line):
                raise OSError(None, "the disk took only a part of it")
        except OSError as error:
            self._file.seek(end)
            self._file.truncate()
            raise _unwritable(self.file_path.parent, error) from error


def to_line(data: Any) -> bytes:
    """One journal line: checksum, blank, JSON."""
    text = json.dumps(data, separators=(",", ":")).encode("ascii")
    return b"%08x %s\n" % (zlib.crc32(text), text)


def from_line(line: bytes) -> Any:
    """Inverse of `to_line`.

    Raises:
        ValueError: the line is torn or damaged.
    """
    checksum, _, text = line.partition(b" ")
    if not line.endswith(b"\n") or int(checksum, 16) != zlib.crc32(text[:-1]):
        raise ValueError("damaged line")
    return json.loads(text)


def _unwritable(folder: Path, error: Exception) -> StudioError:
    cause = cause_of(error) if isinstance(error, OSError) else str(error)
    return StudioError(
        f"The safety copy in “{folder}” cannot be written because {cause}. A crash "
        "would lose the work since the last save: save now, then make room."
    )


def is_owned(path: Path) -> bool:
    """Whether a living process writes the journal at `path`."""
    with path.open("r+b") as file:
        return not try_lock(file)


def touch_time(path: Path) -> float:
    """When the last edit was written, in seconds since the epoch."""
    return os.stat(path).st_mtime
