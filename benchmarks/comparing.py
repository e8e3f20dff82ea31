"""Fifty runs of thousands of epochs: listed, read and compared."""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from benchmarks.figure import Figure
from studio.catalog.store import load_catalog
from studio.graph.document import Document
from studio.project.format import to_bytes
from studio.runtime.contrast.comparison import compare, read_run
from studio.runtime.run import METRICS
from studio.runtime.run_record import RunState
from studio.runtime.runs import RunSettings, RunStore

RUNS = 50
EPOCHS = 3000
BATCHES = 9
"""Lines of batches for each of an epoch."""
T = TypeVar("T")


def measure() -> list[Figure]:
    """List, read and compare, each once, as the panel does on a thread."""
    catalog = load_catalog()
    with tempfile.TemporaryDirectory() as folder:
        store = RunStore(Path(folder))
        _record(store)
        runs, listing = _timed(store.list)
        readings, reading = _timed(lambda: [read_run(run) for run in runs])
        _, comparing = _timed(lambda: compare(readings, catalog))
    detail = f"{RUNS} runs of {EPOCHS:,} epochs"
    return [
        Figure("runs listed", listing * 1000, "ms", at_most=100, detail=detail),
        Figure("runs read to compare them", reading, "s", detail=detail),
        Figure("differences of runs", comparing * 1000, "ms", detail=detail),
    ]


def _record(store: RunStore) -> None:
    text = "".join(_lines())
    document = to_bytes(Document(), "Model").decode()
    for number in range(RUNS):
        settings = RunSettings(seed=number, device="cpu", epochs=EPOCHS)
        run = store.create(document, "", f"Run {number}", settings)
        (run.folder / METRICS).write_text(text)
        run.finish(RunState.FINISHED, epochs_done=EPOCHS, seconds=float(number + 1))


def _lines() -> list[str]:
    lines = []
    for epoch in range(1, EPOCHS + 1):
        loss = 1 / epoch
        told = {"loss": loss, "accuracy": 1 - loss}
        for batch in range(BATCHES):
            step = (epoch - 1) * BATCHES + batch + 1
            lines.append(_line(epoch=epoch, step=step, metrics=told))
        held_out = {"val_loss": 1.1 * loss, "val_accuracy": 0.9 - loss}
        lines.append(_line(epoch=epoch, seconds=0.3, metrics={**told, **held_out}))
    return lines


def _line(**fields: object) -> str:
    return json.dumps(fields) + "\n"


def _timed(job: Callable[[], T]) -> tuple[T, float]:
    started = time.perf_counter()
    result = job()
    return result, time.perf_counter() - started
