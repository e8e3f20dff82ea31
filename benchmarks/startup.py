"""Window painted, against an empty PySide6 window; both from process start."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time

from benchmarks.figure import Figure

ROUNDS = 9


def measure() -> list[Figure]:
    """Start both windows in turn, and compare the medians."""
    with tempfile.TemporaryDirectory() as home:
        for module in ("benchmarks.empty_window", "benchmarks.studio_window"):
            _seconds(module, home)
        pairs = [
            (
                _seconds("benchmarks.empty_window", home),
                _seconds("benchmarks.studio_window", home),
            )
            for _ in range(ROUNDS)
        ]
    empty, studio = (statistics.median(times) for times in zip(*pairs, strict=True))
    return [
        Figure(
            "window painted / empty PySide6 window",
            studio / empty,
            "ratio",
            at_most=2.0,
            detail=f"{studio * 1000:.0f} ms / {empty * 1000:.0f} ms, "
            f"median of {ROUNDS}",
        )
    ]


def _seconds(module: str, home: str) -> float:
    """Seconds from process start to the first paint."""
    environment = {"QT_QPA_PLATFORM": "offscreen", **os.environ, "STUDIO_HOME": home}
    start = time.time()
    done = subprocess.run(
        [sys.executable, "-m", module],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return float(done.stdout.split()[-1]) - start
