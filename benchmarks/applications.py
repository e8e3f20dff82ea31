"""All builders of `keras.applications`, each with fresh weights."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import partial
from typing import Any

import keras


def applications() -> dict[str, Callable[[], Any]]:
    """Builders by name; the models are whole, for 10 classes to spare memory."""
    return {
        name: partial(function, weights=None, classes=10)
        for name, function in sorted(vars(keras.applications).items())
        if inspect.isfunction(function)
    }
