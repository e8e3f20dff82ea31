"""How a run ended, in one line."""

from __future__ import annotations

from collections.abc import Mapping

from studio.runtime.run_record import RunRecord, RunState
from studio.ui.training.number_text import duration_text, number_text

_WORDS = {
    RunState.RUNNING: "Running",
    RunState.FINISHED: "Finished",
    RunState.STOPPED: "Stopped; the weights are kept",
    RunState.FAILED: "Failed",
    RunState.INTERRUPTED: "Interrupted",
    RunState.DAMAGED: "Damaged",
}


def state_text(state: RunState) -> str:
    """State of a run in a word or two."""
    return _WORDS[state].partition(";")[0]


def metrics_text(metrics: Mapping[str, float]) -> str:
    """Metrics in a row, the loss last: ``accuracy 0.9778 · loss 0.0712``."""
    names = sorted(metrics, key=lambda name: name == "loss")
    return " · ".join(f"{name} {number_text(metrics[name])}" for name in names)


def outcome_text(record: RunRecord) -> str:
    """Outcome with the metrics on the held-out split."""
    if record.state is RunState.STOPPED and not record.evaluation:
        return "Stopped before the training began; there are no weights to keep."
    epochs = f"{record.epochs_done} of {record.epochs} epochs"
    if record.epochs_done == record.epochs:
        epochs = f"{record.epochs} epochs"
    text = f"{_WORDS[record.state]}: {epochs} in {duration_text(record.seconds)}."
    if record.error:
        return f"{text} {record.error}"
    if record.evaluation:
        text += f" Test: {metrics_text(record.evaluation)}."
    return text
