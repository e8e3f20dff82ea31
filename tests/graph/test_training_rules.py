from dataclasses import replace

import pytest

from studio.graph import commands
from studio.graph.document import Document
from studio.graph.edits import ChangeSetup
from studio.graph.expanded import Expanded
from studio.graph.model import INPUT_CLASS, Edge, Point
from studio.graph.review import without_repeats
from studio.graph.setup import (
    CompileSettings,
    DataFacts,
    DataSource,
    FitSettings,
)
from studio.graph.training_rules import (
    Tensor,
    check_data,
    check_settings,
    fits,
    spoken_shape,
)
from studio.graph.values import keras_object

DIGITS = DataFacts(
    "Digits", (8, 8, 1), "float32", (0, 1), (), "int64", (0, 9),
    tuple("0123456789"), 1079, 359, 359,
)  # fmt: skip
GATE = replace(
    DIGITS, title="Gate", input_shape=(2,), target_range=(0, 1), classes=("0", "1")
)
ONE_HOT = replace(
    DIGITS, target_shape=(10,), target_dtype="float32", target_range=(0, 1)
)
DIABETES = replace(
    DIGITS, title="Diabetes", input_shape=(10,), target_range=(25, 346),
    target_dtype="float32", classes=(),
)  # fmt: skip


class Bench:
    """An input, a Dense layer and what training says of them."""

    def __init__(self, facts=DIGITS, units=10, activation="softmax", shape=None):
        self.facts = facts
        self.document = Document()
        shape = facts.input_shape if shape is None else shape
        self.input = self._place(INPUT_CLASS, {"shape": shape})
        self.inputs = [self.input]
        parameters = {"units": units, "activation": activation}
        if activation is None:
            del parameters["activation"]
        self.outputs = [self._place("keras.layers.Dense", parameters)]
        self._wire(self.input, self.outputs[0])
        self.rank = 1
        self.setup(data=DataSource("digits"))

    def _place(self, path, parameters):
        edit, node = commands.place_layer(self.document, path, Point(0, 0), parameters)
        self.document.apply(edit)
        return node

    def _wire(self, source, target):
        self.document.apply(
            commands.connect(self.document, Edge(source, target, "inputs"))
        )

    def then(self, path, **parameters):
        node = self._place(path, parameters)
        self._wire(self.outputs[0], node)
        self.outputs = [node]
        return self

    def setup(self, **parts):
        self.document.apply(ChangeSetup(replace(self.document.setup, **parts)))
        return self

    def loss(self, loss, metrics=()):
        loss = loss if isinstance(loss, str) else keras_object(*loss)
        return self.setup(compile=CompileSettings(loss=loss, metrics=metrics))

    def problems(self):
        graph = self.document.graph
        inputs = []
        for node in self.inputs:
            shape = graph.definition_of(node).parameters["shape"]
            inputs.append(Tensor(node, (None, *shape)))
        outputs = [Tensor(node, self._shape(node)) for node in self.outputs]
        told = check_settings(self.document)
        if self.facts is not None:
            calls = Expanded.of(self.document, {})
            told += check_data(self.facts, inputs, outputs, calls)
        return without_repeats(told)

    def _shape(self, node):
        graph = self.document.graph
        while "units" not in graph.definition_of(node).parameters:
            node = graph.edges_into(node)[0].source
        units = graph.definition_of(node).parameters["units"]
        return (None, *(5,) * (self.rank - 1), units)

    def codes(self):
        return [problem.code for problem in self.problems()]

    def fix(self, code, number=0):
        """Apply the fix of a problem, which must go away."""
        problem = next(p for p in self.problems() if p.code == code)
        assert problem.text.endswith(".")
        assert problem.fixes, problem.text
        self.document.apply(problem.fixes[number].edit)
        assert code not in self.codes()
        return problem


def sparse(**config):
    return ("keras.losses.SparseCategoricalCrossentropy", config)


def one_hot(**config):
    return ("keras.losses.CategoricalCrossentropy", config)


def binary(**config):
    return ("keras.losses.BinaryCrossentropy", config)


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


def test_too_few_and_too_many_units():
    bench = Bench(units=3)
    assert [p.severity for p in bench.problems()] == ["error"]
    problem = bench.fix("D-CLASSES")
    assert (problem.node, problem.parameter) == (bench.outputs[0], "units")
    spare = Bench(units=12)
    assert [p.severity for p in spare.problems()] == ["warning"]
    spare.fix("D-CLASSES")


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


def test_shapes_in_words():
    assert spoken_shape((8, None, 1)) == "8×?×1"
    assert spoken_shape(()) == "one number"
    assert fits((None, 2), (7, 2))
    assert not fits((None, 2), (7, 3))
    assert not fits((None,), (7, 3))
