"""Layers built and called on symbolic tensors: no weight is ever allocated."""

from __future__ import annotations

import contextlib
import inspect
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from types import MethodType
from typing import Any, NamedTuple

import keras
from keras.src.backend.common import global_state
from keras.src.layers.input_spec import assert_input_compatibility

_STATELESS = "stateless scope"
"""In Keras' words when a weight is no promise but has a value at once."""
_MOST_KEPT = 1024
"""Functions whose parameters are remembered."""


class TensorSpec(NamedTuple):
    """Shape with the batch axis first (None), dtype, and how it is stored.

    Attributes:
        rows: of an open batch that one sample makes: several where it is cut into
            windows.
    """

    shape: tuple[int | None, ...]
    dtype: str = "float32"
    sparse: bool = False
    rows: int = 1

    def tensor(self) -> Any:
        """Make a fresh symbolic tensor."""
        tensor = keras.KerasTensor(self.shape, self.dtype, sparse=self.sparse)
        tensor.rows = self.rows
        return tensor


def spec_of(tensor: Any) -> TensorSpec:
    """Spec of a symbolic tensor."""
    dtype = keras.backend.standardize_dtype(tensor.dtype)
    return TensorSpec(tuple(tensor.shape), dtype, bool(tensor.sparse))


@contextlib.contextmanager
def without_weights() -> Iterator[None]:
    """Inside, Keras notes shape and initializer of a weight and computes nothing.

    Keras keeps a list of weights to compute later; it is emptied, else another
    scope would allocate them.
    """
    try:
        with keras.StatelessScope(initialize_variables=False):
            yield
    finally:
        global_state.set_global_attribute("uninitialized_variables", [])


def construct(kind: Any, arguments: dict[str, Any]) -> Any:
    """Make a `kind`, without weights unless it insists on them."""
    try:
        with without_weights():
            return kind(**arguments)
    except ValueError as error:
        # A constant is stored by some preprocessing layers when they are made.
        if _STATELESS not in str(error):
            raise
        return kind(**arguments)


def call(layer: Any, arguments: Mapping[str, Any]) -> Any:
    """Call a layer on symbolic tensors.

    Most layers only compute the shape then, and some promise one for an input
    they fail on: tracing the computation shows it.
    """
    try:
        with without_weights():
            return invoke(layer, arguments)
    except ValueError as error:
        # A stateful RNN makes the states it keeps from values when it is built.
        if _STATELESS not in str(error):
            raise
        return invoke(layer, arguments)


def call_parameters(layer: Any) -> Mapping[str, inspect.Parameter]:
    """Parameters of a layer's call by name."""
    call = layer.call
    if inspect.ismethod(call):
        return _parameters(call.__func__, True)
    return _parameters(call, False)


@lru_cache(_MOST_KEPT)
def _parameters(
    function: Callable[..., Any], is_method: bool
) -> Mapping[str, inspect.Parameter]:
    bound = MethodType(function, object()) if is_method else function
    return inspect.signature(bound).parameters


def shapes_alone(layer: Any, arguments: Mapping[str, Any]) -> Any:
    """Outputs of a built layer as it computes their shapes, its inputs checked."""
    rest = dict(arguments)
    first = rest.pop(next(iter(call_parameters(layer))))
    with without_weights():
        if layer.input_spec:
            assert_input_compatibility(layer.input_spec, first, layer.name)
        return layer.compute_output_spec(first, **rest)


def tells_shape_alone(layer: Any) -> bool:
    """Whether Keras goes by the layer's `compute_output_shape`, and that alone."""
    default = keras.layers.Layer.compute_output_spec
    return type(layer).compute_output_spec is default


def shape_after(layer: Any, spec: TensorSpec) -> tuple[int | None, ...]:
    """Shape of a built layer's one output, its one input checked.

    Raises:
        Exception: Keras refuses the input, or the layer tells no single shape.
    """
    if layer.input_spec:
        assert_input_compatibility(layer.input_spec, spec.tensor(), layer.name)
    with without_weights():
        shape = layer.compute_output_shape(spec.shape)
    return tuple(shape)


def invoke(layer: Any, arguments: Mapping[str, Any]) -> Any:
    """Call a layer or an op; a layer's first argument goes by position."""
    rest = dict(arguments)
    names = iter(call_parameters(layer))
    if isinstance(layer, keras.layers.Layer) and (first := next(names, None)) in rest:
        return layer(rest.pop(first), **rest)
    return layer(**rest)


def named_outputs(outputs: Any) -> dict[str, Any]:
    """Symbolic outputs by key: ``0``, ``1``... or the keys of a dict of tensors."""
    flat = keras.tree.flatten(outputs)
    if isinstance(outputs, dict) and len(flat) == len(outputs):
        return {str(key): value for key, value in outputs.items()}
    return {str(index): value for index, value in enumerate(flat)}


def specs_of(outputs: Any) -> dict[str, TensorSpec]:
    """Specs of symbolic outputs by key."""
    return {name: spec_of(t) for name, t in named_outputs(outputs).items()}
