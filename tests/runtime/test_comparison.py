"""Every kind of difference between two models is named."""

import json

import pytest

pytestmark = pytest.mark.engine
CHILD = """
import json, sys
import keras
from keras import layers, ops
from studio.runtime.engine.comparison import compare

def model(units=3, name="d", trainable=True, times=1, keys=False, drop=0.1, fill=0.0):
    x = keras.Input((4,), name="x")
    y = layers.Dropout(drop, name="drop")(x)
    dense = layers.Dense(units, name=name, trainable=trainable)
    y = dense(y)
    y = y * (2.0 + fill)
    for _ in range(times - 1):
        y = ops.abs(y)
    return keras.Model(x, {"y": y} if keys else y, name="m")

def told(**changed):
    found = compare(model(), model(**changed))
    return [(d.layer, d.field, d.expected, d.found) for d in found]

cases = [{}, {"units": 5}, {"name": "e"}, {"trainable": False}, {"times": 2},
         {"keys": True}, {"drop": 0.5}, {"fill": 1.0}]
result = [told(**case) for case in cases]
json.dump(result, sys.stdout)
"""


@pytest.fixture(scope="module")
def told(python):
    return [[tuple(item) for item in found] for found in json.loads(python(CHILD))]


def test_equal_models_are_equal(told):
    assert told[0] == []


def test_a_parameter_and_the_weights_that_follow(told):
    assert ("d", "units", "3", "5") in told[1]
    assert any(field == "parameters" for _, field, _, _ in told[1])
    assert any(field.startswith("weight shape") for _, field, _, _ in told[1])


def test_names_flags_and_layers(told):
    assert ("m", "layers", "['d']", "['e']") in told[2]
    assert ("d", "trainable", "True", "False") in told[3]
    assert ("m", "layers", "[]", "['Absolute#1']") in told[4]


def test_structures_and_rates(told):
    assert any(field.startswith("output_layers") for _, field, _, _ in told[5])
    assert told[6] == [("drop", "rate", "0.1", "0.5")]


def test_a_constant_shows_in_the_call_and_in_the_outputs(told):
    fields = {field for _, field, _, _ in told[7]}
    assert "inbound_nodes[0].x2" in fields
    assert "output" in fields
