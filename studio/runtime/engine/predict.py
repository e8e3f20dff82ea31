"""Predictions of a run for held-out samples, or one of a person's own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from studio.errors import StudioError
from studio.protocol.run_messages import (
    OutputPredictions,
    Predict,
    Predicted,
    Prediction,
    PredictSample,
)
from studio.runtime.engine.class_scores import class_numbers, class_scores
from studio.runtime.engine.context import Context
from studio.runtime.engine.data import class_names
from studio.runtime.engine.evaluate import Answers, answers_of, held_out
from studio.runtime.engine.facts import shown
from studio.runtime.engine.job import Job
from studio.runtime.engine.model_files import load_model
from studio.runtime.engine.named_data import length
from studio.runtime.engine.script import script_module
from studio.runtime.engine.streams import first, opened, seen_rows, seen_shape
from studio.runtime.run import Run

_SEVERAL = (
    "This model has several inputs or outputs; a sample of your own is predicted by "
    "models with one of each only. Use the exported script for the others."
)


def predict(request: Predict, context: Context) -> None:
    """Answer with truth, prediction and scores of held-out samples.

    Raises:
        StudioError: there is no model or no data to predict.
    """
    run = Run.open(Path(request.folder))
    with Job(context) as job, script_module(run.script) as script:
        job.begin("Loading data")
        x, y = opened(held_out(script))
        shape = seen_shape(x)
        count = shown(request.count, shape)
        if not request.wrong_only:
            x, y = first(x, count), first(y, count)
        job.begin("Predicting")
        model = load_model(run, script)
        names = class_names(run.record)
        outputs = tuple(_describe(one, names) for one in answers_of(model, x, y))
        wrong, tried = _wrong(outputs), length(y)
        is_classifier = any(output.classes for output in outputs)
        rows = wrong if request.wrong_only and is_classifier else range(tried)
        rows = rows[:count]
        seen = seen_rows(x, rows)
    context.send(
        Predicted(
            request.request,
            shape,
            tuple(_only(output, rows) for output in outputs),
            np.ascontiguousarray(seen, np.float32).tobytes(),
            tried=tried,
            wrong=len(wrong),
        )
    )


def _wrong(outputs: Sequence[OutputPredictions]) -> Sequence[int]:
    """Numbers of the samples that an output has wrong."""
    samples = zip(*(output.predictions for output in outputs), strict=True)
    return [n for n, told in enumerate(samples) if any(map(_is_wrong, told))]


def _only(output: OutputPredictions, rows: Sequence[int]) -> OutputPredictions:
    """What an output says of some of the samples."""
    return replace(output, predictions=tuple(output.predictions[n] for n in rows))


def predict_sample(request: PredictSample, context: Context) -> None:
    """Answer with the prediction of one sample, whose truth nobody knows.

    Raises:
        StudioError: there is no model, or it takes no such sample.
    """
    run = Run.open(Path(request.folder))
    x = np.frombuffer(request.payload, np.float32).reshape(1, *request.shape)
    with Job(context) as job, script_module(run.script) as script:
        job.begin("Predicting")
        model = load_model(run, script)
        outputs = _only_outputs(model, x)
        scores = class_scores(outputs, model.loss)
    shape, names, payload = request.shape, request.classes, request.payload
    if scores is None or not names:
        prediction = Prediction("", _text(outputs[0]), ())
    else:
        best = names[int(scores[0].argmax())]
        prediction = Prediction("", best, tuple(map(float, scores[0])))
    told = OutputPredictions("", (prediction,), names)
    context.send(Predicted(request.request, shape, (told,), payload, tried=1))


def _only_outputs(model: Any, x: Any) -> Any:
    """Outputs of a model of one input and one output."""
    if len(getattr(model, "inputs", None) or ()) > 1:
        raise StudioError(_SEVERAL)
    outputs = model.predict(x, verbose=0)
    if not isinstance(outputs, np.ndarray):
        raise StudioError(_SEVERAL)
    return outputs


def _is_wrong(one: Prediction) -> bool:
    return bool(one.scores) and one.truth != one.predicted


def _describe(answers: Answers, names: tuple[str, ...]) -> OutputPredictions:
    output, labels, outputs, loss = answers
    truth = class_numbers(labels, outputs)
    scores = class_scores(outputs, loss)
    if truth is None or scores is None:
        pairs = zip(labels, outputs, strict=True)
        values = tuple(Prediction(_text(t), _text(p), ()) for t, p in pairs)
        return OutputPredictions(output, values, ())
    count = max(scores.shape[1], int(truth.max()) + 1)
    names = names + tuple(str(number) for number in range(len(names), count))
    predictions = tuple(
        Prediction(names[t], names[int(s.argmax())], tuple(map(float, s)))
        for t, s in zip(truth, scores, strict=True)
    )
    return OutputPredictions(output, predictions, names)


def _text(value: Any) -> str:
    return ", ".join(f"{number:.4g}" for number in np.ravel(value))
