"""Documents that a crash left behind, rebuilt from their journals."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from studio.errors import StudioError
from studio.graph.document import Document
from studio.graph.edits import EditRefused
from studio.project.extras import Extras
from studio.project.journal import (
    SUFFIX,
    VERSION,
    from_line,
    is_owned,
    journals_folder,
    touch_time,
)
from studio.project.reading import Parsed, parse
from studio.project.store import Stamp
from studio.records import RecordError, edit_from_json

BAD_SUFFIX = ".bad"


@dataclass(frozen=True, slots=True)
class Recovery:
    """Unsaved work of a process that is gone.

    Attributes:
        journal: its file; kept until `discard`.
        path: where the document was saved, or None for a new one.
        edits: number of edits since then.
        lost: number of lines at the end that were damaged and left out.
        written: time of the last edit, in seconds since the epoch.
        changed_since: whether the file at `path` is another one by now.
    """

    journal: Path
    path: Path | None
    title: str
    document: Document
    description: str
    extras: Extras
    edits: int
    lost: int
    written: float
    changed_since: bool

    def discard(self) -> None:
        """Delete the journal: its work was saved, or is not wanted."""
        self.journal.unlink(missing_ok=True)


@dataclass(frozen=True, slots=True)
class Found:
    """What `find_recoveries` found: work to offer, and unreadable journals.

    Unreadable journals were renamed to end in ``.bad`` and kept.
    """

    recoveries: tuple[Recovery, ...] = ()
    unreadable: tuple[Path, ...] = ()


def find_recoveries() -> Found:
    """Look for journals whose process is gone, newest first.

    A journal without unsaved work is deleted.

    Raises:
        OSError: the state folder cannot be read.
    """
    recoveries, unreadable = [], []
    for path in sorted(journals_folder().glob(f"*{SUFFIX}")):
        if is_owned(path):
            continue
        recovery = replay(path)
        if recovery is None:
            unreadable.append(path.rename(path.with_suffix(SUFFIX + BAD_SUFFIX)))
        elif recovery.edits or recovery.lost or _is_unsaved(path):
            recoveries.append(recovery)
        else:
            path.unlink()
    recoveries.sort(key=lambda item: item.written, reverse=True)
    return Found(tuple(recoveries), tuple(unreadable))


def replay(path: Path) -> Recovery | None:
    """Rebuild the document of a journal; None if not even its start is whole."""
    lines = path.read_bytes().splitlines(keepends=True)
    try:
        header, base = _start(lines)
    except (ValueError, LookupError, StudioError):
        return None
    applied = _apply(base.document, lines[2:])
    target = header["path"]
    return Recovery(
        path,
        None if target is None else Path(target),
        base.title,
        base.document,
        base.description,
        base.extras,
        applied,
        len(lines) - 2 - applied,
        touch_time(path),
        target is not None and not _is_base(Path(target), header["base"]),
    )


def _start(lines: list[bytes]) -> tuple[dict[str, Any], Parsed]:
    header = from_line(lines[0])
    if not isinstance(header, dict) or header["journal"] != VERSION:
        raise ValueError("not a journal of this version")
    if not isinstance(header["path"], str | None):
        raise ValueError("not a path")
    return header, parse(str(from_line(lines[1])).encode(), "journal")


def _apply(document: Document, lines: list[bytes]) -> int:
    for number, line in enumerate(lines):
        try:
            document.apply(edit_from_json(from_line(line)))
        except (ValueError, RecordError, EditRefused):
            # What follows a gap would be applied to another document.
            return number
    return len(lines)


def _is_unsaved(path: Path) -> bool:
    with path.open("rb") as file:
        return bool(from_line(file.readline())["unsaved"])


def _is_base(path: Path, sha256: Any) -> bool:
    return path.is_file() and Stamp.of(path.read_bytes()).sha256 == sha256
