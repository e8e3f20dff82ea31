"""Keras asked by trying: what a constructor takes, what a layer can be called on."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from typing import Any

from studio.graph.values import Value
from studio.runtime.engine.objects import keras_item, make_value
from studio.runtime.engine.symbolic import TensorSpec, call, construct
from studio.runtime.engine.tracing import trace

PROBES = (
    TensorSpec((None, 8, 8, 3)),
    TensorSpec((None, 8)),
    TensorSpec((None, 8, 8)),
    TensorSpec((None, 8, 8, 8, 3)),
    TensorSpec((None, 4, 8, 8, 8, 3)),
    TensorSpec((None, 8), "int32"),
    TensorSpec((None, 8), "string"),
    TensorSpec((None, 1), "int32"),
    TensorSpec((None, 1), "string"),
    TensorSpec((None, 4096)),
    TensorSpec((None, 4096, 1)),
    TensorSpec((None,)),
)
"""Inputs a layer is tried on, until it takes one."""
MOST_TRIALS = 60
REFUSALS = (
    ValueError,
    TypeError,
    AttributeError,
    NotImplementedError,
    RuntimeError,
    ImportError,
    LookupError,
    AssertionError,
    ArithmeticError,
    OSError,
)
"""How Keras and TensorFlow say no to a trial."""


def try_make(kind: Any, arguments: Mapping[str, Value]) -> Any:
    """Instance of `kind`; None if Keras refuses."""
    try:
        return _make(kind, arguments)
    except REFUSALS:
        return None


def refusal_of(kind: Any, arguments: Mapping[str, Value]) -> str:
    """First sentence of what Keras has against it; empty if nothing."""
    try:
        _make(kind, arguments)
    except REFUSALS as error:
        return " ".join(str(error).split()).split(". ")[0]
    return ""


def _make(kind: Any, arguments: Mapping[str, Value]) -> Any:
    made = {k: make_value(v, keras_item) for k, v in arguments.items()}
    return construct(kind, made)


def try_call(layer: Any, arguments: dict[str, Any]) -> Any:
    """Outputs of a call on symbolic tensors; None if Keras refuses."""
    try:
        outputs = call(layer, arguments)
        trace(layer, arguments)
    except REFUSALS:
        return None
    return outputs


def combinations(
    options: Mapping[str, tuple[Value, ...]],
) -> Iterator[dict[str, Value]]:
    """Ways to fill arguments, the first options first."""
    every = itertools.product(*options.values())
    for values in itertools.islice(every, MOST_TRIALS):
        yield dict(zip(options, values, strict=True))
