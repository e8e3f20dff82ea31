"""Keras objects as values: short names, serialised forms, and their classes."""

from __future__ import annotations

from dataclasses import dataclass, field

from studio.catalog.spec import Catalog, ClassSpec, Role
from studio.graph.values import Value, is_object, keras_object, object_path

_ALWAYS_WHOLE = frozenset({Role.OPTIMIZER, Role.LOSS, Role.SCHEDULE, Role.LAYER})
"""Roles whose objects are stored in serialised form even without arguments."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """A class of the catalog with the arguments that differ from its defaults."""

    spec: ClassSpec
    config: dict[str, Value] = field(default_factory=dict)

    def to_value(self) -> Value:
        """Short name where all is default and Keras takes one, else serialised."""
        spec = self.spec
        if spec.role is Role.ACTIVATION:
            return spec.short_name or spec.name
        if spec.short_name and not self.config and spec.role not in _ALWAYS_WHOLE:
            return spec.short_name
        return keras_object(spec.path, self.config)


def read_object(catalog: Catalog, role: Role, value: Value) -> Chosen | None:
    """Class and arguments of a value; None if the catalog does not know it."""
    if isinstance(value, str):
        spec = _find_name(catalog, role, value)
        return Chosen(spec) if spec else None
    if not is_object(value):
        return None
    config = value["config"]
    if isinstance(config, str):  # a function: its name is the config
        return read_object(catalog, role, config)
    spec = catalog.find(object_path(value))
    spec = spec or _find_name(catalog, role, value["class_name"])
    return Chosen(spec, dict(config or {})) if spec else None


def _find_name(catalog: Catalog, role: Role, name: str) -> ClassSpec | None:
    for spec in catalog.of_role(role):
        if name in (spec.short_name, spec.name, spec.path) and name:
            return spec
    return None
