"""Imported models against Keras itself."""

from __future__ import annotations

import json

import pytest

from studio.catalog.store import load_catalog
from studio.codegen.model_code import generate_model
from studio.importing.archive import import_file, parse_json
from studio.importing.config import import_config
from studio.protocol.model_messages import BuildKnown, KnownBuilt

pytestmark = pytest.mark.engine

MAKE = """
import keras, numpy, sys
x = keras.Input((4,))
inner = keras.Sequential([keras.Input((4,)), keras.layers.Dense(3)], name="inner")
y = keras.layers.Concatenate()([inner(x), keras.layers.Dense(2)(x)])
keras.Model(x, keras.ops.tanh(y), name="small").save(sys.argv[1])
"""
COMPARE = """
import keras, numpy, sys
scope = {}
exec(open(sys.argv[2]).read(), scope)
model = scope["build_model"]()
model.load_weights(sys.argv[3])
data = numpy.random.default_rng(0).normal(size=(5, 4)).astype("float32")
whole = keras.models.load_model(sys.argv[1])
print("alike", numpy.array_equal(model.predict(data), whole.predict(data)))
"""


def test_imported_model_with_its_weights_predicts_as_keras_does(python, tmp_path):
    source = tmp_path / "small.keras"
    python(MAKE, source)
    model = import_file(source, load_catalog())
    code, weights = tmp_path / "code.py", tmp_path / "w.weights.h5"
    code.write_text(generate_model(model.document, load_catalog(), "small").text)
    with model.weights.open() as file:
        weights.write_bytes(file.read())
    assert "alike True" in python(COMPARE, source, code, weights)


def test_known_models_are_built_to_be_unpacked(engine):
    path = "keras.applications.MobileNetV2"
    question = BuildKnown(engine.next_request(), path, {"input_shape": (96, 96, 3)})
    built = engine.ask(question, KnownBuilt)
    wrong = BuildKnown(engine.next_request(), path, {"nothing": 1})
    refused = engine.ask(wrong, KnownBuilt)
    other = BuildKnown(engine.next_request(), "os.system", {})
    unknown = engine.ask(other, KnownBuilt)
    config = parse_json(built.payload, "model")
    assert json.loads(built.payload)["class_name"] == "Functional"
    model = import_config(config, load_catalog())
    assert model.warnings == ()
    assert len(model.document.graph.nodes) > 150
    assert "nothing" in refused.failure
    assert "builds no model" in unknown.failure
