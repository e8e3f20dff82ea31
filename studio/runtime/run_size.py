"""How much of the disk a run takes."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from studio.runtime.run import (
    DOCUMENT,
    HISTORY,
    LIFELINE,
    LOG,
    METRICS,
    MODEL,
    RECORD,
    SCRIPT,
    WEIGHTS,
)
from studio.runtime.run_notes import NOTES

_OWN = frozenset(
    (DOCUMENT, HISTORY, LIFELINE, LOG, METRICS, MODEL, NOTES, RECORD, SCRIPT, WEIGHTS)
)


@dataclass(frozen=True, slots=True)
class RunSize:
    """Bytes of all files in a run's folder, and of those that callbacks wrote."""

    total: int = 0
    callbacks: int = 0


def run_size(folder: Path) -> RunSize:
    """Add up the files in a run's folder; links are not followed.

    A file that goes away meanwhile, as checkpoints do while a run trains, is left out.
    """
    total = callbacks = 0
    for path, _, names in os.walk(folder):
        for name in names:
            try:
                size = os.lstat(os.path.join(path, name)).st_size
            except FileNotFoundError:
                continue
            total += size
            if Path(path) != folder or name not in _OWN:
                callbacks += size
    return RunSize(total, callbacks)
