"""Parameter values as Python objects: only what the catalog knows is made."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import keras
import numpy as np

from studio.errors import StudioError
from studio.graph.values import Value, is_object, object_path
from studio.model_values import is_model

Find = Callable[[str], Any]
"""Gives the class at a path, or None if it must not be made."""


class Refused(StudioError):
    """A value would read a file or run code, or names what Keras has not."""


def make_value(value: Value, find: Find) -> Any:
    """Value with every serialised Keras object in it made.

    Raises:
        Refused: `find` has no class for one of them.
    """
    if is_model(value):
        from studio.runtime.engine.held_models import make_model

        return make_model(value)
    if is_object(value):
        special = _SPECIAL.get(value["class_name"])
        return special(value["config"]) if special else _make_object(value, find)
    if isinstance(value, Mapping):
        return {key: make_value(item, find) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return tuple(make_value(item, find) for item in value)
    return value


def keras_item(path: str, root: Any = keras) -> Any:
    """Class or function at a public path of Keras, e.g. ``keras.layers.Dense``.

    `root` is what offers it as ``keras``: Keras itself, or TensorFlow's view of it.
    """
    item: Any = root
    for name in path.split(".")[1:]:
        item = getattr(item, name)
    return item


def _slice(config: Value) -> slice:
    return slice(*(config.get(name) for name in ("start", "stop", "step")))


def _array(config: Value) -> Any:
    return np.array(config["value"], config["dtype"])


_SPECIAL: Mapping[str, Callable[[Value], Any]] = {
    "__slice__": _slice,
    "__ellipsis__": lambda config: ...,
    "__numpy__": _array,
    "__tensor__": _array,
}
"""Values that Keras writes like objects, though they have no public class."""


def _make_object(value: Value, find: Find) -> Any:
    path = object_path(value)
    kind = find(path)
    if kind is None:
        raise Refused(
            f"{path} is not among the objects Studio makes: it is unknown to the "
            "installed Keras, or it would run code from the file. Choose another."
        )
    arguments = make_value(value["config"], find)
    return kind(**arguments)
