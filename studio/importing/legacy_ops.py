"""TensorFlow functions in models of Keras 2, as the ops that Keras 3 has for them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from studio.importing.classes import TENSORFLOW

_OPS = {
    "__operators__.add": "add",
    "__operators__.getitem": "get_item",
    "concat": "concatenate",
    "math.truediv": "true_divide",
    "math.pow": "power",
    "math.reduce_all": "all",
    "math.reduce_any": "any",
    "math.reduce_max": "max",
    "math.reduce_mean": "mean",
    "math.reduce_min": "min",
    "math.reduce_prod": "prod",
    "math.reduce_std": "std",
    "math.reduce_sum": "sum",
    "math.reduce_variance": "var",
    "math.floordiv": "floor_divide",
    "math.floormod": "mod",
    "math.negative": "negative",
    "linalg.matmul": "matmul",
    "clip_by_value": "clip",
    "math.l2_normalize": "normalize",
}
"""Names that differ; the last part of all others is the op's own name."""
_SWITCHES = frozenset(
    {"conjugate", "transpose_a", "transpose_b", "adjoint_a", "adjoint_b"}
    | {"a_is_sparse", "b_is_sparse"}
)
"""Arguments that no op has, and that nobody uses."""
_ARGUMENTS = {
    "a": "x1",
    "b": "x2",
    "y": "x2",
    "clip_value_min": "x_min",
    "clip_value_max": "x_max",
    "input": "x",
    "input_tensor": "x",
    "perm": "axes",
    "shape": "newshape",
    "slice_spec": "key",
    "tensor": "x",
    "values": "xs",
}


def as_operation(data: Mapping[str, Any]) -> dict[str, Any]:
    """A layer that calls a TensorFlow function, as an op of `keras.ops`.

    What Keras has no op for is told by its path when the catalog is asked.
    """
    config = data.get("config")
    function = config.get("function") if isinstance(config, Mapping) else None
    if not isinstance(function, str):
        return dict(data)
    name = _OPS.get(function, function.rpartition(".")[2])
    calls = [_renamed(call, name) for call in data.get("inbound_nodes", ())]
    return {
        **data,
        "module": "keras.ops",
        "class_name": name,
        "registered_name": TENSORFLOW + function,
        "config": {"name": config.get("name")} if isinstance(config, Mapping) else {},
        "inbound_nodes": calls,
    }


def _renamed(call: Any, op: str) -> Any:
    if not isinstance(call, Mapping) or not isinstance(call.get("kwargs"), Mapping):
        return call
    kwargs = {}
    for key, value in call["kwargs"].items():
        if key == "name" or value is None or (value is False and key in _SWITCHES):
            continue
        name = _ARGUMENTS.get(key, key)
        if op == "transpose" and key == "a":
            name = "x"
        kwargs[name] = value
    return {**call, "kwargs": kwargs}
