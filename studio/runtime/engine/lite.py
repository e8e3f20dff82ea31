"""Models for phones and small computers, in the format of TensorFlow Lite."""

from __future__ import annotations

import re
import tempfile
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import keras
import numpy as np
import tensorflow as tf
from tensorflow.lite.python.convert_phase import ConverterError

from studio.errors import StudioError
from studio.graph.naming import legal_name
from studio.runtime.engine.samples import input_structure

_OUTPUT = "output_{}"
_LONGEST = 200
_UNSUPPORTED = re.compile(r"'tf\.(\w+)' op is neither a custom op nor a flex op")
_SCOPE = re.compile(r'fused\["\w+:", "([^"@]+)')
_NUMBER = re.compile(r"_\d+$")
_OPEN_BATCH = "TensorListReserve"
"""What recurrent layers cannot do while the size of a batch is open."""
_OTHER_WAY = (
    "Replace that, or export a SavedModel: programs that bring all of TensorFlow's "
    "operations along can convert that with tf.lite.OpsSet.SELECT_TF_OPS."
)


def write_lite(model: Any, path: Path, weights: str = "") -> None:
    """Write a model; one with recurrent layers then takes one sample at a time.

    `weights` are ``float16`` or ``int8`` where they are to be smaller.

    Raises:
        StudioError: TensorFlow Lite has no such operation.
    """
    try:
        data = _converted(model, None, weights)
    except ConverterError as error:
        if _OPEN_BATCH not in str(error):
            raise StudioError(_reason(model, str(error))) from error
        try:
            data = _converted(model, 1, weights)
        except ConverterError as another:
            raise StudioError(_reason(model, str(another))) from another
    path.write_bytes(data)


def read_lite(path: Path, model: Any) -> Callable[[Any], list[Any]]:
    """What computes with a written `model`: its outputs, one after the other."""
    run = _runner(path)
    names = [spec.name for spec in _specs(model, None)]

    def compute(inputs: Any) -> list[Any]:
        arrays = [np.asarray(tensor) for tensor in keras.tree.flatten(inputs)]
        if not _takes_one(run):
            return _outputs(run(**dict(zip(names, arrays, strict=True))))
        samples = [[a[i : i + 1] for a in arrays] for i in range(len(arrays[0]))]
        found = [_outputs(run(**dict(zip(names, s, strict=True)))) for s in samples]
        return [np.concatenate(parts) for parts in zip(*found, strict=True)]

    return compute


def notes_on(path: Path, model: Any) -> str:
    """What one should know of a written model, besides its size."""
    values = [weight.value for weight in model.weights]
    size = sum(value.dtype.size * value.shape.num_elements() for value in values)
    share = path.stat().st_size / max(size, 1)
    told = f"The file is {share:.2f} times as large as the weights of the model."
    if _takes_one(_runner(path)) and not _is_fixed(model):
        told += " In this form it takes one sample at a time."
    return told


def _is_fixed(model: Any) -> bool:
    return any(t.shape[0] for t in keras.tree.flatten(input_structure(model)))


def _runner(path: Path) -> Any:
    with warnings.catch_warnings():
        # TensorFlow 2.21 still has its own interpreter; ai_edge_litert follows it.
        warnings.filterwarnings("ignore", r"\s*Warning: tf\.lite\.Interpreter")
        interpreter = tf.lite.Interpreter(str(path))
    return interpreter.get_signature_runner()


def _takes_one(run: Any) -> bool:
    shapes = [d["shape_signature"] for d in run.get_input_details().values()]
    return any(len(shape) > 0 and shape[0] == 1 for shape in shapes)


def _outputs(found: dict[str, Any]) -> list[Any]:
    return [found[_OUTPUT.format(number)] for number in range(len(found))]


def _specs(model: Any, batch: int | None) -> list[tf.TensorSpec]:
    """Inputs of what is written: they have the names of the model's own."""
    tensors = keras.tree.flatten(input_structure(model))
    return [
        tf.TensorSpec([t.shape[0] or batch, *t.shape[1:]], t.dtype, legal_name(t.name))
        for t in tensors
    ]


def _converted(model: Any, batch: int | None, weights: str) -> bytes:
    def serve(*tensors: Any) -> dict[str, Any]:
        given = keras.tree.pack_sequence_as(input_structure(model), list(tensors))
        outputs = keras.tree.flatten(model(given, training=False))
        return {_OUTPUT.format(n): tensor for n, tensor in enumerate(outputs)}

    archive = keras.export.ExportArchive()
    archive.track(model)
    archive.add_endpoint("serve", serve, input_signature=_specs(model, batch))
    with tempfile.TemporaryDirectory() as folder:
        archive.write_out(folder, verbose=False)
        converter = tf.lite.TFLiteConverter.from_saved_model(folder)
        if weights:
            converter.optimizations = [tf.lite.Optimize.DEFAULT]
        if weights == "float16":
            converter.target_spec.supported_types = [tf.float16]
        data: bytes = converter.convert()
    return data


def _reason(model: Any, text: str) -> str:
    """Which layer needs what TensorFlow Lite does not have, and what to do."""
    operations = ", ".join(dict.fromkeys(_UNSUPPORTED.findall(text)))
    if not operations:
        first = text.strip().splitlines()[0][:_LONGEST]
        return (
            f"TensorFlow Lite cannot hold this model: {first}. Export a SavedModel "
            "instead."
        )
    scopes = [part for place in _SCOPE.findall(text) for part in place.split("/")]
    known = {*scopes, *(_NUMBER.sub("", part) for part in scopes)}
    layers = [item.name for item in model._flatten_layers(include_self=False)]
    guilty = [name for name in layers if name in known]
    who = "".join(f"“{name}” " for name in guilty[-1:]) or "The model "
    return f"{who}needs {operations}, which TensorFlow Lite does not have. {_OTHER_WAY}"
