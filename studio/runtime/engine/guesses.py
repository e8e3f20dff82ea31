"""What can be said of a layer's outputs although it cannot be called."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import keras

from studio.runtime.engine.symbolic import TensorSpec, call, named_outputs, spec_of

_TELLING = 3
"""Fewest axes of an input that say what it is: two only mean a batch of something."""


def guess_outputs(layer: Any, arguments: Mapping[str, Any]) -> dict[str, TensorSpec]:
    """Outputs of a call that fails, sizes that nobody can know left open.

    First the call is tried on what its inputs have in common, then the layer is
    asked for the shape alone, on an input of the number of axes it wants.
    Nothing is said where both fail.
    """
    for given in _nearby(arguments):
        try:
            outputs = call(layer, given)
        except Exception:
            continue
        return {name: spec_of(t) for name, t in named_outputs(outputs).items()}
    for shape in _shapes(layer, arguments):
        try:
            found = layer.compute_output_shape(shape)
        except Exception:
            continue
        if isinstance(found, tuple) and all(n is None or type(n) is int for n in found):
            return {"0": TensorSpec(found, layer.compute_dtype)}
    return {}


def _nearby(arguments: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Arguments with the sizes in which the inputs differ left open."""
    tensors = _tensors(arguments)
    if len({len(tensor.shape) for tensor in tensors}) != 1 or len(tensors) < 2:
        return
    sizes = [set(axis) for axis in zip(*(t.shape for t in tensors), strict=True)]
    common = tuple(axis.pop() if len(axis) == 1 else None for axis in sizes)

    def opened(value: Any) -> Any:
        if not isinstance(value, keras.KerasTensor):
            return value
        return keras.KerasTensor(common, value.dtype)

    yield keras.tree.map_structure(opened, dict(arguments))


def _shapes(
    layer: Any, arguments: Mapping[str, Any]
) -> Iterator[tuple[int | None, ...]]:
    """Shapes of a single input to ask about, the given one first."""
    tensors = _tensors(arguments)
    if len(tensors) > 1 or not isinstance(layer, keras.layers.Layer):
        return
    yield from (tuple(tensor.shape) for tensor in tensors)
    spec = layer.input_spec
    if isinstance(spec, keras.InputSpec):
        rank = spec.ndim or spec.min_ndim or 0
        if rank >= _TELLING:
            yield (None,) * rank


def _tensors(arguments: Mapping[str, Any]) -> list[Any]:
    flat = keras.tree.flatten(dict(arguments))
    return [value for value in flat if isinstance(value, keras.KerasTensor)]
