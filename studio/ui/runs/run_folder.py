"""Runs put away: moved to a folder of their own, not destroyed."""

from __future__ import annotations

import os

from studio.causes import cause_of
from studio.errors import StudioError
from studio.runtime.runs import Run

TRASH = ".trash"


def move_to_trash(run: Run) -> None:
    """Move a run's folder into `.trash` beside it.

    Raises:
        StudioError: it is running, or cannot be moved.
    """
    if run.is_alive:
        raise StudioError("This run is training now. Stop it first, then delete it.")
    trash = run.folder.parent / TRASH
    try:
        trash.mkdir(exist_ok=True)
        os.replace(run.folder, trash / run.folder.name)
    except OSError as error:
        raise StudioError(
            f"The run in {run.folder} could not be deleted because "
            f"{cause_of(error)}. Close programs that use its files and try again."
        ) from error
