"""Models written to files others can read, each checked by loading it again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any

import keras
import numpy as np
import tensorflow as tf

from studio.errors import StudioError
from studio.project.atomic import replacing
from studio.protocol.messages import Export, Exported
from studio.runtime.engine.context import Context
from studio.runtime.engine.job import Job
from studio.runtime.engine.lite import notes_on, read_lite, write_lite
from studio.runtime.engine.model_files import load_model, load_start, read_model
from studio.runtime.engine.samples import input_structure
from studio.runtime.engine.script import scope_of, script_module
from studio.runtime.export_formats import export_format
from studio.runtime.run import Run

_BATCH = 4
_FREE_SIZES = (32, 128, 512)
"""Sizes given to axes the model leaves open: the first that is large enough."""

Outputs = list[Any]
Compute = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Writer:
    """How to write a model to a path, and how to compute with what was written.

    Attributes:
        slack: how far an output may be off, as a share of the largest one.
        notes: sentences on what was written, for a person.
    """

    write: Callable[[Any, Path], None]
    read: Callable[[Path, ModuleType, Any], Compute]
    slack: float = 0.0
    notes: Callable[[Path, Any], str] = lambda path, model: ""


def export(request: Export, context: Context) -> None:
    """Write a model; nothing is replaced before what was written is checked.

    Raises:
        StudioError: it cannot be written there, or came back different.
    """
    destination = Path(request.destination)
    writer = _writer(request.format)
    _check_destination(request.format, destination)
    with Job(context) as job, script_module(request.script) as script:
        job.begin("Building the model")
        model = _model(request, script)
        job.begin(f"Writing {destination.name}")
        with replacing(destination) as temporary:
            writer.write(model, temporary)
            job.begin(f"Checking {destination.name}")
            compute = writer.read(temporary, script, model)
            told = _verdict(_compare(model, compute, writer.slack))
            notes = writer.notes(temporary, model)
        size = _size(destination)
    told = f"{told} {notes}".strip()
    context.send(Exported(request.request, str(destination), size, told))


def _verdict(difference: float) -> str:
    if not difference:
        return "Loaded again, it gives the same outputs."
    return (
        "Loaded again, its outputs differ from the model's by at most "
        f"{difference:.1g}."
    )


def _model(request: Export, script: ModuleType) -> Any:
    if request.weights:
        return load_model(Run.open(Path(request.weights)), script)
    # Keras numbers layers over the whole process: a job must not see the last one.
    keras.utils.clear_session()
    with scope_of(script):
        model = script.build_model()
    load_start(model, script)
    return model


def _writer(name: str) -> Writer:
    writer = _WRITERS.get(name)
    if writer is None:
        known = ", ".join(_WRITERS)
        raise StudioError(f"There is no format {name!r}. Choose one of {known}.")
    return writer


def _check_destination(name: str, path: Path) -> None:
    form = export_format(name)
    suffix = form.suffix if form else ""
    if not path.name.endswith(suffix) or path.name == suffix:
        raise StudioError(f"{path.name} must end with {suffix}. Change the name.")
    if not path.parent.is_dir():
        raise StudioError(
            f"The folder {path.parent} is not there. Make it, or choose another."
        )
    if not path.is_dir():
        return
    is_saved_model = (path / "saved_model.pb").is_file()
    if suffix or (any(path.iterdir()) and not is_saved_model):
        raise StudioError(
            f"{path} is a folder that holds other things, and they would be "
            "replaced. Choose another name."
        )


def _compare(model: Any, compute: Compute, slack: float) -> float:
    inputs, expected = _example(model)
    found = _flat(compute(inputs))
    pairs = list(zip(expected, found, strict=True))
    gaps = [float(np.nanmax(np.abs(a - b), initial=0.0)) for a, b in pairs]
    if all(_is_close(a, b, slack) for a, b in pairs):
        return max(gaps, default=0.0)
    if slack:
        raise StudioError(
            f"With smaller weights the outputs differ by up to {max(gaps):.1g}, which "
            "is too much, so the file was not kept. Export the format with all digits."
        )
    raise StudioError(
        "The written model was loaded again and computed something else, so it was "
        "not kept. Export to another format, and report this."
    )


def _is_close(expected: Any, found: Any, slack: float) -> bool:
    largest = float(np.nanmax(np.abs(expected), initial=0.0))
    return np.allclose(expected, found, 1e-4, 1e-5 + slack * largest, equal_nan=True)


def _example(model: Any) -> tuple[Any, Outputs]:
    size = next(filter(partial(_is_large_enough, model), _FREE_SIZES), _FREE_SIZES[-1])
    draw = partial(_random_input, size=size)
    inputs = keras.tree.map_structure(draw, input_structure(model))
    return inputs, _flat(model(inputs, training=False))


def _is_large_enough(model: Any, size: int) -> bool:
    # Asked symbolically: a kernel larger than the picture computes rubbish.
    inputs = keras.tree.map_structure(
        lambda t: keras.KerasTensor(_shape(t, size), t.dtype), input_structure(model)
    )
    try:
        model.compute_output_spec(inputs)
    except ValueError:
        return False
    return True


def _shape(tensor: Any, size: int) -> list[int]:
    batch, *axes = tensor.shape
    return [batch or _BATCH, *(size if axis is None else axis for axis in axes)]


def _random_input(tensor: Any, size: int) -> Any:
    shape = _shape(tensor, size)
    random = np.random.default_rng(0)
    kind = keras.backend.standardize_dtype(tensor.dtype)
    if kind == "string":
        return tf.constant(np.full(shape, "a"))
    if "int" in kind or kind == "bool":
        return tf.constant(random.integers(0, 2, shape), kind)
    return tf.constant(random.random(shape), kind)


def _flat(outputs: Any) -> Outputs:
    return [np.asarray(t, np.float64) for t in keras.tree.flatten(outputs)]


def _keras_compute(model: Any) -> Compute:
    return lambda inputs: model(inputs, training=False)


def _write_model(model: Any, path: Path) -> None:
    model.save(path)


def _read_model(
    path: Path, script: ModuleType, model: Any, *, safe_mode: bool
) -> Compute:
    return _keras_compute(read_model(path, script, safe_mode=safe_mode))


def _write_saved_model(model: Any, path: Path) -> None:
    model.export(path, format="tf_saved_model", verbose=False)


def _read_saved_model(path: Path, script: ModuleType, model: Any) -> Compute:
    loaded = tf.saved_model.load(path)
    return lambda inputs: loaded.serve(inputs)


def _read_weights(path: Path, script: ModuleType, model: Any) -> Compute:
    with scope_of(script):
        built = script.build_model()
    built.load_weights(path)
    return _keras_compute(built)


def _lite(weights: str = "", slack: float = 0.0) -> Writer:
    return Writer(
        partial(write_lite, weights=weights),
        lambda path, script, model: read_lite(path, model),
        slack,
        notes_on,
    )


def _size(path: Path) -> int:
    files = path.rglob("*") if path.is_dir() else [path]
    return sum(file.stat().st_size for file in files if file.is_file())


_WRITERS = {
    # What was just written here holds nothing but what the script built.
    "keras": Writer(_write_model, partial(_read_model, safe_mode=False)),
    "savedmodel": Writer(_write_saved_model, _read_saved_model),
    "h5": Writer(_write_model, partial(_read_model, safe_mode=True)),
    "weights": Writer(lambda model, path: model.save_weights(path), _read_weights),
    "tflite": _lite(),
    "tflite-half": _lite("float16", 0.01),
    "tflite-small": _lite("int8", 0.1),
}
