"""Evaluation of a run on its held-out split."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

import keras

from studio.errors import StudioError
from studio.protocol.run_messages import Evaluate, Evaluated
from studio.runtime.engine.class_scores import (
    Array,
    class_numbers,
    class_scores,
    confusion_matrix,
)
from studio.runtime.engine.context import Context
from studio.runtime.engine.data import class_names
from studio.runtime.engine.job import Job
from studio.runtime.engine.model_files import load_model
from studio.runtime.engine.named_data import Named, length
from studio.runtime.engine.script import script_module
from studio.runtime.engine.streams import Samples, Stream, is_empty, opened
from studio.runtime.run import Run


def evaluate(request: Evaluate, context: Context) -> None:
    """Answer with the metrics, and the confusion matrix of a classifier.

    Raises:
        StudioError: there is no model or no data to evaluate it on.
    """
    run = Run.open(Path(request.folder))
    with Job(context) as job, script_module(run.script) as script:
        job.begin("Loading data")
        split = held_out(script)
        job.begin("Evaluating")
        model = load_model(run, script)
        metrics = evaluate_split(model, split)
        x, y = opened(split)
        confusions = _confusions(model, x, y)
        names = class_names(run.record)
    context.send(Evaluated(request.request, metrics, length(y), confusions, names))


def held_out(script: ModuleType) -> Any:
    """The test split of a script.

    Raises:
        StudioError: it is empty.
    """
    split = script.load_data()[2]
    if is_empty(split):
        raise StudioError(
            "No samples were held out to test on: the test split is 0. "
            "Give the data a test split and train again."
        )
    return split


def evaluate_split(model: Any, split: Any) -> dict[str, float]:
    """Metrics of a split; none if it is empty."""
    if is_empty(split):
        return {}
    given = (split,) if isinstance(split, Stream) else split
    metrics = model.evaluate(*given, verbose=0, return_dict=True)
    return {name: float(value) for name, value in metrics.items()}


class Answers(NamedTuple):
    """What one output of a model says of samples; an only output has no name."""

    output: str
    labels: Array
    outputs: Array
    loss: Any


def answers_of(model: Any, x: Samples, y: Named) -> list[Answers]:
    """Predict samples: labels and outputs side by side for each output."""
    outputs = model.predict(x, verbose=0)
    if not isinstance(y, dict):
        [only] = keras.tree.flatten(outputs)
        return [Answers("", y, only, model.loss)]
    if not isinstance(outputs, dict):
        outputs = dict(zip(model.output_names, outputs, strict=True))
    losses = model.loss if isinstance(model.loss, dict) else {}
    return [
        Answers(name, labels, outputs[name], losses.get(name))
        for name, labels in y.items()
    ]


def _confusions(
    model: Any, x: Samples, y: Named
) -> dict[str, tuple[tuple[int, ...], ...]]:
    found = {}
    for output, labels, outputs, loss in answers_of(model, x, y):
        truth = class_numbers(labels, outputs)
        scores = class_scores(outputs, loss)
        if truth is not None and scores is not None:
            found[output] = confusion_matrix(truth, scores)
    return found
