"""Configs of models in a form in which equal models are equal.

What Keras gives out by itself is left out or made alike: the numbers in names of
operations (public functions take no name), positional or keyword arguments, defaults
that a call repeats, lists or tuples, arrays of NumPy or of TensorFlow.
"""

from __future__ import annotations

import inspect
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

import keras
from keras.src.api_export import get_name_from_symbol

Config = dict[str, Any]
_ARRAYS = ("__numpy__", "__tensor__")
_LEFT_OUT = ("build_config", "compile_config", "registered_name")
"""What a shape, a training or a class says a second time."""


def plain_config(model: Any) -> Config:
    """Config of a functional or sequential model, normalised, models in it too."""
    whole = json.loads(model.to_json())
    signatures = {_key_of(operation): operation for operation in _operations(model)}
    plain: Config = _Plain(signatures).value(whole)
    return plain


def _operations(model: Any) -> Iterator[Any]:
    """Everything called in the model and in the models inside."""
    for layer in model._flatten_layers():
        yield layer
        yield from getattr(layer, "operations", ())


def _key_of(operation: Any) -> tuple[str, str]:
    path = get_name_from_symbol(type(operation))
    if path:
        module, _, name = path.rpartition(".")
        return module, name
    return type(operation).__module__, type(operation).__name__


class _Plain:
    """Makes parts of a config plain.

    Args:
        called: an operation of each class, by module and class name.
    """

    def __init__(self, called: Mapping[tuple[str, str], Any]) -> None:
        self._called = called

    def value(self, value: Any) -> Any:
        """Any part of a config."""
        if isinstance(value, list):
            return [self.value(item) for item in value]
        if not isinstance(value, dict):
            return value
        if value.get("class_name") == "__tuple__":
            return self.value(value["items"])
        if value.get("class_name") in _ARRAYS:
            return {**value, "class_name": "__array__"}
        if _is_graph(value.get("config")):
            value = {**value, "config": self._graph(value["config"])}
        left_out = {*_LEFT_OUT, *_learned(value)}
        kept = {k: v for k, v in value.items() if k not in left_out}
        return {key: self.value(item) for key, item in kept.items()}

    def _graph(self, config: Config) -> Config:
        """Config of a functional model with plain operation names and calls."""
        names = _operation_names(config["layers"])
        layers = [self._layer(layer, names) for layer in config["layers"]]
        ends = {
            key: _renamed_ends(config[key], names)
            for key in ("input_layers", "output_layers")
        }
        return {**config, **ends, "layers": layers}

    def _layer(self, layer: Config, names: Mapping[str, str]) -> Config:
        name = names.get(layer["name"], layer["name"])
        config = {**layer["config"]}
        if layer["name"] in names:
            config["name"] = name
        key = (layer["module"], layer["class_name"])
        calls = [
            self._call(self._called.get(key), _renamed(node, names))
            for node in layer["inbound_nodes"]
        ]
        return {**layer, "name": name, "config": config, "inbound_nodes": calls}

    def _call(self, operation: Any, node: Config) -> Config:
        """Arguments of a call by name, without those that are the default."""
        if operation is None:
            return node
        signature = inspect.signature(operation.call)
        try:
            bound = signature.bind(*node["args"], **node["kwargs"]).arguments
        except TypeError:
            return node
        named: Config = {}
        for name, value in bound.items():
            parameter = signature.parameters[name]
            if parameter.kind is parameter.VAR_KEYWORD:
                named.update(value)
            elif isinstance(value, tuple):
                named[name] = list(value)
            elif not _is_default(parameter, value):
                named[name] = value
        return named


def _learned(config: Config) -> tuple[str, ...]:
    """Keys that hold what `adapt` learned, or how: the comparison asks the layers."""
    if "vocabulary" in config:
        return ("vocabulary", "vocabulary_size")
    return ("num_bins",) if config.get("bin_boundaries") is not None else ()


def _is_graph(config: Any) -> bool:
    return isinstance(config, dict) and {"layers", "output_layers"} <= config.keys()


def _is_default(parameter: inspect.Parameter, value: Any) -> bool:
    return type(value) is type(parameter.default) and value == parameter.default


def _operation_names(layers: list[Config]) -> dict[str, str]:
    """Name without Keras' numbering for each operation that is no layer."""
    counts: Counter[str] = Counter()
    names: dict[str, str] = {}
    for layer in layers:
        if not is_operation(layer):
            continue
        kind = layer["class_name"]
        counts[kind] += 1
        names[layer["name"]] = f"{kind}#{counts[kind]}"
    return names


def is_operation(layer: Config) -> bool:
    """Whether a layer's config is that of a `keras.ops` operation."""
    return str(layer.get("module")).startswith("keras.src.ops.")


def _renamed(value: Any, names: Mapping[str, str]) -> Any:
    """Arguments whose tensors come from renamed operations."""
    if isinstance(value, list):
        return [_renamed(item, names) for item in value]
    if not isinstance(value, dict):
        return value
    if value.get("class_name") == "__keras_tensor__":
        source, *indices = value["config"]["keras_history"]
        history = [names.get(source, source), *indices]
        return {**value, "config": {**value["config"], "keras_history": history}}
    return {key: _renamed(item, names) for key, item in value.items()}


def _renamed_ends(value: Any, names: Mapping[str, str]) -> Any:
    if isinstance(value, dict):
        return {key: _renamed_ends(item, names) for key, item in value.items()}
    if isinstance(value, list) and value and isinstance(value[0], str):
        return [names.get(value[0], value[0]), *value[1:]]
    if isinstance(value, list):
        return [_renamed_ends(item, names) for item in value]
    return value


def model_kind(model: Any) -> str:
    """How a person calls the class of a model."""
    return "sequential" if isinstance(model, keras.Sequential) else "functional"
