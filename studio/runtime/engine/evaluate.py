"""Evaluation of a run on its held-out split."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType
from typing import Any

from studio.errors import StudioError
from studio.protocol.run_messages import Evaluate, Evaluated
from studio.runtime.engine.class_scores import (
    class_numbers,
    class_scores,
    confusion_matrix,
)
from studio.runtime.engine.context import Context
from studio.runtime.engine.job import Job
from studio.runtime.engine.model_files import load_model
from studio.runtime.engine.named_data import length
from studio.runtime.engine.script import script_module
from studio.runtime.run import Run


def evaluate(request: Evaluate, context: Context) -> None:
    """Answer with the metrics, and the confusion matrix of a classifier.

    Raises:
        StudioError: there is no model or no data to evaluate it on.
    """
    run = Run.open(Path(request.folder))
    with Job(context) as job, script_module(run.script) as script:
        job.begin("Loading data")
        x, y = held_out(script)
        job.begin("Evaluating")
        model = load_model(run, script)
        metrics = evaluate_split(model, (x, y))
        confusion = _confusion(model, x, y)
    context.send(Evaluated(request.request, metrics, length(y), confusion))


def held_out(script: ModuleType) -> tuple[Any, Any]:
    """The test split of a script.

    Raises:
        StudioError: it is empty.
    """
    x, y = script.load_data()[2]
    if length(y) == 0:
        raise StudioError(
            "No samples were held out to test on: the test split is 0. "
            "Give the data a test split and train again."
        )
    return x, y


def evaluate_split(model: Any, split: Any) -> dict[str, float]:
    """Metrics of a split; none if it is empty."""
    x, y = split
    if length(y) == 0:
        return {}
    metrics = model.evaluate(x, y, verbose=0, return_dict=True)
    return {name: float(value) for name, value in metrics.items()}


def _confusion(model: Any, x: Any, y: Any) -> tuple[tuple[int, ...], ...]:
    outputs = model.predict(x, verbose=0)
    if not hasattr(outputs, "shape"):
        return ()  # several outputs
    truth = class_numbers(y, outputs)
    scores = class_scores(outputs, model.loss)
    if truth is None or scores is None:
        return ()
    return confusion_matrix(truth, scores)
