"""Architectures of tutorials, papers and packages, written anew for Studio.

Each public function of a module here makes one model; all are small, for what
matters is how they are made, not how well they would learn.
"""

from __future__ import annotations

import inspect
import pkgutil
from collections.abc import Callable
from importlib import import_module
from typing import Any

Builder = Callable[[], Any]


def corpus() -> dict[str, Builder]:
    """All builders by name, e.g. ``vision.lenet``; imports Keras."""
    found: dict[str, Builder] = {}
    for info in pkgutil.iter_modules(__path__):
        module = import_module(f"{__name__}.{info.name}")
        for name, function in inspect.getmembers(module, inspect.isfunction):
            if not name.startswith("_") and function.__module__ == module.__name__:
                found[f"{info.name}.{name}"] = function
    return found
