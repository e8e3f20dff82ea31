"""Runs recorded as a training would record them, without an engine."""

from __future__ import annotations

from studio.catalog.store import load_catalog
from studio.project.format import to_bytes
from studio.protocol.run_messages import EpochEnd, RunFinished, TrainingStarted
from studio.runtime.contrast.comparison import compare, read_run
from studio.runtime.recorder import RunRecorder
from studio.runtime.runs import RunSettings

CATALOG = load_catalog()
LOSSES = (0.9, 0.5, 0.6)
SCORES = (0.7, 0.9, 0.8)


def record_run(
    store, document, title="Digits", *, losses=LOSSES, scores=SCORES, parameters=90
):
    """A finished run: a validation loss and accuracy an epoch, 0.5 s each."""
    fit = document.setup.fit
    settings = RunSettings(fit.seed, "cpu", len(losses))
    text = to_bytes(document, title).decode()
    run = store.create(text, "x = 1\n", title, settings)
    recorder = RunRecorder(run)
    recorder.record(TrainingStarted(2, len(losses), "cpu", parameters))
    for epoch, (loss, score) in enumerate(zip(losses, scores, strict=True), start=1):
        told = {"loss": loss / 2, "val_loss": loss, "val_accuracy": score}
        recorder.record(EpochEnd(epoch, 0.5, told))
    test = {"loss": losses[-1], "accuracy": scores[-1]}
    goals = {"accuracy": "max"}
    recorder.record(
        RunFinished(1, "finished", len(losses), 0.5 * len(losses), test, goals)
    )
    return run


def compared(*runs):
    """The differences of runs by their names, and the whole comparison."""
    whole = compare([read_run(run) for run in runs], CATALOG)
    return {row.name: row.values for row in whole.differences}, whole
