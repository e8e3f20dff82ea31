"""Rules of metrics: what measures nothing is told."""

from __future__ import annotations

import pytest

from studio.graph.values import keras_object
from tests.graph.training_bench import DIABETES, DIGITS, ONE_HOT, Bench, one_hot, sparse


@pytest.mark.parametrize(
    ("facts", "metric"),
    [
        (DIABETES, "accuracy"),
        (DIABETES, keras_object("keras.metrics.SparseCategoricalAccuracy")),
        (DIGITS, keras_object("keras.metrics.Accuracy")),
        (DIGITS, keras_object("keras.metrics.CategoricalAccuracy")),
        (ONE_HOT, keras_object("keras.metrics.SparseCategoricalAccuracy")),
    ],
)
def test_metrics_that_measure_nothing(facts, metric):
    regression = not facts.classes
    bench = Bench(facts, 1 if regression else 10, None if regression else "softmax")
    loss = "mse" if regression else one_hot() if facts.target_shape else sparse()
    bench.loss(loss, (metric, "accuracy"))
    assert {p.severity for p in bench.problems()} == {"warning"}
    while "D-METRIC" in bench.codes():
        problem = next(p for p in bench.problems() if p.code == "D-METRIC")
        bench.document.apply(problem.fixes[0].edit)
    metrics = bench.document.setup.compile.metrics
    assert metrics == (("mae",) if regression else ("accuracy",))


@pytest.mark.parametrize(
    ("facts", "metric"),
    [
        (DIGITS, "accuracy"),
        (DIGITS, keras_object("keras.metrics.SparseCategoricalAccuracy")),
        (ONE_HOT, keras_object("keras.metrics.CategoricalAccuracy")),
        (DIABETES, keras_object("keras.metrics.MeanAbsoluteError")),
    ],
)
def test_metrics_that_fit(facts, metric):
    regression = not facts.classes
    bench = Bench(facts, 1 if regression else 10, None if regression else "softmax")
    loss = "mse" if regression else one_hot() if facts.target_shape else sparse()
    assert bench.loss(loss, (metric,)).codes() == []
