"""What a person says of a run: its name, a note, whether it stands on top."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from studio.causes import cause_of
from studio.errors import StudioError
from studio.project.atomic import replace_file

NOTES = "notes.json"


@dataclass(frozen=True, slots=True)
class RunNotes:
    """Notes on a run, in a file of their own: a training rewrites its record.

    Attributes:
        name: what the run is called instead of the model's title; may be empty.
        note: plain text.
        pinned: whether it is listed before the others.
        damage: why the file could not be read; empty if it could.
    """

    name: str = ""
    note: str = ""
    pinned: bool = False
    damage: str = ""


def read_notes(folder: Path) -> RunNotes:
    """Notes on the run in `folder`; empty ones where nobody wrote any."""
    path = folder / NOTES
    try:
        return _from_json(json.loads(path.read_text("utf-8")))
    except FileNotFoundError:
        return RunNotes()
    except (OSError, ValueError) as error:
        cause = cause_of(error) if isinstance(error, OSError) else str(error)
        trouble = f"The notes in {path} cannot be read: {cause}. New ones replace them."
        return RunNotes(damage=trouble)


def write_notes(folder: Path, notes: RunNotes) -> None:
    """Keep notes on the run in `folder`.

    Raises:
        StudioError: they cannot be written.
    """
    data = asdict(notes)
    del data["damage"]
    text = json.dumps(data, indent=2, ensure_ascii=False) + "\n"
    try:
        replace_file(folder / NOTES, text.encode(), durable=False)
    except OSError as error:
        raise StudioError(
            f"The notes on the run in {folder} could not be written because "
            f"{cause_of(error)}. Make room or change the folder's permissions."
        ) from error


def _from_json(data: Any) -> RunNotes:
    if not isinstance(data, dict):
        raise ValueError("it holds no notes")
    kinds = {"name": str, "note": str, "pinned": bool}
    known = {name: data[name] for name in kinds if name in data}
    for name, value in known.items():
        if not isinstance(value, kinds[name]):
            raise ValueError(f"{name} is {value!r:.40}")
    return RunNotes(**known)
