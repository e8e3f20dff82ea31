"""Layers that edited code defines itself."""

from studio.graph.model import CUSTOM
from studio.importing.own_classes import own_text, with_own_classes
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


CALLS = """
class Base(keras.layers.Layer):
    def call(self, x, scale, training=None):
        return x * scale


class Inherits(Base):
    pass


class Usual(keras.layers.Layer):
    def call(self, first, inputs):
        return first
"""


def test_what_comes_in_is_named_as_the_class_names_it():
    sketch = Sketch()
    x = sketch.input("in", 4)
    for name in ("Base", "Inherits"):
        ports = {"inputs": x, "args[1]": x}
        sketch.call(f"studio_script.{name}", name.lower(), **ports)
    sketch.call("studio_script.Base", "listed", **{"inputs[0]": x, "scale": x})
    sketch.call("studio_script.Usual", "usual", inputs=x, inputs_too=x)
    sketch.call("studio_script.Unknown", "unknown", inputs=x)
    graph = with_own_classes(sketch.document(), CALLS).graph
    ports = {
        graph.title_of(node): {edge.port for edge in graph.edges_into(node)}
        for node in graph.nodes
    }
    assert ports["base"] == ports["inherits"] == {"x", "scale"}
    assert ports["listed"] == {"x[0]", "scale"}
    assert ports["usual"] == {"inputs", "inputs_too"}
    assert ports["unknown"] == {"inputs"}


def test_text_that_nobody_changed_stays_as_it_is():
    custom = "# Mine\nfrom tensorflow import keras\n\n" + OWN.split("\n", 1)[1]
    assert own_text(EDITED, EDITED, custom) == custom


def test_helpers_of_the_text_so_far_are_not_taken_for_generated_functions():
    edited = EDITED.replace("* FACTOR", "+ FACTOR")
    assert own_text(edited, EDITED, OWN) == OWN.replace("* FACTOR", "+ FACTOR")


def test_what_is_deleted_is_gone():
    helpers = "FACTOR = 2.0\n\n\ndef half(x):\n    return x / 2\n"
    gone = EDITED[: EDITED.index("@keras")] + EDITED[EDITED.index("def half") :]
    assert own_text(gone, EDITED, OWN) == helpers
    assert own_text(GENERATED, EDITED, OWN) == ""


def test_another_import_changes_the_text():
    edited = EDITED.replace("from tensorflow import keras", "import keras")
    assert own_text(edited, EDITED, OWN).startswith("import keras\n")


def test_comments_stay_with_what_they_are_about():
    edited = EDITED.replace("def half", "# Half of it.\ndef half")
    assert "\n# Half of it.\ndef half" in own_text(edited, GENERATED)
