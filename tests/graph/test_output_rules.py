"""Rules of data hold for each of several inputs and outputs."""

from __future__ import annotations

from dataclasses import replace

from studio.graph.expanded import Expanded
from studio.graph.training_rules import Tensor, check_data, check_settings
from studio.graph.values import keras_object
from tests.repairs.models import mlp, tasks

SHAPES = {
    "image": (None, 8, 8, 1),
    "ink": (None, 16),
    "digit": (None, 10),
    "odd": (None, 1),
}


def told(model, **shapes):
    shapes = SHAPES | shapes
    inputs = [Tensor(model.ids[n], shapes[n]) for n in ("image", "ink")]
    outputs = [Tensor(model.ids[n], shapes[n]) for n in ("digit", "odd")]
    calls = Expanded.of(model.document, {})
    return [
        *check_settings(model.document),
        *check_data(model.data, inputs, outputs, calls),
    ]


def one(model, code, **shapes):
    problems = told(model, **shapes)
    assert [p.code for p in problems] == [code]
    return problems[0]


def change(facts, array, **fields):
    return tuple(replace(f, **fields) if f.array == array else f for f in facts)


def test_a_model_of_several_has_no_problems():
    assert told(tasks()) == []


def test_the_loss_of_one_output_is_mended_alone():
    model = tasks().compiled(outputs={})
    (problem,) = told(model)
    assert problem.code == "D-LOSS"
    assert "odd" in problem.text
    assert "BinaryCrossentropy" in problem.text
    model.document.apply(problem.fixes[0].edit)
    assert told(model) == []
    settings = model.document.setup.compile
    assert list(settings.outputs) == [model.ids["odd"]]
    assert settings.loss == tasks().document.setup.compile.loss


def test_metrics_of_one_output_are_mended_alone():
    model = tasks()
    outputs = change(model.data.outputs, "odd", classes=(), range=(-9.0, 9.0))
    loss = keras_object("keras.losses.MeanSquaredError")
    own = replace(next(iter(model.document.setup.compile.outputs.values())), loss=loss)
    model.of(outputs=outputs).compiled(outputs={model.ids["odd"]: own})
    model.set("odd", "activation")
    problem = one(model, "D-METRIC")
    assert "for odd" in problem.text
    model.document.apply(problem.fixes[0].edit)
    assert model.document.setup.compile.of(model.ids["odd"]).metrics == ("mae",)
    assert model.document.setup.compile.metrics == ("accuracy",)
    assert told(model) == []


def test_each_output_has_the_size_of_its_labels():
    model = tasks().set("digit", units=9)
    problem = one(model, "D-CLASSES", digit=(None, 9))
    assert problem.node == model.ids["digit"]
    assert "digit (Tasks)" in problem.text


def test_each_input_has_the_shape_of_its_samples():
    model = tasks()
    problem = one(model, "D-SHAPE", ink=(None, 12))
    assert problem.node == model.ids["ink"]
    assert "ink (Tasks) has 16" in problem.text


def test_an_array_that_is_missing_names_node_and_file_and_what_to_do():
    model = tasks()
    model.of(title="a.npz", arrays=("scan", "ink", "digit", "odd"))
    model.of(inputs=model.data.inputs[1:])
    problem = one(model, "D-ARRAY")
    assert problem.node == model.ids["image"]
    assert problem.text == (
        "a.npz has no array “image” for the input image. It has: scan, ink, digit, odd."
        " Choose one in the Data panel."
    )
    [fix] = problem.fixes
    assert fix.title == "Use the array scan"
    model.document.apply(fix.edit)
    assert model.document.setup.data.arrays == {model.ids["image"]: "scan"}
    assert told(model) == []


def test_infinite_values_of_any_array_are_told():
    model = tasks()
    model.of(outputs=change(model.data.outputs, "odd", range=(0.0, float("inf"))))
    assert "“odd”" in one(model, "D-FINITE").text


def test_one_loss_for_each_output_needs_none_for_all():
    model = tasks()
    digit = replace(next(iter(model.document.setup.compile.outputs.values())))
    sparse = keras_object("keras.losses.SparseCategoricalCrossentropy")
    own = model.document.setup.compile.outputs
    model.compiled(loss=None)
    assert "D-NO-LOSS" in [p.code for p in told(model)]
    model.compiled(outputs={**own, model.ids["digit"]: replace(digit, loss=sparse)})
    assert told(model) == []


def test_nothing_is_said_while_the_facts_are_of_another_kind():
    model = tasks()
    model.of(arrays=(), inputs=(), outputs=())
    assert told(model) == []
    plain = mlp()
    plain.data = tasks().data
    ends = [Tensor(plain.ids["head"], (None, 3))]
    calls = Expanded.of(plain.document, {})
    assert check_data(plain.data, [], ends, calls) == []
