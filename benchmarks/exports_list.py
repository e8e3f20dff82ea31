"""`python -m benchmarks.exports_list`: write the table in docs/exporting.md.

A model is trained by an engine, exported in each format, and loaded by a fresh Python
process that knows nothing of Studio; what it computes is compared with the engine's.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from studio import paths
from studio.runtime.export_formats import EXPORT_FORMATS, ExportFormat

TARGET = Path(__file__).parent.parent / "docs" / "exporting.md"
EXAMPLE = "digits-convnet"
_TABLE = re.compile(r"(?<=<!-- measured -->\n).*?(?=<!-- end -->)", re.DOTALL)
_START = """
import json, os, sys, warnings
import numpy as np
warnings.simplefilter("ignore")
kind, path, run = sys.argv[1:]
x = np.random.default_rng(1).random((64, 8, 8, 1), "float32")
"""
_END = """
print(json.dumps(np.asarray(y, "float64").tolist()))
"""
_SCRIPT = """
import runpy
scope = runpy.run_path(path)
"""
_CELLS = """
cells = json.load(open(path))["cells"]
text = "\\n".join("".join(c["source"]) for c in cells if c["cell_type"] == "code")
scope = {"__name__": "notebook"}
exec(text, scope)
"""
_TRAIN = """
os.chdir(os.path.dirname(path))
scope["main"]()
import keras
y = keras.models.load_model("model.keras").predict(x, verbose=0)
"""
_LOAD = {
    "python": _SCRIPT + _TRAIN,
    "notebook": _CELLS + _TRAIN,
    "keras": "import keras\ny = keras.models.load_model(path).predict(x, verbose=0)",
    "h5": """
import keras
y = keras.models.load_model(path, compile=False).predict(x, verbose=0)
""",
    "savedmodel": """
import tensorflow as tf
loaded = tf.saved_model.load(path)
y = loaded.serve(x)
""",
    "weights": """
import runpy
model = runpy.run_path(run + "/script.py")["build_model"]()
model.load_weights(path)
y = model.predict(x, verbose=0)
""",
}
_LITE = """
import tensorflow as tf
run = tf.lite.Interpreter(path).get_signature_runner()
[name] = run.get_input_details()
y = run(**{name: x})["output_0"]
"""


def main() -> None:
    """Train, export, load and compare; print the table and write it down."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name).resolve()
        table = "".join(f"{line}\n" for line in _measured(folder))
    print(table)
    text = TARGET.read_text("utf-8")
    TARGET.write_text(_TABLE.sub(lambda _: table, text), "utf-8")


def _measured(folder: Path) -> list[str]:
    project = paths.resources() / "examples" / f"{EXAMPLE}.studio"
    _studio("train", project, "--runs", folder / "runs", "--device", "cpu")
    [run] = (folder / "runs").iterdir()
    expected = _computed("keras", run / "model.keras", run)
    lines = ["| format | size | largest difference | the class is the same |"]
    lines.append("|---|---|---|---|")
    for form in EXPORT_FORMATS:
        path = _exported(form, run, folder / form.id)
        found = _computed(form.id, path, run)
        pairs = list(zip(expected, found, strict=True))
        gap = max(abs(a - b) for one in pairs for a, b in zip(*one, strict=True))
        same = sum(_best(a) == _best(b) for a, b in pairs)
        size = f"{_size(path) / 1000:.1f} kB"
        lines.append(f"| {form.title} | {size} | {gap:.2g} | {same} of {len(pairs)} |")
    return lines


def _exported(form: ExportFormat, run: Path, folder: Path) -> Path:
    folder.mkdir()
    path = folder / f"model{form.suffix}"
    _studio("export", run, "--to", form.id, "-o", path, "--trust")
    return path


def _computed(kind: str, path: Path, run: Path) -> list[list[float]]:
    code = _LITE if kind.startswith("tflite") else _LOAD[kind]
    command = [sys.executable, "-c", _START + code + _END, kind, str(path), str(run)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{kind}: {done.stderr[-2000:]}")
    numbers: list[list[float]] = json.loads(done.stdout.splitlines()[-1])
    return numbers


def _studio(*arguments: object) -> None:
    command = [sys.executable, "-m", "studio", *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:] or done.stdout[-2000:])


def _best(scores: list[float]) -> int:
    return scores.index(max(scores))


def _size(path: Path) -> int:
    files = path.rglob("*") if path.is_dir() else [path]
    return sum(file.stat().st_size for file in files if file.is_file())


if __name__ == "__main__":
    main()
