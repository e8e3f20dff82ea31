"""Every layer and op that can be placed: inferred, generated, executed, compared."""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from studio.catalog.spec import Role
from studio.catalog.store import load_catalog
from studio.graph.values import keras_object, to_jsonable

pytestmark = [pytest.mark.engine, pytest.mark.timeout(600)]

CATALOG = load_catalog()
LAYERS = CATALOG.of_role(Role.LAYER)
PLACED = [*LAYERS, *CATALOG.of_role(Role.OP)]
CHILD = [sys.executable, "-m", "tests.runtime.walk"]
EXCEPTIONS = tomllib.loads(
    (Path(__file__).parent / "walk" / "exceptions.toml").read_text("utf-8")
)


@pytest.fixture(scope="module")
def ask():
    """Ask one process with TensorFlow about all entries."""
    pipe = subprocess.PIPE
    child = subprocess.Popen(
        CHILD, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, text=True
    )

    def asked(*question):
        print(json.dumps(question), file=child.stdin, flush=True)
        return json.loads(child.stdout.readline())

    yield asked
    child.stdin.close()
    child.stdout.close()
    child.wait(timeout=200)


def categories(specs):
    return dict.fromkeys(spec.category for spec in specs)


def test_exceptions_are_of_this_catalog():
    assert EXCEPTIONS.keys() <= {spec.path for spec in PLACED}


@pytest.mark.parametrize("category", categories(PLACED))
def test_what_is_placed_computes_what_keras_computes(ask, category):
    specs = [spec for spec in PLACED if spec.category == category]
    found = {spec.path: ask("walk", spec.path) for spec in specs}
    failed = {path: text for path, text in found.items() if text}
    unexpected = {p: text for p, text in failed.items() if p not in EXCEPTIONS}
    assert not unexpected
    stale = {p for p in found if p in EXCEPTIONS and p not in failed}
    assert not stale


@pytest.mark.parametrize("category", categories(LAYERS))
def test_a_layer_of_open_sizes_answers_as_a_fresh_one(ask, category):
    paths = [spec.path for spec in LAYERS if spec.category == category]
    counts = {path: ask("open sizes", path) for path in paths}
    failed = {path: told for path, told in counts.items() if isinstance(told, str)}
    assert not failed
    answered = [count for count in counts.values() if count is not None]
    assert not answered or max(answered) > 0


@pytest.mark.parametrize(
    ("path", "parameters", "is_keras"),
    [
        ("keras.layers.Conv2D", {"filters": 2, "kernel_size": 1}, True),
        (
            "keras.layers.TimeDistributed",
            {"layer": keras_object("custom.Scale")},
            False,
        ),
        ("keras.layers.Activation", {"activation": keras_object("my.Bend")}, False),
        ("custom.Scale", {}, False),
        ("keras.layers.TFSMLayer", {"filepath": "model"}, False),
        ("keras.applications.ResNet50", {}, False),
    ],
)
def test_code_of_others_is_asked_afresh(ask, path, parameters, is_keras):
    assert ask("is all Keras", path, to_jsonable(parameters)) is is_keras
