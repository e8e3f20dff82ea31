"""How long Studio's window stands still while a training starts and runs."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence

from benchmarks.figure import Figure
from benchmarks.load import load_note

ROUNDS = 3
Gaps = Sequence[float]
Pairs = Sequence[tuple[float, float]]
"""Milliseconds that passed, and that the window's thread worked, per gap."""


def measure() -> list[Figure]:
    """Train in a real window, several times; medians over the rounds."""
    platform = "xcb" if os.environ.get("DISPLAY") else "offscreen"
    rounds = [_round(platform) for _ in range(ROUNDS)]
    training = [[gap for gap, _ in phases["training"]] for phases in rounds]
    worked = [[work for _, work in phases["training"]] for phases in rounds]
    opening = [[gap for gap, _ in phases["opening"]] for phases in rounds]
    name = "frame gap in training"
    return [
        _figure(f"{name}, p50", 0.5, training, f"; {platform}, 60 Hz clock", None),
        _figure(f"{name}, p99", 0.99, training, "", 25.0),
        _figure(f"{name}, worst", 1.0, training, "", 50.0),
        _figure("window's own work in a gap, p99", 0.99, worked, "", None),
        _figure("window's own work in a gap, worst", 1.0, worked, "", None),
        _figure("frame gap in opening, p50", 0.5, opening, "", None),
        _figure("frame gap in opening, worst", 1.0, opening, "", None),
    ]


def _figure(
    name: str, share: float, rounds: Sequence[Gaps], note: str, at_most: float | None
) -> Figure:
    values = sorted(_quantile(gaps, share) for gaps in rounds)
    detail = f"median of {len(rounds)}, {values[0]:.1f} to {values[-1]:.1f}"
    detail += note + load_note()
    value = statistics.median(values)
    return Figure(name, value, "ms", at_most=at_most, detail=detail)


def _quantile(gaps: Gaps, share: float) -> float:
    ordered = sorted(gaps)
    return ordered[min(int(share * len(ordered)), len(ordered) - 1)]


def _round(platform: str) -> dict[str, Pairs]:
    """Gaps of one window by phase.

    Raises:
        RuntimeError: the training failed, or its plots could not be seen.
    """
    with tempfile.TemporaryDirectory() as home:
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.training_window"],
            env={"QT_QPA_PLATFORM": platform, **os.environ, "STUDIO_HOME": home},
            capture_output=True,
            text=True,
            check=False,
        )
    if done.returncode:
        raise RuntimeError(f"The window failed: {done.stderr[-2000:]}")
    result = json.loads(done.stdout.splitlines()[-1])
    if result["state"] != "finished" or not result["plots"]:
        raise RuntimeError(f"The window did not train in view: {result['state']}")
    return {phase: result[phase] for phase in ("opening", "training")}
