"""Runs in a clean interpreter: builds or runs every script of a folder.

Arguments: the folder, which gets result.json. Scripts named ``run_...`` are
executed as programs, each in an empty folder of its own.
"""

import json
import os
import pathlib
import sys
import tempfile

import keras
from keras.src.backend.common import global_state
from keras.src.utils import naming


def build(text):
    names = {"__name__": "script"}
    exec(compile(text, "script.py", "exec"), names)
    model = names["build_model"]()
    return {
        "layers": {layer.name: type(layer).__name__ for layer in model.layers},
        "configs": {layer.name: layer.get_config() for layer in model.layers},
        "params": model.count_params(),
        "json": model.to_json(),
    }


def run(text):
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        names = {"__name__": "__main__"}
        exec(compile(text, "script.py", "exec"), names)
        files = sorted(os.listdir(folder))
        model = keras.saving.load_model("model.keras")
        os.chdir("/")
    return {"files": files, "layers": [layer.name for layer in model.layers]}


def made_inside(calls):
    """Layers that make named things besides themselves, by Keras' counters."""
    found = []
    for path, call in calls.items():
        keras.utils.clear_session()
        layer = eval(call)
        counters = global_state.get_global_attribute("object_name_uids") or {}
        own = naming.to_snake_case(type(layer).__name__)
        if set(counters) - {own, "seed_generator", "keras_tensor"}:
            found.append(path)
    return found


folder = pathlib.Path(sys.argv[1])
calls = json.loads((folder / "calls.json").read_text())
result = {"made_inside": made_inside(calls)}
for path in sorted(folder.glob("*.py")):
    keras.utils.clear_session()
    work = run if path.stem.startswith("run_") else build
    result[path.stem] = work(path.read_text(encoding="utf-8"))
text = json.dumps(result, default=str)
(folder / "result.json").write_text(text)
