"""Predictions of a run for held-out samples, or one of a person's own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from studio.errors import StudioError
from studio.protocol.run_messages import (
    Predict,
    Predicted,
    Prediction,
    PredictSample,
)
from studio.runtime.engine.class_scores import class_numbers, class_scores
from studio.runtime.engine.context import Context
from studio.runtime.engine.data import class_names
from studio.runtime.engine.evaluate import held_out
from studio.runtime.engine.facts import shown
from studio.runtime.engine.job import Job
from studio.runtime.engine.model_files import load_model
from studio.runtime.engine.script import script_module
from studio.runtime.run import Run

_SEVERAL = (
    "This model has several inputs or outputs; samples are shown for models with one "
    "of each only. Use the exported script to look at the others."
)


def predict(request: Predict, context: Context) -> None:
    """Answer with truth, prediction and scores of held-out samples.

    Raises:
        StudioError: there is no model or no data to predict.
    """
    run = Run.open(Path(request.folder))
    with Job(context) as job, script_module(run.script) as script:
        job.begin("Loading data")
        x, y = held_out(script)
        if isinstance(x, dict) or isinstance(y, dict):
            raise StudioError(_SEVERAL)
        count = shown(request.count, x)
        if not request.wrong_only:
            x, y = x[:count], y[:count]
        job.begin("Predicting")
        model = load_model(run, script)
        outputs = _outputs(model, x)
        names = class_names(run.record)
        predictions, names = _describe(outputs, y, names, model.loss)
    wrong = [n for n, one in enumerate(predictions) if _is_wrong(one)]
    told = wrong if request.wrong_only and names else range(len(predictions))
    told = told[:count]
    context.send(
        Predicted(
            request.request,
            tuple(x.shape[1:]),
            tuple(predictions[n] for n in told),
            names,
            np.ascontiguousarray(x[list(told)], np.float32).tobytes(),
            tried=len(predictions),
            wrong=len(wrong),
        )
    )


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
        outputs = _outputs(model, x)
        scores = class_scores(outputs, model.loss)
    shape, names, payload = request.shape, request.classes, request.payload
    if scores is None or not names:
        prediction = Prediction("", _text(outputs[0]), ())
    else:
        best = names[int(scores[0].argmax())]
        prediction = Prediction("", best, tuple(map(float, scores[0])))
    context.send(
        Predicted(request.request, shape, (prediction,), names, payload, tried=1)
    )


def _outputs(model: Any, x: Any) -> Any:
    outputs = model.predict(x, verbose=0)
    if not isinstance(outputs, np.ndarray):
        raise StudioError(_SEVERAL)
    return outputs


def _is_wrong(one: Prediction) -> bool:
    return bool(one.scores) and one.truth != one.predicted


def _describe(
    outputs: Any, y: Any, names: tuple[str, ...], loss: Any
) -> tuple[tuple[Prediction, ...], tuple[str, ...]]:
    truth = class_numbers(y, outputs)
    scores = class_scores(outputs, loss)
    if truth is None or scores is None:
        pairs = zip(y, outputs, strict=True)
        return tuple(Prediction(_text(t), _text(p), ()) for t, p in pairs), ()
    count = max(scores.shape[1], int(truth.max()) + 1)
    names = names + tuple(str(number) for number in range(len(names), count))
    return (
        tuple(
            Prediction(names[t], names[int(s.argmax())], tuple(map(float, s)))
            for t, s in zip(truth, scores, strict=True)
        ),
        names,
    )


def _text(value: Any) -> str:
    return ", ".join(f"{number:.4g}" for number in np.ravel(value))
