"""Inference of layers whose code the document brings."""

from __future__ import annotations

import pytest

from studio.catalog.foreign import fingerprint
from studio.graph.setup import CodeSettings, Setup
from tests.runtime.drawing import Drawing, ask

pytestmark = pytest.mark.engine

OWN = """
import keras

class Scale(keras.layers.Layer):
    def __init__(self, factor, **kwargs):
        super().__init__(**kwargs)
        self.factor = factor

    def build(self, shape):
        self.scale = self.add_weight(shape=(shape[-1],), name="scale")

    def call(self, inputs, extra=None):
        return inputs * self.scale * self.factor

class Broken(keras.layers.Layer):
    def call(self, inputs):
        raise KeyError("nothing here")
"""


def own_layers():
    drawing = Drawing().input("a", 4)
    drawing.setup = Setup(code=CodeSettings(custom=OWN))
    drawing.add("x", "custom.Scale", {"factor": 2.0}, inputs="a")
    return drawing.add("d", "Dense", {"units": 3}, inputs="x")


def test_own_layers_are_called_once_their_code_is_allowed(engine):
    told = ask(engine, own_layers(), trusted=fingerprint(OWN, ()))
    assert told.problems == []
    assert told.facts["x"].params == 4
    assert told.facts["x"].flops == 8
    assert told.shape("d") == (None, 3)


@pytest.mark.parametrize("trusted", ["", fingerprint("", ()), fingerprint("x", ())])
def test_own_layers_never_run_unasked(engine, trusted):
    told = ask(engine, own_layers(), trusted=trusted)
    assert told.problems == [("x", "K-CLASS", None)]
    assert "not allowed to run" in told.texts[0]


def test_what_is_wrong_with_own_layers_is_told(engine):
    drawing = own_layers()
    drawing.add("y", "custom.Scale", {"size": 2}, inputs="a")
    drawing.add("z", "custom.Broken", {}, inputs="a")
    told = ask(engine, drawing, trusted=fingerprint(OWN, ()))
    assert [p[:2] for p in told.problems] == [("y", "K-PARAMETER"), ("z", "K-SHAPE")]
    assert "nothing here" in told.texts[1]


def test_own_code_that_cannot_run_is_a_problem_of_the_document(engine):
    drawing = own_layers()
    drawing.setup = Setup(code=CodeSettings(custom="def ("))
    told = ask(engine, drawing, trusted=fingerprint("def (", ()))
    assert (None, "K-CODE", None) in told.problems
