"""Models of `keras.applications`, built without their weights."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable, Mapping
from typing import Any

import keras

from studio.runtime.engine.symbolic import without_weights

_HOME = "keras.src.applications."
PRETRAINED = "imagenet"
"""The one name of weights that is no file."""


def application_layer(path: str) -> Any:
    """Layer class that a module of known models has for itself; None for another.

    Keras loaded these modules itself: nothing is imported by a name in a file.
    """
    module, _, name = path.rpartition(".")
    if not module.startswith(_HOME) or module not in sys.modules:
        return None
    found = vars(sys.modules[module]).get(name)
    is_layer = inspect.isclass(found) and issubclass(found, keras.layers.Layer)
    return found if is_layer and found.__module__ == module else None


class BuildRefused(Exception):
    """A builder is not called; `parameter` is the reason."""

    def __init__(self, text: str, parameter: str) -> None:
        super().__init__(text)
        self.parameter = parameter


def build(builder: Callable[..., Any], parameters: Mapping[str, Any]) -> Any:
    """Build a model; nothing is downloaded, read or allocated.

    `trainable` is set on the model that was built, the rest is the builder's.

    Raises:
        BuildRefused: an argument is none of the builder's, or names a file.
    """
    known = inspect.signature(builder).parameters
    arguments = dict(parameters)
    trainable = arguments.pop("trainable", True)
    weights = arguments.pop("weights", None)
    if weights not in (None, PRETRAINED):
        text = (
            f"would read the file “{weights!s:.80}”. Choose “{PRETRAINED}” or None "
            "as “weights”, and load a file of weights into the model afterwards."
        )
        raise BuildRefused(text, "weights")
    for name in arguments:
        if name not in known:
            text = f"has a parameter “{name}” that {builder.__name__} does not know."
            raise BuildRefused(f"{text} Remove it.", name)
    with without_weights():
        model = builder(**arguments, weights=None)
    model.trainable = bool(trainable)
    return model
