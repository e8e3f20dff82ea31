"""Rules of data and settings, held against a model."""

from __future__ import annotations

from dataclasses import replace

import pytest

from studio.graph.model import INPUT_CLASS
from studio.graph.setup import CompileSettings, DataSource, FitSettings
from studio.graph.training_rules import fits, spoken_shape
from tests.graph.training_bench import (
    DIABETES,
    DIGITS,
    GATE,
    ONE_HOT,
    Bench,
    binary,
    one_hot,
)


def test_a_good_classifier_has_no_problems():
    assert Bench().codes() == []
    assert Bench(GATE, 1, "sigmoid").loss(binary(), ("accuracy",)).codes() == []
    assert Bench(GATE, 2).loss("sparse_categorical_crossentropy").codes() == []
    assert Bench(ONE_HOT).loss(one_hot(), ("accuracy",)).codes() == []


def test_a_good_regression_has_no_problems():
    assert Bench(DIABETES, 1, None).loss("mse", ("mae",)).codes() == []
    assert Bench(DIABETES, 1, "relu").loss(("keras.losses.Huber",)).codes() == []
    two = replace(DIABETES, target_shape=(2,))
    assert Bench(two, 2, None).loss("mae").codes() == []


def test_nothing_is_said_of_data_that_is_not_read():
    bench = Bench(units=3)
    bench.facts = None
    assert bench.codes() == []


@pytest.mark.parametrize(
    ("source", "code"),
    [
        (DataSource(), "D-NONE"),
        (DataSource("weather"), "D-KIND"),
        (DataSource("npz"), "D-FILE"),
        (DataSource("csv"), "D-FILE"),
        (DataSource("csv", "t.csv"), "D-TARGET"),
        (DataSource("csv", "t.csv", {"target": ("a", "b")}), "D-TARGET"),
        (DataSource("images"), "D-FILE"),
        (DataSource("images", "flowers", {"color_mode": "cmyk"}), "D-PICTURES"),
    ],
)
def test_data_that_is_not_chosen(source, code):
    bench = Bench().setup(data=source)
    assert bench.codes() == [code]


@pytest.mark.parametrize(
    "source",
    [
        DataSource("npz", "a.npz"),
        DataSource("csv", "a.csv", {"target": "y"}),
        DataSource("csv", "a.csv", {"target": ("y", "z"), "task": "regression"}),
        DataSource("images", "flowers", {"image_size": (96, 128)}),
        DataSource("mnist"),
    ],
)
def test_data_that_is_chosen(source):
    assert Bench().setup(data=source).codes() == []


@pytest.mark.parametrize("parts", [(0.5, 0.5), (-0.1, 0.2), (0.2, 1.0), (1.0, 0.0)])
def test_splits_that_leave_nothing(parts):
    bench = Bench().setup(data=DataSource("digits", "", {}, *parts))
    assert bench.codes() == ["D-SPLIT"]
    bench.fix("D-SPLIT")


def test_splits_that_leave_something():
    assert Bench().setup(data=DataSource("digits", "", {}, 0.0, 0.0)).codes() == []
    assert Bench().setup(data=DataSource("mnist", "", {}, 0.5, 0.5)).codes() == []


@pytest.mark.parametrize("fit", [FitSettings(epochs=0), FitSettings(batch_size=-1)])
def test_fit_settings_below_one(fit):
    bench = Bench().setup(fit=fit)
    assert bench.codes() == ["D-FIT"]
    bench.fix("D-FIT")


@pytest.mark.parametrize("seed", [-1, 2**32])
def test_seeds_that_keras_refuses(seed):
    bench = Bench().setup(fit=FitSettings(seed=seed))
    assert bench.codes() == ["D-SEED"]
    bench.fix("D-SEED")


def test_no_optimizer_or_loss():
    bench = Bench().setup(compile=CompileSettings(optimizer=None, loss=None))
    assert bench.codes() == ["D-OPTIMIZER", "D-NO-LOSS"]


def test_data_without_samples_to_train_on():
    assert Bench(replace(DIGITS, train=0)).codes() == ["D-EMPTY"]


@pytest.mark.parametrize(
    "facts",
    [
        replace(DIABETES, input_range=(float("nan"), 1)),
        replace(DIABETES, target_range=(0, float("inf"))),
    ],
)
def test_values_that_are_not_finite(facts):
    assert Bench(facts, 1, None).loss("mse").codes() == ["D-FINITE"]


def test_labels_that_are_not_finite_and_have_classes():
    facts = replace(DIGITS, target_range=(float("nan"), float("nan")))
    assert "D-FINITE" in Bench(facts).codes()


def test_input_of_another_shape():
    bench = Bench(shape=(28, 28, 1))
    problem = bench.fix("D-SHAPE")
    assert problem.node == bench.input
    assert "28×28×1" in problem.text
    assert "8×8×1" in problem.text


def test_open_sizes_take_any_data():
    assert Bench(shape=(None, None, 1)).codes() == []
    assert Bench(shape=(None, None)).codes() == ["D-SHAPE"]


def test_several_inputs_or_outputs():
    bench = Bench()
    bench.inputs *= 2
    assert bench.codes() == ["D-INPUTS"]
    bench = Bench()
    bench.outputs *= 2
    assert bench.codes() == ["D-OUTPUTS"]


def test_an_input_that_feeds_nothing_is_not_counted():
    bench = Bench()
    bench.inputs.append(bench._place(INPUT_CLASS, {"shape": (3,)}))
    assert bench.codes() == []


def test_shapes_in_words():
    assert spoken_shape((8, None, 1)) == "8×?×1"
    assert spoken_shape(()) == "one number"
    assert fits((None, 2), (7, 2))
    assert not fits((None, 2), (7, 3))
    assert not fits((None,), (7, 3))
