"""Training through Studio, against its exported script alone."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks import training_script
from benchmarks.example import example_script, train_example
from benchmarks.figure import Figure
from benchmarks.load import load_note

ROUNDS = 3
EPOCHS = 60
"""Twice the example's own: a training of ten seconds or more."""

Times = tuple[float, float]
"""Seconds of `train` alone, and of the whole process."""


def measure() -> list[Figure]:
    """Train both ways in turn, and compare the medians."""
    studio: list[Times] = []
    alone: list[Times] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        script = folder / "script.py"
        script.write_text(example_script(EPOCHS), "utf-8")
        _alone(folder, script)  # warms the disk's cache
        for turn in range(ROUNDS):
            # Neither is always the one that starts on the machine the other left.
            for way in (0, 1) if turn % 2 else (1, 0):
                if way:
                    studio.append(_studio(folder))
                else:
                    alone.append(_alone(folder, script))
    return [
        _figure("training through Studio / script alone", 0, studio, alone, 1.05),
        _figure("whole process, Studio / script alone", 1, studio, alone, None),
    ]


def _figure(
    name: str,
    part: int,
    studio: Sequence[Times],
    alone: Sequence[Times],
    at_most: float | None,
) -> Figure:
    ours = statistics.median(times[part] for times in studio)
    theirs = statistics.median(times[part] for times in alone)
    pairs = sorted(s[part] / a[part] for s, a in zip(studio, alone, strict=True))
    detail = f"{ours:.2f} s / {theirs:.2f} s, median of {len(studio)}; rounds "
    detail += f"{pairs[0]:.3f} to {pairs[-1]:.3f}{load_note()}"
    return Figure(name, ours / theirs, "ratio", at_most=at_most, detail=detail)


def _studio(folder: Path) -> Times:
    trained = train_example(folder, EPOCHS)
    return trained.fit, trained.whole


def _alone(folder: Path, script: Path) -> Times:
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-I", training_script.__file__, str(script)],
        cwd=folder,
        env={"TF_CPP_MIN_LOG_LEVEL": "1", **os.environ},
        capture_output=True,
        text=True,
        check=True,
    )
    whole = time.perf_counter() - start
    return float(done.stdout.split()[-1]), whole
