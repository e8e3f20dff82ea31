"""Whether a rebuilt model is the original, and where it is not."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import keras
import numpy as np

from studio.protocol.model_messages import Difference
from studio.runtime.engine.model_config import Config, plain_config
from studio.runtime.engine.samples import copy_weights, sample_inputs, stir_weights

SEED = 20
TOLERANCE = 1e-5
MOST_TOLD = 40
_SHOWN = 200


def compare(original: Any, rebuilt: Any) -> list[Difference]:
    """Differences of two models in class, config, weights and outputs.

    The weights of `original` are stirred, and those of `rebuilt` overwritten.
    """
    found = [
        *_of_configs(plain_config(original), plain_config(rebuilt), original.name),
        *_of_vocabularies(original, rebuilt),
        *_of_weights(original, rebuilt),
    ]
    if not any(d.field.startswith("weight") for d in found):
        found += _of_outputs(original, rebuilt)
    return found[:MOST_TOLD]


def difference(layer: str, field: str, expected: Any, found: Any) -> Difference:
    """Make a difference; long values are cut."""
    return Difference(layer, field, _text(expected), _text(found))


def _text(value: Any) -> str:
    text = value if isinstance(value, str) else repr(value)
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"


def _of_configs(a: Config, b: Config, layer: str) -> Iterator[Difference]:
    """Differences of two serialised models or layers."""
    for key in sorted({*a, *b} - {"config"}):
        yield from _of_values(a.get(key), b.get(key), layer, key)
    yield from _of_values(a.get("config"), b.get("config"), layer, "")


def _of_values(a: Any, b: Any, layer: str, field: str) -> Iterator[Difference]:
    if isinstance(a, dict) and isinstance(b, dict):
        for key in [*a, *(key for key in b if key not in a)]:
            place = f"{field}.{key}" if field else key
            if key not in a or key not in b:
                missing = "(nothing)"
                yield difference(layer, place, a.get(key, missing), b.get(key, missing))
            elif key == "layers":
                yield from _of_layers(a[key], b[key], layer)
            else:
                yield from _of_values(a[key], b[key], layer, place)
    elif isinstance(a, list) and isinstance(b, list) and len(a) == len(b):
        for index, (one, other) in enumerate(zip(a, b, strict=True)):
            yield from _of_values(one, other, layer, f"{field}[{index}]")
    elif not _same(a, b):
        yield difference(layer, field, a, b)


def _of_layers(a: list[Config], b: list[Config], model: str) -> Iterator[Difference]:
    names_a, names_b = [_name(layer) for layer in a], [_name(layer) for layer in b]
    if names_a != names_b:
        missing = [name for name in names_a if name not in names_b]
        new = [name for name in names_b if name not in names_a]
        if missing or new:
            yield difference(model, "layers", missing, new)
        else:
            yield difference(model, "order of layers", *_first_other(names_a, names_b))
    others = {_name(layer): layer for layer in b}
    for layer in a:
        if other := others.get(_name(layer)):
            yield from _of_configs(layer, other, _name(layer))


def _first_other(a: list[str], b: list[str]) -> tuple[Any, Any]:
    index = next(i for i, pair in enumerate(zip(a, b, strict=True)) if len({*pair}) > 1)
    return a[index : index + 4], b[index : index + 4]


def _name(layer: Config) -> str:
    return str(layer.get("name") or layer["config"].get("name"))


def _same(a: Any, b: Any) -> bool:
    if isinstance(a, float) and isinstance(b, float) and math.isnan(a):
        return math.isnan(b)
    if isinstance(a, bool) or isinstance(b, bool):
        return a is b
    return bool(a == b)


def _of_vocabularies(original: Any, rebuilt: Any) -> Iterator[Difference]:
    """Differences in what layers look up, given to them or learned."""
    known = [
        [(layer.name, layer.get_vocabulary()) for layer in _lookups(model)]
        for model in (original, rebuilt)
    ]
    for (name, a), (_, b) in zip(*known, strict=False):
        if list(a) != list(b):
            yield difference(name, "vocabulary", a, b)


def _lookups(model: Any) -> Iterator[Any]:
    for layer in model._flatten_layers():
        if hasattr(layer, "get_vocabulary"):
            yield layer


def _of_weights(original: Any, rebuilt: Any) -> Iterator[Difference]:
    totals = [(m.count_params(), len(m.trainable_weights)) for m in (original, rebuilt)]
    if totals[0][0] != totals[1][0]:
        yield difference(original.name, "parameters", totals[0][0], totals[1][0])
    if totals[0][1] != totals[1][1]:
        yield difference(original.name, "trainable weights", totals[0][1], totals[1][1])
    expected, found = _weights(original), _weights(rebuilt)
    if len(expected) != len(found):
        yield difference(original.name, "weights", len(expected), len(found))
        return
    for (path, *a), (_, *b) in zip(expected, found, strict=True):
        if a != b:
            yield difference(path, "weight shape, dtype, trainable", a, b)


def _weights(model: Any) -> list[tuple[str, tuple[int, ...], str, bool]]:
    return [
        (w.path, tuple(w.shape), keras.backend.standardize_dtype(w.dtype), w.trainable)
        for w in model.weights
    ]


def _of_outputs(original: Any, rebuilt: Any) -> Iterator[Difference]:
    stir_weights(original, SEED)
    copy_weights(original, rebuilt)
    error: Exception | None = None
    for inputs in sample_inputs(original, SEED):
        keras.utils.set_random_seed(SEED)
        try:
            expected = original(inputs, training=False)
        except Exception as raised:  # this size does not fit, the next one may
            error = raised
            continue
        found = list(_of_tensors(expected, rebuilt, inputs, original.name))
        if found and list(_of_tensors(expected, original, inputs, original.name)):
            # Too small an image, say: TensorFlow computes with what is beside it.
            error = ValueError("the original differs from itself")
            continue
        yield from found
        return
    yield difference(original.name, "outputs", f"cannot be computed: {error}", "")


def _of_tensors(
    expected: Any, rebuilt: Any, inputs: Any, name: str
) -> Iterator[Difference]:
    keras.utils.set_random_seed(SEED)
    try:
        found = rebuilt(inputs, training=False)
    except Exception as error:
        yield difference(
            name, "outputs", "computed", f"{type(error).__name__}: {error}"
        )
        return
    paths = [keras.tree.flatten_with_path(tree) for tree in (expected, found)]
    places = [[path for path, _ in flat] for flat in paths]
    if places[0] != places[1]:
        yield difference(name, "structure of outputs", *places)
        return
    for (place, a), (_, b) in zip(*paths, strict=True):
        field = f"output {'.'.join(map(str, place))}".strip()
        yield from _of_arrays(_array(a), _array(b), name, field)


def _array(tensor: Any) -> Any:
    tensor = getattr(tensor, "_value", tensor)
    if hasattr(tensor, "indices") and hasattr(tensor, "dense_shape"):
        tensor = keras.ops.convert_to_tensor(tensor, sparse=False)
    return np.asarray(tensor)


def _of_arrays(a: Any, b: Any, name: str, field: str) -> Iterator[Difference]:
    if (a.shape, a.dtype) != (b.shape, b.dtype):
        yield difference(name, field, (a.shape, str(a.dtype)), (b.shape, str(b.dtype)))
        return
    if not np.issubdtype(a.dtype, np.inexact) and a.dtype.kind != "V":
        if not np.array_equal(a, b):
            yield difference(name, field, "equal values", "other values")
        return
    a, b = a.astype("float64"), b.astype("float64")
    if not np.allclose(a, b, TOLERANCE, TOLERANCE, equal_nan=True):
        largest = float(np.nanmax(np.abs(a - b)))
        yield difference(name, field, "equal values", f"off by {largest:g}")
