"""Layers that edited code defines itself."""

from studio.graph.model import CUSTOM
from studio.ui.code.own_classes import own_text, with_own_classes
from tests.codegen.samples import Sketch

GENERATED = """\
from tensorflow import keras


def residual_block(x):
    return x


def build_model():
    return keras.Model()
"""
EDITED = """\
import numpy as np
from tensorflow import keras

FACTOR = 2.0


@keras.saving.register_keras_serializable()
class Scaled(keras.layers.Layer):
    def call(self, x):
        return half(x) * FACTOR


def half(x):
    return x / 2


def residual_block(x):
    return np.sin(x)


def build_model():
    return keras.Model()
"""
OWN = """\
from tensorflow import keras


FACTOR = 2.0


@keras.saving.register_keras_serializable()
class Scaled(keras.layers.Layer):
    def call(self, x):
        return half(x) * FACTOR


def half(x):
    return x / 2
"""


def test_classes_come_with_what_they_use():
    assert own_text(EDITED, GENERATED) == OWN


def test_code_without_classes_has_no_text_of_its_own():
    assert own_text(GENERATED, GENERATED) == ""


def test_layers_of_the_script_become_the_documents_own():
    sketch = Sketch()
    x = sketch.input("in", 4)
    usual = {"trainable": True, "dtype": "float32", "factor": 3}
    sketch.call("studio_script.Scaled", "scaled", usual, inputs=x)
    sketch.call("studio_script.Other", "other", inputs=x)
    document = with_own_classes(sketch.document(), OWN)
    found = {d.name: d for d in document.graph.definitions.values()}
    assert found["scaled"].layer_class == f"{CUSTOM}Scaled"
    assert found["scaled"].parameters == {"factor": 3}
    assert found["other"].layer_class == "studio_script.Other"
    assert document.setup.code.custom == OWN
