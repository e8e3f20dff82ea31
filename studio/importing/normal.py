"""Values as documents store them: public classes, defaults left out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from studio.catalog.spec import ClassSpec, Parameter, ParameterKind, Role
from studio.errors import StudioError
from studio.graph.values import Value, freeze, is_object, keras_object, same
from studio.importing.classes import Classes
from studio.importing.mirrored import without_mirrored
from studio.model_values import MODEL

DEEPEST = 40
_ROLES = {
    ParameterKind.INITIALIZER: Role.INITIALIZER,
    ParameterKind.REGULARIZER: Role.REGULARIZER,
    ParameterKind.CONSTRAINT: Role.CONSTRAINT,
    ParameterKind.LAYER: Role.LAYER,
    ParameterKind.LAYERS: Role.LAYER,
    ParameterKind.OBJECT: Role.SCHEDULE,
}
SPECIAL = frozenset(
    {
        "__slice__",
        "__ellipsis__",
        "__numpy__",
        "__tensor__",
        "__lambda__",
        "__bytes__",
        "__typespec__",
    }
)
"""Class names of values that Keras writes like objects."""
_EVERY_ROLE = tuple(Role)
_FLOATX = "float32"
_LEARNT = {"num_bins": "bin_boundaries", "vocabulary_size": "vocabulary"}
"""Arguments on what to learn from data, by those that hold what was learnt."""


class Normal:
    """Turns values of a config into values of a document."""

    def __init__(self, classes: Classes) -> None:
        self._classes = classes

    def value(self, data: Any, *roles: Role, depth: int = 0) -> Value:
        """Normal form of any value.

        Raises:
            StudioError: it is nested too deeply to be a parameter.
        """
        if depth > DEEPEST:
            raise StudioError(
                f"A parameter of the model is nested deeper than {DEEPEST} levels. "
                "No Keras layer has such a one; the file is damaged."
            )
        if isinstance(data, Mapping):
            if is_object(data) and isinstance(data["class_name"], str):
                return self._object(data, roles or _EVERY_ROLE, depth)
            return {
                str(key): self.value(item, depth=depth + 1)
                for key, item in data.items()
            }
        if isinstance(data, list | tuple):
            return tuple(self.value(item, *roles, depth=depth + 1) for item in data)
        return freeze(data)

    def parameters(
        self,
        spec: ClassSpec,
        config: Mapping[str, Any],
        depth: int = 0,
        *,
        old: bool = False,
    ) -> dict[str, Value]:
        """Constructor arguments in a config that differ from the default.

        What this Keras does not know is left out of an `old` config.
        """
        result = {}
        for key, data in config.items():
            if config.get(_LEARNT.get(key, "")) is not None:
                continue
            if old and is_foreign(spec, key):
                continue
            parameter = spec.parameter(key)
            value = self.argument(parameter, data, depth)
            leader = spec.follows.get(key)
            if leader is not None and leader in config:
                followed = self.argument(spec.parameter(leader), config[leader], depth)
                usual = value is None or alike(value, followed)
            else:
                usual = self._is_default(spec, key, parameter, value)
            if not usual:
                result[key] = value
        return without_mirrored(result)

    def argument(self, parameter: Parameter | None, data: Any, depth: int = 0) -> Value:
        """Normal form of a constructor argument."""
        role = _ROLES.get(parameter.kind) if parameter else None
        return self.value(data, *([role] if role else []), depth=depth + 1)

    def _is_default(
        self, spec: ClassSpec, key: str, parameter: Parameter | None, value: Value
    ) -> bool:
        usual = spec.config_defaults
        if key in usual and alike(value, self.value(usual[key])):
            return True
        if parameter is None:
            return value is None
        if key == "dtype" and value == _FLOATX:
            return True
        if parameter.required:
            return False
        if parameter.kind is ParameterKind.INT_TUPLE and isinstance(value, tuple):
            value = value[0] if len(value) == 1 else value
        return alike(value, parameter.default) or self._short(value, parameter.default)

    def _short(self, value: Value, default: Value) -> bool:
        """Whether an object is what the short name `default` stands for."""
        if not (is_object(value) and isinstance(default, str) and not value["config"]):
            return False
        spec = self._classes.find(value)
        return spec is not None and spec.short_name == default

    def _object(self, data: Mapping[str, Any], roles: Any, depth: int) -> Value:
        name, config = data["class_name"], data["config"]
        if name == MODEL:
            return freeze(data)
        if name in SPECIAL:
            return {"class_name": name, "config": self.value(config, depth=depth + 1)}
        if name in ("DTypePolicy", "Policy") and isinstance(config, Mapping):
            policy = config.get("name")
            if isinstance(policy, str):
                return policy
        if isinstance(config, str):
            kept = {k: data[k] for k in ("module", "registered_name") if data.get(k)}
            return {**kept, "class_name": name, "config": config}
        spec = self._classes.find(data, *roles)
        if spec is not None and isinstance(config, Mapping):
            old = not isinstance(data.get("module"), str)
            return keras_object(
                spec.path, self.parameters(spec, config, depth, old=old)
            )
        kept = {k: data[k] for k in ("module", "registered_name") if data.get(k)}
        kept = {k: v for k, v in kept.items() if isinstance(v, str)}
        made = self.value(config, depth=depth + 1)
        return {**kept, "class_name": name, "config": made}


def alike(a: Value, b: Value) -> bool:
    """Whether two values mean the same to Keras: 1 and 1.0 do, 1 and True do not."""
    if isinstance(a, bool) or isinstance(b, bool):
        return a is b
    if isinstance(a, int | float) and isinstance(b, int | float):
        return a == b
    if isinstance(a, tuple | list) and isinstance(b, tuple | list):
        return len(a) == len(b) and all(map(alike, a, b))
    return same(a, b)


def is_foreign(spec: ClassSpec, key: str) -> bool:
    """Whether a class of this Keras neither takes an argument nor tells it."""
    known = spec.parameter(key) is not None or key in spec.config_defaults
    return not known and key != "name"
