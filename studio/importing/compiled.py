"""How a model was compiled, as settings of a document."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from studio.catalog.spec import Catalog, Role
from studio.graph.naming import keras_name
from studio.graph.setup import CompileSettings
from studio.graph.values import Value, is_object, keras_object
from studio.importing.classes import Classes
from studio.importing.normal import Normal
from studio.importing.scope import Import


def compile_settings(data: Any, catalog: Catalog, owner: Import) -> CompileSettings:
    """Settings of a model's `compile_config`; what does not fit is told."""
    settings = CompileSettings()
    if not isinstance(data, Mapping) or not data:
        return settings
    reader = _Reader(catalog)
    optimizer = reader.made(data.get("optimizer"), Role.OPTIMIZER)
    loss = reader.made(data.get("loss"), Role.LOSS)
    if optimizer is not None:
        settings = replace(settings, optimizer=optimizer)
    elif data.get("optimizer") is not None:
        owner.warn("The optimizer of the model is unknown; it is not kept.")
    if loss is not None:
        settings = replace(settings, loss=loss)
    elif data.get("loss") is not None:
        owner.warn("The loss of the model is more than one loss; it is not kept.")
    listed = data.get("metrics") or ()
    metrics = listed if isinstance(listed, list | tuple) else [listed]
    found = [reader.metric(metric) for metric in metrics]
    if None in found:
        owner.warn("Some metrics of the model belong to single outputs; left out.")
    kept = tuple(metric for metric in found if metric is not None)
    return replace(settings, metrics=kept)


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
        if isinstance(data, str):
            spec = self._short.get((role, data))
            return keras_object(spec.path) if spec else None
        if not is_object(data) or not isinstance(data["config"], Mapping):
            return None
        spec = self._classes.find(data, role)
        if spec is None or spec.role is not role:
            return None
        made = self._normal.value(data, role)
        if role is Role.OPTIMIZER:
            made["config"].pop("name", None)
        return made

    def metric(self, data: Any) -> Value | None:
        """A metric: its short name, or an object."""
        if isinstance(data, str):
            return data
        return self.made(data, Role.METRIC)


def _initials(name: str) -> str:
    """What Keras calls some losses for short: ``mse`` for `MeanSquaredError`."""
    return "".join(letter for letter in name if letter.isupper()).lower()
