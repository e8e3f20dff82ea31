"""Downloads of Keras' datasets, told while they go on."""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Iterator
from pathlib import Path

from studio.runtime.engine.context import Context

_LOOK_S = 0.5
_MB = 1e6


@contextlib.contextmanager
def told_downloads(context: Context, expected: int) -> Iterator[None]:
    """Say how much has arrived while Keras downloads `expected` bytes in the block.

    Keras shows its progress on the terminal only, so the growing file is
    looked at from another thread.
    """
    done = threading.Event()
    watch = threading.Thread(
        target=_watch,
        args=(context, done, _bytes_there(), expected),
        name="download",
        daemon=True,
    )
    watch.start()
    try:
        yield
    finally:
        done.set()
        watch.join()


def _watch(context: Context, done: threading.Event, before: int, expected: int) -> None:
    seen = before
    while not done.wait(_LOOK_S):
        size = _bytes_there()
        if size > seen:
            seen = size
            here = size - before
            context.status(
                f"Downloading data: {here / _MB:.1f} of {expected / _MB:.1f} MB",
                min(here / expected, 1.0),
            )


def _bytes_there() -> int:
    home = os.environ.get("KERAS_HOME") or Path.home() / ".keras"
    total = 0
    for folder in (Path(home), Path("/tmp/.keras")):  # Keras' second choice
        for file in folder.glob("datasets/*"):
            with contextlib.suppress(FileNotFoundError):  # removed meanwhile
                total += file.stat().st_size
    return total
