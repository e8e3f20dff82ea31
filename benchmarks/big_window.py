"""The whole window at 5,000 nodes: how long a gesture keeps it from answering."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence

from benchmarks.figure import Figure
from benchmarks.load import load_note

TURN_MS = 50.0
"""An edit's longest turn of the event loop."""
FRAME_MS = 33.0
ALL_MS = 100.0
"""The longest turn of a gesture with every node, or with a table of them in view."""
OPEN_MS = 1500.0
_PROMISES = (
    ("open, until shown", OPEN_MS),
    ("open, then", None),
    ("analyzer: ", ALL_MS),
    ("a frame", FRAME_MS),
    ("layout", ALL_MS),
    ("lay everything out", ALL_MS),
    ("all", ALL_MS),
    ("undo the drag", ALL_MS),
    ("none", ALL_MS),
    ("block", ALL_MS),
    ("in a rest", None),
    ("", TURN_MS),
)
"""Largest value by a part of the name; the first that fits counts."""

Turns = Mapping[str, Sequence[float]]


def measure() -> list[Figure]:
    """Make gestures in a window on a virtual X display, or offscreen without one."""
    return [_figure(name, turns) for name, turns in _measured().items()]


def _figure(name: str, turns: Sequence[float]) -> Figure:
    at_most = next(limit for part, limit in _PROMISES if part in name)
    longest = max(turns, default=0.0)
    if name.endswith("a frame"):
        p95 = sorted(turns)[int(0.95 * len(turns))]
        detail = f"worst {longest:.1f} of {len(turns)} frames{load_note()}"
        return Figure(f"window, {name}, p95", p95, "ms", at_most, detail=detail)
    detail = f"{sum(turns):.0f} ms in {len(turns)} turns{load_note()}"
    return Figure(
        f"window, {name}, longest turn", longest, "ms", at_most, detail=detail
    )


def _measured() -> Turns:
    """Milliseconds of each turn by gesture.

    Raises:
        RuntimeError: the window failed.
    """
    runner = shutil.which("xvfb-run")
    screen = ["-a", "-s", "-screen 0 1920x1200x24"]
    words = [runner, *screen] if runner and not os.environ.get("DISPLAY") else []
    with tempfile.TemporaryDirectory() as home:
        done = subprocess.run(
            [*words, sys.executable, "-m", "benchmarks.big_window_gestures"],
            env={**os.environ, "STUDIO_HOME": home},
            capture_output=True,
            text=True,
            check=False,
        )
    if done.returncode:
        raise RuntimeError(f"The window failed: {done.stderr[-2000:]}")
    turns: dict[str, Sequence[float]] = json.loads(done.stdout.splitlines()[-1])
    return turns
