"""Parameter values: JSON-like, immutable by convention.

A value is ``None``, a bool, an int, a float, a str, a tuple of values, or a
dict of values. A Keras object (initializer, regularizer, optimizer, wrapped
layer) is a dict in Keras' serialised form: ``{"module": "keras.initializers",
"class_name": "HeNormal", "config": {"seed": 1}}``, its config holding only
what differs from the default.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import Any

Value = Any
"""None | bool | int | float | str | tuple[Value, ...] | dict[str, Value]"""


def freeze(value: Any) -> Value:
    """Copy `value` with lists turned into tuples and mappings into dicts.

    Every nan becomes the same one, so that what holds it can equal its copy.

    Raises:
        TypeError: something in it is no JSON-like value.
    """
    if value == {} and type(value) is dict:
        return {}
    if isinstance(value, float) and math.isnan(value):
        return math.nan
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, list | tuple):
        return tuple(freeze(item) for item in value)
    if isinstance(value, Mapping):
        for key in value:
            if not isinstance(key, str):
                raise TypeError(f"keys must be text, got {key!r}")
        return {key: freeze(item) for key, item in value.items()}
    raise TypeError(f"{type(value).__name__} is no parameter value: {value!r:.80}")


def same(a: Value, b: Value) -> bool:
    """Whether two values are alike in type and content (1, 1.0, True differ)."""
    if isinstance(a, list | tuple) and isinstance(b, list | tuple):
        return len(a) == len(b) and all(map(same, a, b))
    if isinstance(a, Mapping) and isinstance(b, Mapping):
        return a.keys() == b.keys() and all(same(a[key], b[key]) for key in a)
    if isinstance(a, float) and isinstance(b, float) and math.isnan(a):
        return math.isnan(b)
    return type(a) is type(b) and bool(a == b)


def is_object(value: Value) -> bool:
    """Whether `value` is a Keras object in serialised form."""
    return isinstance(value, Mapping) and "class_name" in value and "config" in value


def keras_object(path: str, config: Mapping[str, Value] | None = None) -> Value:
    """Serialised form of the class at `path`, e.g. ``keras.optimizers.Adam``."""
    module, _, class_name = path.rpartition(".")
    return {"module": module, "class_name": class_name, "config": dict(config or {})}


def object_path(value: Value) -> str:
    """Full path of a serialised Keras object, e.g. ``keras.optimizers.Adam``."""
    module = value.get("module")
    return f"{module}.{value['class_name']}" if module else str(value["class_name"])


def to_jsonable(value: Value) -> Any:
    """Value as standard JSON data: tuples as lists, inf and nan as ``$float``."""
    if isinstance(value, float) and not math.isfinite(value):
        return {"$float": repr(value)}
    if isinstance(value, tuple | list):
        return [to_jsonable(item) for item in value]
    if isinstance(value, Mapping):
        return {key: to_jsonable(item) for key, item in value.items()}
    return value


def from_jsonable(data: Any) -> Value:
    """Inverse of `to_jsonable`."""
    if isinstance(data, Mapping):
        if data.keys() == {"$float"}:
            return float(data["$float"])
        return {str(key): from_jsonable(item) for key, item in data.items()}
    if isinstance(data, list | tuple):
        return tuple(from_jsonable(item) for item in data)
    return data


def canonical(value: Value) -> str:
    """One text per value: equal text means `same` values. For cache keys."""
    return json.dumps(to_jsonable(value), sort_keys=True, separators=(",", ":"))
