"""Mistakes in graphs, told in plain words, all at once."""

from __future__ import annotations

import json
import re

import pytest

from studio.graph.values import keras_object
from tests.runtime.drawing import Drawing, one, two

pytestmark = pytest.mark.engine


def test_all_problems_at_once_and_none_behind_another(said):
    drawing = Drawing().input("a", 28, 28)
    drawing.add("c", "Conv2D", {"filters": 4, "kernel_size": 3}, inputs="a")
    drawing.add("f", "Flatten", {}, inputs="c")
    drawing.add("d", "Dense", {"units": -3, "activation": "rellu"}, inputs="f")
    drawing.add("e", "Dropout", {"rate": 1.5}, inputs="a")
    told = said(drawing)
    assert set(told.problems) == {
        ("c", "K-RANK", None),
        ("d", "K-PARAMETER", "units"),
        ("d", "K-PARAMETER", "activation"),
        ("e", "K-PARAMETER", "rate"),
    }
    assert told.shape("f") == (None, None)
    assert told.facts["f"].is_partial


def test_unfinished_graphs_are_looked_at_as_far_as_they_go(said):
    drawing = Drawing().input("a", 4)
    drawing.add("x", "Dense", {"units": 3}, inputs="y")
    drawing.add("y", "Dense", {"units": 0}, inputs="x")
    drawing.add("lone", "Add", {}, inputs=[])
    drawing.add("z", "Dense", {"units": 2}, inputs="a")
    drawing.add("twice", "Dense", {"units": 2}, inputs=["a", "a"])
    told = said(drawing)
    assert told.problems == [("y", "K-PARAMETER", "units")]
    assert told.shape("z") == (None, 2)


def test_an_output_that_went_away_is_named(said):
    drawing = Drawing().input("a", 7, 4)
    drawing.add("x", "LSTM", {"units": 3}, sequences="a")
    drawing.add("y", "Dense", {"units": 2}, inputs="x:1")
    told = said(drawing)
    assert told.problems == [("y", "K-OUTPUT", "inputs")]


CONV = {"filters": 8, "kernel_size": (3, 3)}

MISTAKES = [
    (one("Conv2D", CONV, 28, 28), None, "put a Reshape to (28, 28, 1) before it"),
    (one("Dense", {"units": 3}), None, "at least 1 axis"),
    (
        one("LSTM", {"units": 3}, 8, 8, 3, port="sequences"),
        None,
        "needs samples with 2",
    ),
    (two("Concatenate", {}, (4, 8), (5, 9)), None, "differ along axis -1 only"),
    (two("Add", {}, (4,), (5,)), None, "gets (4,) and (5,)"),
    (two("Dot", {"axes": 1}, (4,), (5,)), None, "finds 4 and 5"),
    (
        one("Conv2D", {**CONV, "kernel_size": (9, 9)}, 8, 8, 1),
        "kernel_size",
        "window (kernel_size (9, 9)) that is larger than its input (8, 8, 1)",
    ),
    (
        one("MaxPooling2D", {"pool_size": 9}, 8, 8, 1),
        "pool_size",
        "larger than its input",
    ),
    (one("Dense", {"units": -1}, 8), "units", "a whole number above 0"),
    (one("Dense", {"units": "a"}, 8), "units", "not “a”"),
    (one("Dense", {"units": 1.5}, 8), "units", "not 1.5"),
    (one("Dropout", {"rate": 1.5}, 8), "rate", "from 0 to 1"),
    (one("Dense", {}, 8), "units", "needs a value for “units”"),
    (Drawing().add("x", "InputLayer"), "shape", "needs a value for “shape”"),
    (one("Dense", {"units": 3, "activation": "rellu"}, 8), "activation", "“relu”?"),
    (
        one("Dense", {"units": 3, "kernel_regularizer": "l3"}, 8),
        "kernel_regularizer",
        "does not know “l3”",
    ),
    (
        one("Reshape", {"target_shape": (5, 5)}, 8, 8),
        "target_shape",
        "whose product is 64",
    ),
    (
        one("Conv2D", {**CONV, "padding": "sam"}, 8, 8, 1),
        "padding",
        "“valid” or “same”",
    ),
    (
        one("Conv2D", {**CONV, "kernel_size": (3, 3, 3)}, 8, 8, 1),
        "kernel_size",
        "or 2 of them in brackets",
    ),
    (one("Conv2D", {**CONV, "groups": 3}, 8, 8, 1), "groups", "evenly divisible"),
    (one("Dense", {"units": 3, "unit": 4}, 8), "unit", "Remove it."),
    (one("Dense", {"units": 3}, None), None, "needs to know the sizes"),
    (
        one("Conv2D", {**CONV, "kernel_initializer": "identity"}, 8, 8, 1),
        None,
        "can only be used",
    ),
    (one("Cropping2D", {"cropping": 5}, 8, 8, 1), "cropping", "Cut off less"),
    (
        one("Resizing", {"height": 9, "width": 9}, 8, port="data"),
        None,
        "cannot work on",
    ),
    (one("Dense", {"units": 3}, 8, dtype="string"), None, "gets text"),
    (
        one(
            "Bidirectional",
            {"layer": keras_object("keras.layers.Dense", {"units": 3})},
            8,
            8,
            port="sequences",
        ),
        "layer",
        "cannot use Dense as “layer”",
    ),
    (
        Drawing().add("x", "InputLayer", {"shape": (-3,)}),
        "shape",
        "such as (28, 28, 1)",
    ),
]


@pytest.mark.parametrize(("drawing", "parameter", "part"), MISTAKES)
def test_mistakes_are_told_in_plain_words(said, drawing, parameter, part):
    told = said(drawing)
    assert [p[0] for p in told.problems] == ["x"]
    assert told.problems[0][2] == parameter
    (text,) = told.texts
    assert part in text
    assert text.startswith("x ")
    assert text.endswith(".") or text.endswith("?")
    assert not re.search(
        r"this_layer|\x1b|KerasTensor|Traceback|Arguments received", text
    )


@pytest.mark.parametrize(
    ("drawing", "code"),
    [
        (one("Lambda", {"function": "print"}, 8), "K-CLASS"),
        (one("Layer", {}, 8), "K-CLASS"),
        (one("NoSuchLayer", {}, 8), "K-CLASS"),
        (one("os.system", {"command": "true"}, 8), "K-CLASS"),
        (one("StringLookup", {"vocabulary": __file__}, 8, dtype="string"), "K-REFUSED"),
    ],
)
def test_what_would_run_code_or_read_files_is_refused(said, drawing, code):
    assert said(drawing).problems[0][:2] == ("x", code)


@pytest.mark.parametrize(
    "value",
    [
        keras_object("os.system", {"command": "touch {mark}"}),
        keras_object("keras.layers.Lambda", {"function": "x"}),
        keras_object("builtins.eval", {"source": "open('{mark}', 'w')"}),
        {"class_name": "function", "config": "eval", "module": "builtins"},
        {"class_name": "__lambda__", "config": {"value": "4wEA"}, "module": "builtins"},
    ],
)
def test_nested_objects_are_made_from_the_catalog_only(said, value, tmp_path):
    mark = tmp_path / "mark"
    planted = json.loads(json.dumps(value).replace("{mark}", str(mark)))
    for parameters in (
        {"units": 3, "kernel_initializer": planted},
        {"units": 3, "activation": planted},
    ):
        told = said(one("Dense", parameters, 8))
        assert told.problems[0][1] in ("K-REFUSED", "K-PARAMETER")
    told = said(one("TimeDistributed", {"layer": planted}, 8, 8))
    assert told.problems[0][1] in ("K-REFUSED", "K-PARAMETER")
    assert not mark.exists()


@pytest.mark.parametrize(
    ("drawing", "code", "words"),
    [
        (one("LSTM", {"units": 3}, 8, 8, 3, port="sequences"), "K-RANK", "3 axes"),
        (two("Add", {}, (4,), (8,)), "K-MERGE", "(4,) and (8,)"),
        (one("MaxPooling2D", {"pool_size": 9}, 8, 8, 1), "K-WINDOW", "pool_size 9"),
        (one("Reshape", {"target_shape": (7, 7)}, 48), "K-RESHAPE", "48 values"),
        (
            one("Activation", {"activation": "softmax"}, 8, dtype="int32"),
            "K-DTYPE",
            "gets int32",
        ),
        (
            Drawing().input("a", 4).add("x", "Subtract", {}, inputs=["a", "a", "a"]),
            "K-ARITY",
            "takes 2 tensors and gets 3",
        ),
    ],
)
def test_each_kind_of_misfit_has_a_code_of_its_own(said, drawing, code, words):
    told = said(drawing)
    assert [(name, said_code) for name, said_code, _ in told.problems] == [("x", code)]
    assert words in told.texts[0]
