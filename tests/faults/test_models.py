"""Wrong models and data: exactly one clear error each, at the right place."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from studio.catalog.store import load_catalog
from studio.commands.checking import _ask
from studio.graph import commands
from studio.graph.document import Document
from studio.graph.model import Edge, Point
from studio.graph.problems import Severity
from tests.cli.conftest import chain
from tests.faults.conftest import is_clear

pytestmark = pytest.mark.engine

INPUT = ("Input", {"shape": (8, 8, 1)})
FLATTEN = ("Flatten", {})
SOFTMAX = ("Dense", {"units": 10, "activation": "softmax"})

LAYERS = {
    "units -1": ("Dense", {"units": -1}, "a whole number above 0 for “units”"),
    "units 1.5": ("Dense", {"units": 1.5}, "a whole number above 0 for “units”"),
    "units text": ("Dense", {"units": "x"}, "a whole number above 0 for “units”"),
    "units huge": ("Dense", {"units": 10**12}, "counts sizes up to 2,147,483,647"),
    "units vast": ("Dense", {"units": 10**400}, "counts sizes up to 2,147,483,647"),
    "no units": ("Dense", {}, "needs a value for “units”"),
    "rate 1.5": ("Dropout", {"rate": 1.5}, "from 0 to 1 for “rate”, not 1.5"),
    "rate text": ("Dropout", {"rate": "a"}, "needs a number for “rate”, not “a”"),
    "rate None": ("Dropout", {"rate": None}, "needs a number for “rate”, not None"),
    "kernel": ("Conv2D", {"filters": 2, "kernel_size": 11}, "larger than its input"),
    "pool": ("MaxPooling2D", {"pool_size": 20}, "larger than its input"),
    "stride 0": (
        "Conv2D",
        {"filters": 2, "kernel_size": 2, "strides": 0},
        "whole number for “strides”",
    ),
    "padding": (
        "Conv2D",
        {"filters": 2, "kernel_size": 2, "padding": "no"},
        "Choose “valid” or “same”",
    ),
    "activation": ("Dense", {"units": 3, "activation": "relo"}, "mean “relu”?"),
    "dtype": ("Dense", {"units": 3, "dtype": "float31"}, "the data type “float31”"),
    "reshape": ("Reshape", {"target_shape": (7, 7)}, "do not fill (7, 7)"),
    "unknown": ("Dense", {"units": 3, "hacks": 1}, "“hacks” that Dense does not know"),
}


def errors_of(document: Document, engine, base) -> list[Any]:
    report = _ask(engine, document, load_catalog(), str(base), True)
    errors = [p for p in report.problems if p.severity is Severity.ERROR]
    assert all(is_clear(p.text) for p in report.problems), report.problems
    return [p for p in errors if p.code != "D-NONE"]


@pytest.mark.parametrize("name", LAYERS)
def test_layer(name, engine, tmp_path):
    layer, parameters, words = LAYERS[name]
    document = chain(INPUT, (layer, parameters))
    (problem,) = errors_of(document, engine, tmp_path)
    assert words in problem.text
    assert problem.node == "n2"


def test_cycle_and_loose_layer(engine, tmp_path):
    document = chain(INPUT, FLATTEN, SOFTMAX)
    nodes = []
    for _ in range(3):
        edit, node = commands.place_layer(
            document, "keras.layers.Dense", Point(0, 0), {"units": 3}
        )
        document.apply(edit)
        nodes.append(node)
    first, second, loose = nodes
    document.apply(commands.connect(document, Edge(first, second, "inputs")))
    document.apply(commands.connect(document, Edge(second, first, "inputs")))
    found = {p.code: p for p in errors_of(document, engine, tmp_path)}
    assert set(found) == {"G-CYCLE", "G-INPUT"}
    assert "form a loop: dense_2 → dense_1 → dense_2" in found["G-CYCLE"].text
    assert found["G-CYCLE"].fixes
    assert found["G-INPUT"].node == loose


ROWS = "".join(f"{i},{i * 2},{i % 2}\n" for i in range(40))
TABLE = f"a,b,y\n{ROWS}"
TABLES = {
    "missing": (None, "is not there. Choose the file again"),
    "empty": ("", "is empty"),
    "picture": ("\x89PNG\0", "is no text file"),
    "bad rows": (
        f"{TABLE}1,2\nx,2,1\n",
        "Line 42: 2 cells found, 3 expected. Line 43, column a: 'x' found",
    ),
    "no header": (ROWS, "must name the columns"),
    "text": (TABLE.replace(",2,", ",red,"), "Line 3, column b: 'red' found"),
    "one class": ("a,b,y\n1,2,7\n3,4,7\n", "nothing to tell apart"),
    "header alone": ("a,b,y\n", "has a header and no rows"),
    "semicolons": (TABLE.replace(",", ";"), "Set the delimiter to semicolon"),
    "open quote": (f'{TABLE}"1,2,3\n', "a quotation mark that is not closed"),
    "three classes": (f"{TABLE}1,2,5\n3,4,6\n", "gives 2 numbers, but data.csv has 4"),
}


def table_model(path: str, **options: str) -> Document:
    document = chain(
        ("Input", {"shape": (2,)}), ("Dense", {"units": 2, "activation": "softmax"})
    )
    edit = commands.change_data(
        document, kind="csv", path=path, options={"target": "y", **options}
    )
    document.apply(edit)
    return document


@pytest.mark.parametrize("name", TABLES)
def test_table(name, engine, tmp_path):
    text, words = TABLES[name]
    if text is not None:
        (tmp_path / "data.csv").write_text(text)
    (problem,) = errors_of(table_model("data.csv"), engine, tmp_path)
    assert words in problem.text


@pytest.mark.parametrize(
    ("document", "words"),
    [
        (table_model(""), "no file is chosen"),
        (table_model("data.csv", target=""), "target column is not chosen"),
        (table_model("data.csv", target="z"), "no column 'z'"),
        (table_model("data.csv", task="bogus"), "Choose classification or regression"),
        (table_model("data.csv", delimiter="ab"), "separated by one character"),
        (table_model("."), "cannot be opened because it is a folder"),
    ],
)
def test_table_settings(document, words, engine, tmp_path):
    (tmp_path / "data.csv").write_text(TABLE)
    (problem,) = errors_of(document, engine, tmp_path)
    assert words in problem.text


X = np.random.default_rng(0).random((50, 4)).astype("float32")
Y = np.arange(50) % 3
ARRAYS = {
    "labels above": ({"x": X, "y": Y + 5}, "gives 3 numbers, but data.npz has 8"),
    "labels below": ({"x": X, "y": Y - 1}, "has the label -1; labels count from 0"),
    "lengths": ({"x": X, "y": Y[:40]}, "50 samples and 'y' has 40 labels"),
    "names": ({"a": X, "b": Y}, "no array 'x'. Choose among its arrays: a, b"),
    "not finite": (
        {"x": np.where(X > 0.1, X, np.inf), "y": Y},
        "values that are not finite",
    ),
    "no samples": ({"x": X[:0], "y": Y[:0]}, "holds no samples"),
    "objects": (
        {"x": np.array([{}] * 50, dtype=object), "y": Y},
        "could run code and are not read",
    ),
    "other shape": ({"x": X[:, :3], "y": Y}, "takes samples of shape 4"),
}


@pytest.mark.parametrize("name", ARRAYS)
def test_arrays(name, engine, tmp_path):
    arrays, words = ARRAYS[name]
    np.savez(tmp_path / "data.npz", **arrays)
    (problem,) = errors_of(array_model(), engine, tmp_path)
    assert words in problem.text


@pytest.mark.parametrize("content", [b"", b"\x89PNG", b"PK\x03\x04" + bytes(50)])
def test_no_arrays(content, engine, tmp_path):
    (tmp_path / "data.npz").write_bytes(content)
    (problem,) = errors_of(array_model(), engine, tmp_path)
    assert "is no NumPy file, or it is damaged" in problem.text


def array_model() -> Document:
    document = chain(
        ("Input", {"shape": (4,)}), ("Dense", {"units": 3, "activation": "softmax"})
    )
    document.apply(commands.change_data(document, kind="npz", path="data.npz"))
    return document


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"epochs": 0}, "The number of epochs is 0"),
        ({"batch_size": 0}, "The batch size is 0"),
        ({"seed": -1}, "The seed is -1"),
        ({"device": "tpu; rm -rf /"}, "There is no device “tpu; rm -rf /”"),
    ],
)
def test_settings(settings, words, engine, tmp_path):
    document = chain(INPUT, FLATTEN, SOFTMAX)
    document.apply(commands.change_data(document, kind="digits"))
    document.apply(commands.change_fit(document, **settings))
    (problem,) = errors_of(document, engine, tmp_path)
    assert words in problem.text
    assert problem.fixes


@pytest.mark.parametrize("name", ["my layer", "größe", "a/b", 'a"b', "", "x" * 10_000])
def test_names_that_training_refuses(name, engine, tmp_path):
    document = chain(INPUT, FLATTEN, SOFTMAX)
    document.apply(commands.change_data(document, kind="digits"))
    document.apply(commands.rename(document, "n3", name))
    (problem,) = errors_of(document, engine, tmp_path)
    assert problem.code == "G-NAME"
    assert len(problem.text) < 250
    (fix,) = problem.fixes
    document.apply(fix.edit)
    assert errors_of(document, engine, tmp_path) == []
