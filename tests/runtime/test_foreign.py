"""Layers that are not Keras' own: read by the engine once they are allowed."""

from __future__ import annotations

import pytest

from studio.catalog.foreign import fingerprint
from studio.errors import StudioError
from studio.protocol.messages import ClassesRead, ReadModules

pytestmark = pytest.mark.engine

TEXT = '''
import keras


class Scale(keras.layers.Layer):
    """Multiply by a learned factor.

    Args:
        units: Integer, number of factors.
    """

    def __init__(self, units, start=1.0, **kwargs):
        super().__init__(**kwargs)
        self.units = units
        self.start = start

    def build(self, shape):
        self.factor = self.add_weight(shape=(self.units, 1), initializer="ones")

    def call(self, inputs):
        return inputs * keras.ops.mean(self.factor)

    def get_config(self):
        return {**super().get_config(), "units": self.units, "start": self.start}
'''


def read(engine, modules=(), custom=""):
    approved = fingerprint(custom, modules)
    number = engine.next_request()
    return engine.ask(ReadModules(number, modules, custom, approved), ClassesRead)


def test_a_layer_of_ones_own_can_be_placed(engine):
    told = read(engine, custom=TEXT)
    assert told.problems == ()
    (spec,) = told.specs
    assert spec.path == "custom.Scale"
    assert [port.name for port in spec.inputs] == ["inputs"]
    assert spec.parameter("units").required
    assert spec.parameter("start").default == 1.0
    assert spec.summary == "Multiply by a learned factor."
    assert spec.config_defaults["start"] == 1.0
    assert spec.import_path == ""


def test_text_that_was_not_allowed_is_not_run(engine):
    request = ReadModules(engine.next_request(), (), TEXT, fingerprint("", ()))
    with pytest.raises(StudioError, match="not allowed to run"):
        engine.ask(request, ClassesRead)


def test_an_error_in_the_text_tells_its_line(engine):
    told = read(engine, custom=f"{TEXT}\n\nraise ValueError('half done')\n")
    assert told.specs == ()
    assert told.problems == (
        "Your own layers cannot be used: line 27: half done. Change the code.",
    )
    told = read(engine, custom="class Half(\n")
    assert "line 1" in told.problems[0]


def test_a_module_that_is_not_there_is_told(engine):
    told = read(engine, modules=("no_such_module_anywhere",))
    assert "“no_such_module_anywhere” cannot be imported" in told.problems[0]
