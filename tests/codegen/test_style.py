"""Generated modules pass the project's own linter and formatter unchanged."""

from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from studio.codegen.model_code import generate_model
from studio.codegen.training_code import generate_data, generate_training
from studio.graph.data_kinds import DATA_KINDS
from studio.graph.edits import ChangeSetup
from studio.graph.feeds import feeds_of
from studio.graph.naming import UNTITLED
from studio.graph.setup import DataSource, FitSettings, Setup
from studio.graph.values import keras_object
from tests.codegen.drawing import Drawing
from tests.codegen.linting import lint
from tests.codegen.test_literals import HOSTILE
from tools.make_examples import build_examples

SOURCES = [
    *(DataSource(k.kind, "some/file", {"target": "y"}) for k in DATA_KINDS),
    DataSource("csv", "t.csv", {"target": 'a "b"\n', "task": "regression"}),
    DataSource("csv", "t.csv", {"target": ("a", "b" * 80), "task": "regression"}),
    DataSource("digits", validation_split=0.0, test_split=0.0),
    DataSource("mnist", validation_split=0.0),
    DataSource("none"),
]


def small_model(catalog):
    drawing = Drawing(catalog)
    drawing.layer("Dense", drawing.input(4), units=3)
    return drawing


def test_every_kind_of_data_and_device(catalog, tmp_path):
    drawing = small_model(catalog)
    modules = {}
    for number, source in enumerate(SOURCES):
        for device in ("auto", "all"):
            setup = Setup(source, fit=FitSettings(device=device))
            drawing.document.apply(ChangeSetup(setup))
            text = generate_training(drawing.document, catalog, Path("/data")).text
            modules[f"script_{number}_{device}"] = text
        feeds = feeds_of(drawing.document)
        modules[f"data_{number}"] = generate_data(source, 1, None, feeds)
    assert lint(modules, tmp_path) == ""


@pytest.mark.parametrize(("inputs", "outputs"), [(1, 2), (2, 1), (3, 3)])
def test_an_array_for_each_input_and_output(catalog, tmp_path, inputs, outputs):
    drawing = Drawing(catalog)
    starts = [drawing.input(4) for _ in range(inputs)]
    last = starts[0]
    if inputs > 1:
        last = drawing.layer("Concatenate", *starts)
    for number in range(outputs):
        name = f"a_long_name_of_output_{number}"
        drawing.layer("Dense", last, units=3, name=name)
    setup = Setup(DataSource("npz", "/data/several/arrays.npz"))
    drawing.document.apply(ChangeSetup(setup))
    feeds = feeds_of(drawing.document)
    modules = {
        "script": generate_training(drawing.document, catalog).text,
        "data": generate_data(setup.data, 1, None, feeds),
    }
    assert lint(modules, tmp_path) == ""


def test_examples(catalog, tmp_path):
    modules = {
        example.name.replace("-", "_"): generate_training(
            example.document, catalog, title=example.title
        ).text
        for example in build_examples(catalog)
    }
    assert lint(modules, tmp_path) == ""


def test_hostile_text_everywhere(catalog, tmp_path):
    modules = {}
    for number, text in enumerate(HOSTILE):
        drawing = Drawing(catalog)
        start = drawing.input(4)
        inner = keras_object("keras.layers.Dense", {"units": 2, "name": text})
        dense = drawing.layer("Dense", start, name=text, units=2, activation=text)
        drawing.layer("TimeDistributed", dense, layer=inner, dtype=(text, text))
        source = DataSource("csv", text or "t", {"target": text or "y"})
        drawing.document.apply(ChangeSetup(Setup(source)))
        script = generate_training(drawing.document, catalog, title=text)
        modules[f"script_{number}"] = script.text.encode().decode()
    assert lint(modules, tmp_path) == ""


@pytest.mark.parametrize("title", ["This", "a" * 300, "x. ", "Args:", "", "é" * 90])
def test_titles_make_tidy_docstrings(catalog, tmp_path, title):
    drawing = small_model(catalog)
    text = generate_model(drawing.document, catalog, title).text
    assert lint({"module": text}, tmp_path) == ""


def test_a_document_without_a_title_gets_none(catalog):
    drawing = small_model(catalog)
    text = generate_model(drawing.document, catalog, UNTITLED).text
    assert text.startswith('"""Keras model made with Layer Studio."""')


def test_random_text_and_lengths(catalog, tmp_path):
    random = Random(20)
    letters = "ab \"'\\\n\u202e\ud800日本\u0301😀é_-.,:;{}()[]%#"
    modules = {}
    for number in range(150):
        size = random.randrange(100)
        name, value = (
            "".join(random.choices(letters, k=random.randrange(1, 120)))
            for _ in range(2)
        )
        drawing = Drawing(catalog)
        regularizer = keras_object(
            "keras.regularizers.L2", {"l2": size, value[:9]: size}
        )
        dense = drawing.layer(
            "Dense",
            drawing.input(4),
            units=size,
            activation="x" * size,
            kernel_regularizer=regularizer,
            bias_initializer=(value, {value[:9]: name}),
        )
        drawing.layer("Add", *[dense] * (1 + size // 9), name=name)
        setup = drawing.document.setup
        source = DataSource("npz", value, {"x": name})
        drawing.document.apply(ChangeSetup(replace(setup, data=source)))
        script = generate_training(drawing.document, catalog, title=value)
        modules[f"script_{number}"] = script.text
    assert lint(modules, tmp_path) == ""
