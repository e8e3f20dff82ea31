"""A small model, its data, and what the rules of training say of them."""

from __future__ import annotations

from dataclasses import replace

from studio.graph import commands
from studio.graph.document import Document
from studio.graph.edits import ChangeSetup
from studio.graph.expanded import Expanded
from studio.graph.model import INPUT_CLASS, Edge, Point
from studio.graph.review import without_repeats
from studio.graph.setup import CompileSettings, DataFacts, DataSource
from studio.graph.training_rules import Tensor, check_data, check_settings
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
