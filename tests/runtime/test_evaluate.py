"""Evaluation and prediction of runs on what was held out."""

import numpy as np
import pytest

from studio.catalog.store import load_catalog
from studio.codegen.training_code import generate_training
from studio.errors import StudioError
from studio.project.examples import load_example
from studio.protocol.run_messages import (
    Evaluate,
    Evaluated,
    Predict,
    Predicted,
    PredictSample,
)
from tests.runtime.bench import REGRESSION, SCRIPT

pytestmark = pytest.mark.engine


def evaluate(bench, run):
    number = bench.session.next_request()
    return bench.session.ask(Evaluate(number, str(run.folder), ""), Evaluated)


def predict(bench, run, count=6):
    number = bench.session.next_request()
    return bench.session.ask(Predict(number, str(run.folder), "", count), Predicted)


def test_evaluation_repeats_what_training_found(bench):
    run, _ = bench.train()
    answer = evaluate(bench, run)
    assert answer.metrics == run.record.evaluation
    assert answer.samples == 200
    table = np.array(answer.confusions[""])
    assert table.shape == (10, 10)
    assert table.sum() == 200
    assert np.isclose(table.trace() / 200, answer.metrics["accuracy"])


def test_predictions_come_with_pictures_and_probabilities(bench):
    run, _ = bench.train()
    answer = predict(bench, run)
    assert answer.shape == (8, 8, 1)
    pictures = np.frombuffer(answer.payload, np.float32).reshape(6, 8, 8, 1)
    assert 0.5 < pictures.max() <= 1.0
    [told] = answer.outputs
    assert (told.output, told.classes) == ("", tuple("0123456789"))
    for one in told.predictions:
        assert np.isclose(sum(one.scores), 1.0, atol=1e-5)
        assert one.predicted == told.classes[int(np.argmax(one.scores))]
        assert one.truth in told.classes


def test_more_predictions_than_samples_are_all_of_them(bench):
    run, _ = bench.train()
    assert len(predict(bench, run, 10_000).outputs[0].predictions) == 200


def test_wrong_predictions_are_found_among_all_samples(bench):
    run, _ = bench.train()
    number = bench.session.next_request()
    request = Predict(number, str(run.folder), "", 10_000, wrong_only=True)
    answer = bench.session.ask(request, Predicted)
    accuracy = run.record.evaluation["accuracy"]
    assert answer.tried == 200
    assert answer.wrong == len(answer.predictions) == round(200 * (1 - accuracy))
    assert all(one.truth != one.predicted for one in answer.predictions)
    assert len(answer.payload) == 4 * 64 * answer.wrong


def test_a_sample_of_ones_own_is_predicted_as_a_held_out_one(bench):
    run, _ = bench.train()
    known = predict(bench, run, 1)
    number = bench.session.next_request()
    request = PredictSample(
        number, str(run.folder), known.shape, known.classes, known.payload
    )
    (own,) = bench.session.ask(request, Predicted).predictions
    assert own.truth == ""
    assert own.predicted == known.predictions[0].predicted
    assert np.allclose(own.scores, known.predictions[0].scores, atol=1e-5)


def test_a_value_has_no_classes(bench):
    run, _ = bench.train(REGRESSION)
    assert evaluate(bench, run).confusions == {}
    [told] = predict(bench, run, 3).outputs
    assert told.classes == ()
    assert all(one.scores == () for one in told.predictions)
    assert all(0.0 <= float(one.truth) <= 1.0 for one in told.predictions)


def test_each_of_several_outputs_is_evaluated_and_predicted(bench):
    document = load_example("digits-two-tasks").document
    script = generate_training(document, load_catalog()).text
    run, _ = bench.train(script.replace("EPOCHS = 12", "EPOCHS = 2"))
    answer = evaluate(bench, run)
    assert answer.metrics == run.record.evaluation
    assert answer.samples == 359
    digit, odd = (np.array(answer.confusions[name]) for name in ("digit", "odd"))
    assert (digit.shape, odd.shape) == ((10, 10), (2, 2))
    for name, table in (("digit", digit), ("odd", odd)):
        accuracy = table.trace() / table.sum()
        assert np.isclose(accuracy, answer.metrics[f"{name}_accuracy"])
    told = predict(bench, run)
    assert told.shape == (8, 8, 1)
    assert len(told.payload) == 6 * 8 * 8 * 4
    assert [one.output for one in told.outputs] == ["digit", "odd"]
    for one, other in zip(*(out.predictions for out in told.outputs), strict=True):
        assert int(one.truth) % 2 == int(other.truth)


def test_logits_are_told_as_probabilities(bench):
    script = SCRIPT.replace('activation="softmax", ', "").replace(
        "Crossentropy()", "Crossentropy(from_logits=True)"
    )
    run, _ = bench.train(script)
    for one in predict(bench, run).outputs[0].predictions:
        assert np.isclose(sum(one.scores), 1.0, atol=1e-5)


def test_nothing_held_out_is_told(bench):
    script = SCRIPT.replace("order[:1000]", "order[:800]")
    run, _ = bench.train(script)
    assert run.record.evaluation == {}
    with pytest.raises(StudioError, match="No samples were held out"):
        evaluate(bench, run)


def test_a_run_that_is_none_is_told(bench, tmp_path):
    number = bench.session.next_request()
    with pytest.raises(StudioError, match="is no run"):
        bench.session.ask(Evaluate(number, str(tmp_path / "none"), ""), Evaluated)
