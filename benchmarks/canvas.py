"""The canvas at 5,000 and 20,000 nodes: processor time of its frames, memory."""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence

from benchmarks.figure import Figure
from benchmarks.load import load_note

FRAME, SLOW_FRAME, BAND_FRAME = 8.3, 16.7, 33.0
"""Milliseconds of a frame: at 120 Hz, at 60 Hz, at 30 Hz."""
SHOWN_MS = 800.0
NODE_BYTES = 16_384
GROWTH_KB = 512
"""What the memory of a process may move by itself."""
GROWTH_OBJECTS = 50.0
"""After 600 edits and as many undos: less than one for ten of them."""
_PROMISES = (
    ("20000: pan", SLOW_FRAME),
    ("20000: ", None),
    (": drag all", BAND_FRAME),
    (": band", BAND_FRAME),
    (": zoom", SLOW_FRAME),
    (": show", SHOWN_MS),
    (": trail", 0.0),
    ("bytes a node", NODE_BYTES),
    ("growth, kB", GROWTH_KB),
    ("edits undone, growth, objects", GROWTH_OBJECTS),
    ("growth, objects", 0.0),
    (": ", FRAME),
)
"""Largest value by a part of the name; the first that fits counts."""

Values = Mapping[str, Sequence[float] | float]


def measure() -> list[Figure]:
    """Measure offscreen, and on a virtual X display where there is one."""
    figures = _figures("offscreen", _measured("offscreen", []))
    runner = shutil.which("xvfb-run")
    if os.environ.get("DISPLAY"):
        figures += _figures("xcb", _measured("xcb", []))
    elif runner:
        words = [runner, "-a", "-s", "-screen 0 1920x1200x24"]
        figures += _figures("xcb", _measured("xcb", words))
    return figures


def _figures(platform: str, values: Values) -> list[Figure]:
    return [_figure(f"{platform}, {name}", value) for name, value in values.items()]


def _figure(name: str, value: Sequence[float] | float) -> Figure:
    at_most = next(limit for part, limit in _PROMISES if part in name)
    if isinstance(value, float):
        unit = "ms" if name.endswith("show") else ""
        return Figure(name, value, unit, at_most, detail=load_note().strip("; "))
    ordered = sorted(value)
    high = ordered[min(int(0.95 * len(ordered)), len(ordered) - 1)]
    worst = ": zoom" in name
    detail = f"median {statistics.median(value):.1f}, p95 {high:.1f}, "
    detail += f"worst {ordered[-1]:.1f} of {len(value)} frames{load_note()}"
    kind = "worst" if worst else "p95"
    figure = ordered[-1] if worst else high
    return Figure(f"{name}, {kind}", figure, "ms", at_most, detail=detail)


def _measured(platform: str, runner: Sequence[str]) -> Values:
    """What the gestures in a window of its own took.

    Raises:
        RuntimeError: the window failed, or was on another platform.
    """
    with tempfile.TemporaryDirectory() as home:
        done = subprocess.run(
            [*runner, sys.executable, "-m", "benchmarks.canvas_window"],
            env={**os.environ, "QT_QPA_PLATFORM": platform, "STUDIO_HOME": home},
            capture_output=True,
            text=True,
            check=False,
        )
    if done.returncode:
        raise RuntimeError(f"The canvas failed: {done.stderr[-2000:]}")
    values: dict[str, Sequence[float] | float] = json.loads(
        done.stdout.splitlines()[-1]
    )
    if values.pop("platform") != platform:
        raise RuntimeError(f"The canvas was not shown on {platform}.")
    return values
