"""TensorFlow Lite files: what goes into them, and what is said of what cannot."""

from __future__ import annotations

import pytest

from studio.errors import StudioError
from tests.runtime.bench import SCRIPT
from tests.runtime.test_export import export

pytestmark = pytest.mark.engine
LITE = ("tflite", "tflite-half", "tflite-small")


def script_of(build):
    start, end = SCRIPT.index("def build_model"), SCRIPT.index("\n\ndef train")
    lines = "\n".join(f"    {line}" for line in build.strip().splitlines())
    return f"{SCRIPT[:start]}def build_model():\n{lines}\n{SCRIPT[end:]}"


def written(bench, folder, build, form="tflite"):
    target = folder / f"{form}.tflite"
    answer = export(bench, form, target, script=script_of(build))
    return answer, target


WIDE = """
inputs = keras.Input((64,), name="pixels")
x = keras.layers.Dense(256, activation="relu")(inputs)
return keras.Model(inputs, keras.layers.Dense(10)(x))
"""


def test_smaller_weights_make_a_smaller_file_and_it_is_told(bench, tmp_path):
    sizes = {}
    weights = 4 * (64 * 256 + 256 + 256 * 10 + 10)
    for form in LITE:
        answer, target = written(bench, tmp_path, WIDE, form)
        sizes[form] = target.stat().st_size
        assert answer.size == sizes[form]
        assert "Loaded again" in answer.told
        share = sizes[form] / weights
        assert f"{share:.2f} times as large as the weights of" in answer.told
    assert 1 < sizes["tflite"] / weights < 1.1
    assert 0.5 < sizes["tflite-half"] / weights < 0.6
    assert 0.25 < sizes["tflite-small"] / weights < 0.35


RECURRENT = """
inputs = keras.Input((10, 4))
x = keras.layers.Bidirectional(keras.layers.GRU(8))(inputs)
return keras.Model(inputs, keras.layers.Dense(2)(x))
"""


def test_recurrent_layers_take_one_sample_at_a_time(bench, tmp_path):
    answer, _ = written(bench, tmp_path, RECURRENT)
    assert "it takes one sample at a time" in answer.told


OTHERS = {
    "a sequential model": """
return keras.Sequential([keras.Input((8, 8, 1)), keras.layers.Conv2D(4, 3),
    keras.layers.BatchNormalization(), keras.layers.Flatten(), keras.layers.Dense(3)])
""",
    "attention": """
inputs = keras.Input((6, 4))
x = keras.layers.MultiHeadAttention(2, 4)(inputs, inputs)
return keras.Model(inputs, keras.layers.LayerNormalization()(x))
""",
    "random layers": """
inputs = keras.Input((8, 8, 3))
x = keras.layers.RandomRotation(0.1)(keras.layers.RandomFlip()(inputs))
x = keras.layers.Dropout(0.5)(keras.layers.Rescaling(1 / 255)(x))
return keras.Model(inputs, keras.layers.Dense(2)(keras.layers.Flatten()(x)))
""",
    "a fixed batch and a strange name": """
inputs = keras.Input(batch_shape=(2, 5), name="5 % é")
return keras.Model(inputs, keras.layers.Dense(2)(inputs))
""",
    "a dict of outputs in an order of its own": """
inputs = keras.Input((5,))
return keras.Model(inputs, {"z": keras.layers.Dense(2)(inputs),
    "a": keras.layers.Dense(2, activation="relu")(inputs)})
""",
}


@pytest.mark.parametrize("build", OTHERS.values(), ids=OTHERS.keys())
def test_models_of_many_kinds_compute_the_same(bench, tmp_path, build):
    answer, target = written(bench, tmp_path, build)
    assert target.is_file()
    assert "one sample" not in answer.told


SPECTRUM = """
inputs = keras.Input((8, 8))
x = keras.layers.Dense(8, name="before")(inputs)
x = keras.layers.Lambda(lambda t: keras.ops.fft2((t, t))[0], name="spectrum")(x)
return keras.Model(inputs, x)
"""


def test_what_it_does_not_have_is_told_by_layer_and_operation(bench, tmp_path):
    target = tmp_path / "model.tflite"
    target.write_bytes(b"old")
    with pytest.raises(StudioError) as caught:
        export(bench, "tflite", target, script=script_of(SPECTRUM))
    text = str(caught.value)
    assert "“spectrum” needs Complex, FFT2D, which TensorFlow Lite does not" in text
    assert "SELECT_TF_OPS" in text
    assert target.read_bytes() == b"old"
