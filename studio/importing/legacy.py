"""Models as Keras 2 wrote them, rewritten as Keras 3 does.

A call was ``[[layer, call, output, {constants}], ...]``; classes had no module;
TensorFlow's own functions were layers (`TFOpLambda`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from studio.catalog.spec import ClassSpec, ParameterKind
from studio.importing.calls import TENSOR, history
from studio.importing.legacy_ops import as_operation

_RENAMED = {"alpha": "negative_slope", "lr": "learning_rate"}
_CONSTANT = "_CONSTANT_VALUE"
_NESTED = frozenset({"Functional", "Model", "Sequential"})
_OWN = frozenset({"TFOpLambda", "SlicingOpLambda"})


def is_old_functional(config: Any) -> bool:
    """Whether a functional model's config has calls as Keras 2 wrote them."""
    layers = config.get("layers") if isinstance(config, Mapping) else None
    if not isinstance(layers, list):
        return False
    return any(
        isinstance(call, list) or _is_keyed(call)
        for data in layers
        if isinstance(data, Mapping) and isinstance(data.get("inbound_nodes"), list)
        for call in data["inbound_nodes"]
    )


def modern_functional(config: Mapping[str, Any]) -> dict[str, Any]:
    """Config of one functional model as Keras 3 writes it.

    Models that are nested in it stay as they are: their time comes.
    """
    layers = [data for data in config["layers"] if isinstance(data, Mapping)]
    nested = {
        str(data.get("name")): str(data.get("class_name"))
        for data in layers
        if data.get("class_name") in _NESTED
    }
    made = [_modern_layer(data, nested) for data in layers]
    result = {**config, "layers": made}
    for key in ("input_layers", "output_layers"):
        result[key] = _modern_ends(config.get(key), nested)
    return result


def is_old(data: Mapping[str, Any]) -> bool:
    """Whether a model says that a Keras before 3 wrote it."""
    return str(data.get("keras_version", "")).startswith(("0.", "1.", "2."))


def with_new_names(spec: ClassSpec, config: Mapping[str, Any]) -> dict[str, Any]:
    """Arguments of a layer by the names and in the form that they have now."""
    made = dict(config)
    for old, new in _RENAMED.items():
        if old in made and spec.parameter(old) is None and spec.parameter(new):
            made.setdefault(new, made.pop(old))
    for key, value in made.items():
        parameter = spec.parameter(key)
        one = isinstance(value, list) and len(value) == 1
        if one and parameter is not None and parameter.kind is ParameterKind.INT:
            made[key] = value[0]  # the axis of a BatchNormalization was a list
    return made


def modern_value(value: Any) -> Any:
    """A value as Keras 3 writes it: tuples and shapes without an object around."""
    if isinstance(value, Mapping):
        if value.get("class_name") in ("__tuple__", "TensorShape") and isinstance(
            value.get("items"), list
        ):
            return [modern_value(item) for item in value["items"]]
        if value.get("class_name") == "__ellipsis__":
            return {"class_name": "__ellipsis__", "config": {}}
        if value.keys() == {"start", "stop", "step"}:
            return {"class_name": "__slice__", "config": dict(value)}
        return {key: modern_value(item) for key, item in value.items()}
    if isinstance(value, list):
        return [modern_value(item) for item in value]
    return value


def _modern_layer(data: Mapping[str, Any], nested: Mapping[str, str]) -> dict[str, Any]:
    calls = data.get("inbound_nodes")
    listed = calls if isinstance(calls, list) else []
    made = {**data, "inbound_nodes": [_modern_call(call, nested) for call in listed]}
    return as_operation(made) if data.get("class_name") in _OWN else made


def _modern_call(call: Any, nested: Mapping[str, str]) -> Any:
    if isinstance(call, Mapping) and not _is_keyed(call):
        return call
    kwargs: dict[str, Any] = {}
    first = _argument(call, nested, kwargs)
    if isinstance(first, list) and len(first) == 1:
        first = first[0]
    return {"args": [first], "kwargs": kwargs}


def _argument(value: Any, nested: Mapping[str, str], kwargs: dict[str, Any]) -> Any:
    """First argument of a call; what its leaves hold besides goes into `kwargs`."""
    if isinstance(value, Mapping):
        return {key: _argument(item, nested, kwargs) for key, item in value.items()}
    if not isinstance(value, list):
        return value
    if value and isinstance(value[0], str) and len(value) in (3, 4):
        if len(value) == 4 and isinstance(value[3], Mapping):
            for key, item in value[3].items():
                kwargs[key] = _keyword(modern_value(item), nested)
        if value[0] == _CONSTANT:
            return modern_value(value[2])
        return _tensor(value[:3], nested)
    return [_argument(item, nested, kwargs) for item in value]


def _keyword(value: Any, nested: Mapping[str, str]) -> Any:
    """Keyword argument, in which a tensor is just its three parts."""
    if isinstance(value, list):
        if history(value) is not None:
            return _tensor(value, nested)
        return [_keyword(item, nested) for item in value]
    if isinstance(value, Mapping):
        return {key: _keyword(item, nested) for key, item in value.items()}
    return value


def _tensor(parts: list[Any], nested: Mapping[str, str]) -> dict[str, Any]:
    layer, call, output = parts
    if layer in nested and isinstance(call, int):
        call = max(call - 1, 0)  # their own inside counted as the first call
    return {"class_name": TENSOR, "config": {"keras_history": [layer, call, output]}}


def _modern_ends(value: Any, nested: Mapping[str, str]) -> Any:
    """Inputs or outputs of a model; one alone was in a list all the same."""
    if isinstance(value, Mapping):
        return {key: _modern_ends(item, nested) for key, item in value.items()}
    if not isinstance(value, list):
        return value
    tensor = history(value)
    if tensor is not None:
        if nested.get(tensor.layer) == "Sequential":
            return [tensor.layer, max(tensor.call - 1, 0), tensor.output]
        return value
    if len(value) == 1:
        return _modern_ends(value[0], nested)
    return [_modern_ends(item, nested) for item in value]


def _is_keyed(call: Any) -> bool:
    """Whether a call is a dict of tensors as Keras 2 wrote it."""
    return (
        isinstance(call, Mapping)
        and bool(call)
        and not (call.keys() <= {"args", "kwargs"})
    )
