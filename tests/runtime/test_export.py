"""Exports: each loads again in a clean interpreter and computes the same."""

import json

import h5py
import numpy as np
import pytest

from studio.errors import StudioError
from studio.protocol.messages import Export, Exported
from studio.runtime.export_formats import EXPORT_FORMATS, export_format
from tests.runtime.bench import SCRIPT
from tests.runtime.test_evaluate import evaluate, predict

pytestmark = pytest.mark.engine

LOAD = """
import json, sys
import keras, numpy as np, tensorflow as tf
model_path, files = sys.argv[1], json.loads(sys.argv[2])
x = np.random.default_rng(1).random((5, 8, 8, 1)).astype("float32")
expected = keras.models.load_model(model_path).predict(x, verbose=0)
found = {}
for kind, path in files.items():
    if kind == "keras":
        y = keras.models.load_model(path).predict(x, verbose=0)
    elif kind == "h5":
        y = keras.models.load_model(path, compile=False).predict(x, verbose=0)
    elif kind == "savedmodel":
        loaded = tf.saved_model.load(path)
        y = loaded.serve(x).numpy()
    elif kind.startswith("tflite"):
        run = tf.lite.Interpreter(path).get_signature_runner()
        [name] = run.get_input_details()
        y = run(**{name: x})["output_0"]
    else:
        model = keras.models.load_model(model_path)
        model.set_weights([w * 0 for w in model.get_weights()])
        model.load_weights(path)
        y = model.predict(x, verbose=0)
    found[kind] = float(np.abs(y - expected).max())
print(json.dumps([found, float(expected.std())]))
"""

NAMES = {
    "keras": "model.keras",
    "savedmodel": "saved",
    "h5": "model.h5",
    "weights": "model.weights.h5",
    "tflite": "model.tflite",
    "tflite-half": "half.tflite",
    "tflite-small": "small.tflite",
}


def export(bench, form, destination, weights="", script=SCRIPT):
    number = bench.session.next_request()
    request = Export(number, script, str(weights), form, str(destination))
    return bench.session.ask(request, Exported)


def test_every_format_that_needs_the_engine_is_exported():
    assert {f.id for f in EXPORT_FORMATS if f.needs_engine} == set(NAMES)
    assert all(NAMES[f.id].endswith(f.suffix) for f in EXPORT_FORMATS if f.needs_engine)
    assert export_format("onnx") is None


def test_a_trained_model_predicts_the_same_elsewhere(bench, python, tmp_path):
    run, _ = bench.train()
    written = {}
    for form, name in NAMES.items():
        target = tmp_path / form / name
        target.parent.mkdir()
        answer = export(bench, form, target, run.folder)
        assert answer.destination == str(target)
        files = [target] if target.is_file() else list(target.rglob("*"))
        assert answer.size == sum(f.stat().st_size for f in files if f.is_file())
        assert [path.name for path in target.parent.iterdir()] == [name]
        written[form] = str(target)
    told = python(LOAD, run.model_path, json.dumps(written))
    differences, spread = json.loads(told.splitlines()[-1])
    exact = set(NAMES) - {"tflite-half", "tflite-small"}
    assert {form for form, size in differences.items() if size < 1e-6} == exact
    assert max(differences.values()) < 0.02
    assert spread > 0.01


@pytest.mark.parametrize("form", NAMES)
def test_a_fresh_model_can_be_exported_and_replaced(bench, tmp_path, form):
    target = tmp_path / NAMES[form]
    export(bench, form, target)
    export(bench, form, target)
    assert [path.name for path in tmp_path.iterdir()] == [target.name]


def test_weights_that_the_model_starts_from_are_exported(bench, tmp_path):
    first, second = tmp_path / "a.weights.h5", tmp_path / "b.weights.h5"
    export(bench, "weights", first)
    script = f"{SCRIPT}\nWEIGHTS = {str(first)!r}\n"
    export(bench, "weights", second, script=script)
    with h5py.File(first) as one, h5py.File(second) as other:
        arrays: list[str] = []
        one.visititems(
            lambda place, item: (
                arrays.append(place) if isinstance(item, h5py.Dataset) else None
            )
        )
        assert arrays
        for place in arrays:
            assert np.array_equal(one[place], other[place])


def test_models_with_several_inputs_and_whole_numbers_are_checked(bench, tmp_path):
    build = """def build_model():
    words = keras.Input((None,), dtype="int32", name="words")
    image = keras.Input((None, None, 3), name="image")
    text = keras.layers.Embedding(5, 4)(words)
    text = keras.layers.GlobalAveragePooling1D()(text)
    seen = keras.layers.Conv2D(4, 3)(image)
    seen = keras.layers.GlobalAveragePooling2D()(seen)
    both = keras.layers.Concatenate()([text, seen])
    one, two = keras.layers.Dense(2)(both), keras.layers.Dense(3)(both)
    return keras.Model([words, image], [one, two])
"""
    start, end = SCRIPT.index("def build_model"), SCRIPT.index("\n\ndef train")
    script = SCRIPT[:start] + build + SCRIPT[end:]
    for form, name in NAMES.items():
        export(bench, form, tmp_path / name, script=script)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(NAMES.values())


def test_large_steps_and_a_fixed_batch_are_no_obstacle(bench, tmp_path):
    build = """def build_model():
    inputs = keras.Input(batch_shape=(2, None, None, 1))
    x = keras.layers.Conv2D(2, 50, strides=20)(inputs)
    return keras.Model(inputs, keras.layers.GlobalAveragePooling2D()(x))
"""
    start, end = SCRIPT.index("def build_model"), SCRIPT.index("\n\ndef train")
    script = SCRIPT[:start] + build + SCRIPT[end:]
    for form, name in NAMES.items():
        export(bench, form, tmp_path / name, script=script)


def test_a_run_in_subclass_style_is_evaluated_predicted_and_exported(bench, tmp_path):
    build = """class Net(keras.Model):
    def __init__(self):
        super().__init__()
        self.conv = keras.layers.Conv2D(4, 3, activation="relu")
        self.flatten = keras.layers.Flatten()
        self.dense = keras.layers.Dense(10, activation="softmax")

    def call(self, inputs):
        return self.dense(self.flatten(self.conv(inputs)))


def build_model():
    inputs = keras.Input(shape=(8, 8, 1), name="input")
    model = Net()
    model(inputs)
    return model
"""
    start, end = SCRIPT.index("def build_model"), SCRIPT.index("\n\ndef train")
    script = SCRIPT[:start] + build + SCRIPT[end:]
    run, _ = bench.train(script, epochs=1)
    assert run.record.state == "finished", run.record.error
    assert evaluate(bench, run).metrics == run.record.evaluation
    for one in predict(bench, run).outputs[0].predictions:
        assert np.isclose(sum(one.scores), 1.0, atol=1e-5)
    for form, name in NAMES.items():
        export(bench, form, tmp_path / name, run.folder, script)
    with h5py.File(run.weights_path) as one:
        trained = one["dense/vars/0"][:]
    with h5py.File(tmp_path / NAMES["weights"]) as other:
        assert np.array_equal(other["dense/vars/0"], trained)


REFUSED = {
    "a wrong suffix": ("keras", "model.h5", r"end with \.keras"),
    "only a suffix": ("keras", ".keras", r"end with \.keras"),
    "weights need theirs": ("weights", "model.h5", r"end with \.weights\.h5"),
    "no folder": ("keras", "nowhere/model.keras", "is not there"),
    "an unknown format": ("onnx", "model.onnx", "no format 'onnx'"),
    "a folder of other things": ("savedmodel", "other", "holds other things"),
    "a folder in the way": ("keras", "other.keras", "holds other things"),
}


@pytest.mark.parametrize(("form", "name", "why"), REFUSED.values(), ids=REFUSED.keys())
def test_a_bad_destination_is_refused_and_nothing_lost(
    bench, tmp_path, form, name, why
):
    for folder in ("other", "other.keras"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "diary.txt").write_text("dear diary")
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(StudioError, match=why):
        export(bench, form, tmp_path / name)
    assert sorted(tmp_path.rglob("*")) == before


def test_a_failed_export_keeps_the_old_file(bench, tmp_path):
    target = tmp_path / "model.keras"
    target.write_text("old")
    broken = SCRIPT.replace("keras.layers.Flatten(", "keras.layers.Flaten(")
    with pytest.raises(StudioError, match="Building the model failed in line"):
        export(bench, "keras", target, script=broken)
    assert target.read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["model.keras"]


def test_a_run_without_a_model_says_so(bench, tmp_path):
    run, _ = bench.fail(SCRIPT.replace("Dense(10", "Dense(8"))
    with pytest.raises(StudioError, match="has no trained model"):
        export(bench, "keras", tmp_path / "model.keras", run.folder)


def test_a_damaged_model_says_so(bench, tmp_path):
    run, _ = bench.train()
    run.model_path.write_bytes(run.model_path.read_bytes()[:1000])
    with pytest.raises(StudioError, match="damaged"):
        export(bench, "keras", tmp_path / "model.keras", run.folder)


def test_a_strange_name_is_no_obstacle(bench, tmp_path):
    target = tmp_path / "Modell %20 # 'é' 日本 🙂.keras"
    export(bench, "keras", target)
    assert target.is_file()
