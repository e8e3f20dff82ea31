"""How a model was compiled, as settings of a document."""

from __future__ import annotations

import math
import struct
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from studio.catalog.spec import Catalog, Role
from studio.graph.naming import keras_name
from studio.graph.setup import CompileSettings
from studio.graph.values import Value, is_object, keras_object
from studio.importing.classes import Classes
from studio.importing.legacy import with_new_names
from studio.importing.normal import Normal, alike
from studio.importing.scope import Import

_LEFT_OUT = {
    "loss_weights": "weights of the losses",
    "weighted_metrics": "metrics on weighted samples",
}
_RATE = "learning_rate"
_ANY_ACCURACY = ("accuracy", "acc", "crossentropy", "ce")
"""Metrics of which Keras chooses the kind by the model's output."""


def compile_settings(data: Any, catalog: Catalog, owner: Import) -> CompileSettings:
    """Settings of a model's `compile_config`; what does not fit is told."""
    settings = CompileSettings()
    if not isinstance(data, Mapping) or not data:
        return settings
    reader = _Reader(catalog)
    optimizer = reader.made(data.get("optimizer"), Role.OPTIMIZER)
    loss = reader.made(_alone(data.get("loss")), Role.LOSS)
    if optimizer is not None:
        settings = replace(settings, optimizer=optimizer)
    elif data.get("optimizer") is not None:
        owner.warn("The optimizer of the model is unknown; it is not kept.")
    if loss is not None:
        settings = replace(settings, loss=loss)
    elif data.get("loss") is not None:
        owner.warn("The loss of the model is more than one loss; it is not kept.")
    listed = _alone(data.get("metrics") or ())
    metrics = listed if isinstance(listed, list | tuple) else [listed]
    found = [reader.metric(metric) for metric in metrics]
    if None in found:
        owner.warn("Some metrics of the model belong to single outputs; left out.")
    for key, title in _LEFT_OUT.items():
        if data.get(key):
            owner.warn(f"The {title} of the model are not kept.")
    kept = tuple(metric for metric in found if metric is not None)
    return replace(settings, metrics=kept)


def of_training(data: Mapping[str, Any]) -> dict[str, Any]:
    """The `training_config` of an ``.h5`` file as Keras 3 writes a `compile_config`."""
    return {**data, "optimizer": data.get("optimizer_config")}


def _alone(value: Any) -> Any:
    """What is told of one output, without the dict or list of outputs around it."""
    if isinstance(value, Mapping) and len(value) == 1:
        return next(iter(value.values()))
    one = isinstance(value, list | tuple) and len(value) == 1
    return value[0] if one and isinstance(value[0], list | tuple) else value


def _float32(number: Value) -> Value:
    """The shortest number that is the same in 32 bits, in which Keras keeps it."""
    if not isinstance(number, float) or not math.isfinite(number):
        return number
    try:
        kept = struct.pack("f", number)
        texts = (f"{number:.{digits}g}" for digits in range(1, 10))
        return next(float(t) for t in texts if struct.pack("f", float(t)) == kept)
    except (OverflowError, StopIteration):
        return number


class _Reader:
    def __init__(self, catalog: Catalog) -> None:
        classes = Classes(catalog)
        self._normal = Normal(classes)
        self._classes = classes
        self._short = {
            (spec.role, name): spec
            for spec in catalog.classes
            for name in (_initials(spec.name), spec.short_name, keras_name(spec.name))
            if name
        }

    def made(self, data: Any, role: Role) -> Value | None:
        """An object that the catalog knows, from its config or its short name."""
        data = _function(data)
        if isinstance(data, str):
            spec = self._short.get((role, data))
            return keras_object(spec.path) if spec else None
        if not is_object(data) or not isinstance(data["config"], Mapping):
            return None
        spec = self._classes.find(data, role)
        if spec is None or spec.role is not role:
            return None
        renamed = {**data, "config": with_new_names(spec, data["config"])}
        made = self._normal.value(renamed, role)
        config = made["config"]
        if spec.parameter("name") is None:  # nobody sets it; Keras gives it again
            config.pop("name", None)
        if role is Role.OPTIMIZER:
            rate = _float32(config.pop(_RATE, None))
            usual = spec.parameter(_RATE)
            if rate is not None and not (usual and alike(rate, usual.default)):
                config[_RATE] = rate
        return made

    def metric(self, data: Any) -> Value | None:
        """A metric: its short name, or an object."""
        data = _function(data)
        if isinstance(data, str):
            return data
        return self.made(data, Role.METRIC)


def _function(data: Any) -> Any:
    """The name of a function of Keras that stands for a loss or metric."""
    if not is_object(data):
        return data
    config = data["config"]
    if data["class_name"] == "MeanMetricWrapper" and isinstance(config, Mapping):
        name, function = config.get("name"), config.get("fn")
        return name if name in _ANY_ACCURACY else function
    is_function = data["class_name"] == "function" and isinstance(config, str)
    return config if is_function else data


def _initials(name: str) -> str:
    """What Keras calls some losses for short: ``mse`` for `MeanSquaredError`."""
    return "".join(letter for letter in name if letter.isupper()).lower()
