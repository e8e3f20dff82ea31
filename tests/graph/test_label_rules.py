"""Rules of labels: units, loss and last activation against them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.graph.training_bench import (
    DIABETES,
    DIGITS,
    GATE,
    ONE_HOT,
    Bench,
    binary,
    one_hot,
    sparse,
)


def test_too_few_and_too_many_units():
    bench = Bench(units=3)
    assert [p.severity for p in bench.problems()] == ["error"]
    problem = bench.fix("D-CLASSES")
    assert (problem.node, problem.parameter) == (bench.outputs[0], "units")
    spare = Bench(units=12)
    assert [p.severity for p in spare.problems()] == ["warning"]
    spare.fix("D-CLASSES")


def test_one_unit_for_many_classes_is_told_once():
    bench = Bench(units=1)
    assert bench.codes() == ["D-CLASSES"]
    assert bench.fix("D-CLASSES").text.startswith("dense gives 1 number, but")


def test_units_in_front_of_an_activation_layer():
    bench = Bench(units=3, activation=None).then("keras.layers.Softmax")
    dense = bench.document.graph.edges_into(bench.outputs[0])[0].source
    assert bench.fix("D-CLASSES").node == dense


def test_labels_beyond_the_classes():
    facts = replace(DIGITS, target_range=(1, 10))
    bench = Bench(facts)
    assert "11 classes" in bench.fix("D-CLASSES").text


def test_negative_labels():
    facts = replace(DIGITS, target_range=(-1, 8))
    assert Bench(facts).codes() == ["D-LABELS"]


def test_one_hot_loss_for_class_numbers_and_the_other_way_round():
    Bench().loss(one_hot()).fix("D-LOSS")
    Bench(ONE_HOT).loss(sparse()).fix("D-LOSS")
    Bench().loss("categorical_crossentropy").fix("D-LOSS")
    assert Bench(ONE_HOT, 10, "sigmoid").loss(binary()).codes() == []


def test_binary_loss_for_many_classes():
    bench = Bench().loss("binary_crossentropy")
    bench.fix("D-LOSS")
    assert bench.codes() == []
    bench = Bench(GATE, 2).loss(binary())
    bench.fix("D-LOSS")
    assert bench.codes() == []


def test_one_unit_for_two_classes():
    bench = Bench(GATE, 1, "sigmoid").loss(sparse())
    bench.fix("D-LOSS")
    assert bench.codes() == []
    assert Bench(GATE, 1, "sigmoid").loss("mse").codes() == []


def test_two_units_for_a_binary_loss_on_one_hot_of_three():
    facts = replace(ONE_HOT, target_shape=(3,), classes=("a", "b", "c"))
    bench = Bench(facts, 2, "sigmoid").loss(binary())
    bench.fix("D-CLASSES")


@pytest.mark.parametrize("loss", [sparse(), one_hot(), binary()])
def test_crossentropy_for_values(loss):
    bench = Bench(DIABETES, 1, None).loss(loss)
    bench.fix("D-LOSS")
    assert bench.codes() == []


def test_mean_squared_error_for_ten_classes():
    Bench().loss("mse").fix("D-LOSS")


def test_logits_are_kept_when_the_loss_changes():
    bench = Bench(activation=None).loss(one_hot(from_logits=True))
    bench.fix("D-LOSS")
    assert bench.document.setup.compile.loss["config"] == {"from_logits": True}


def test_probabilities_of_values_are_regression_too():
    share = replace(DIABETES, target_range=(0, 1))
    assert Bench(share, 1, "sigmoid").loss(binary()).codes() == []


def test_wrong_number_of_values():
    Bench(DIABETES, 3, None).loss("mse").fix("D-CLASSES")


def test_output_that_is_no_row():
    bench = Bench()
    bench.rank = 3
    problem = next(iter(bench.problems()))
    assert problem.code == "D-RANK"
    assert "5×5×10" in problem.text


def test_softmax_on_one_unit():
    Bench(GATE, 1, "softmax").loss(binary()).fix("D-SOFTMAX")
    Bench(DIABETES, 1, "softmax").loss("mse").fix("D-SOFTMAX")


@pytest.mark.parametrize("activation", ["sigmoid"])
def test_activation_too_narrow_for_values(activation):
    Bench(DIABETES, 1, activation).loss("mse").fix("D-REGRESSION")
    share = replace(DIABETES, target_range=(0, 1))
    assert Bench(share, 1, activation).loss("mse").codes() == []


def test_probabilities_expected_of_a_layer_without_activation():
    bench = Bench(activation=None)
    assert [p.severity for p in bench.problems()] == ["warning"]
    bench.fix("D-ACTIVATION")
    assert Bench(activation=None).loss(sparse(from_logits=True)).codes() == []
    assert Bench(GATE, 1, "linear").loss(binary()).codes() == ["D-ACTIVATION"]


def test_an_activation_layer_is_changed_itself():
    bench = Bench(activation=None).then("keras.layers.Activation", activation="linear")
    bench.fix("D-ACTIVATION")
    last = bench.document.graph.definition_of(bench.outputs[0])
    assert last.parameters == {"activation": "softmax"}


def test_softmax_twice():
    bench = Bench().loss(sparse(from_logits=True, ignore_class=1))
    bench.fix("D-LOGITS")
    assert bench.document.setup.compile.loss["config"] == {"ignore_class": 1}


def test_unknown_losses_are_left_to_keras():
    assert Bench(units=3).loss(("keras.losses.Dice",)).codes() == []
