"""Classes that are not Keras' own: the document's own text, and named modules."""

from __future__ import annotations

import importlib
import linecache
import sys
import traceback
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from types import ModuleType
from typing import Any

import keras

from studio.catalog.foreign import CUSTOM, fingerprint, installed_modules
from studio.errors import StudioError

_MODULE = "studio_custom"
_FILE = "own_layers.py"
_KEPT = 8
"""Texts and sets of modules remembered; each is executed once."""


@dataclass(frozen=True, slots=True)
class Foreign:
    """Layer classes by path, and what could not be had, as sentences."""

    classes: dict[str, Any]
    problems: tuple[str, ...] = ()


def load_foreign(custom: str, modules: tuple[str, ...], approved: str) -> Foreign:
    """Execute the user's own text and import modules, once for equal ones.

    Modules of installed packages that offer themselves come with them.

    Raises:
        StudioError: `approved` is not the fingerprint of exactly these.
    """
    if (custom or modules) and approved != fingerprint(custom, modules):
        raise StudioError(
            "Python code that the project brings along was not allowed to run. "
            "Read it and allow it, or go on without it."
        )
    return _load(custom, modules + installed_modules())


@lru_cache(maxsize=_KEPT)
def _load(custom: str, modules: tuple[str, ...]) -> Foreign:
    classes: dict[str, Any] = {}
    problems: list[str] = []
    for name in modules:
        try:
            classes |= _registered(name)
        except Exception as error:
            told = f"The module “{name}” cannot be imported: {_words(error)}"
            problems.append(f"{told} Install it, or take its name away.")
    if custom:
        try:
            classes |= {CUSTOM + c.__name__: c for c in _defined(_execute(custom))}
        except Exception as error:
            told = f"Your own layers cannot be used: {_where(error)}{_words(error)}"
            problems.append(f"{told} Change the code.")
    return Foreign(classes, tuple(problems))


def _registered(name: str) -> dict[str, Any]:
    """Import a module; layers in Keras' registry that it or its parts define."""
    before = set(keras.saving.get_custom_objects())
    importlib.import_module(name)
    root = name.partition(".")[0]
    return {
        key: item
        for key, item in keras.saving.get_custom_objects().items()
        if _is_layer(item)
        and (key not in before or item.__module__.partition(".")[0] == root)
    }


def _execute(text: str) -> ModuleType:
    module = ModuleType(_MODULE)
    lines = text.splitlines(keepends=True)
    # Tracebacks and autograph read the source from here, for lack of a file.
    linecache.cache[_FILE] = (len(text), None, lines, _FILE)
    sys.modules[_MODULE] = module
    exec(compile(text, _FILE, "exec"), module.__dict__)
    return module


def _defined(module: ModuleType) -> Iterator[Any]:
    for item in vars(module).values():
        if _is_layer(item) and item.__module__ == _MODULE:
            yield item


def _is_layer(item: Any) -> bool:
    return isinstance(item, type) and issubclass(item, keras.layers.Layer)


def _words(error: Exception) -> str:
    """What an error says, as a sentence; a syntax error without its place."""
    said = error.msg if isinstance(error, SyntaxError) else str(error)
    return f"{said.rstrip('.')}."


def _where(error: Exception) -> str:
    """``line 3: ``, if the error arose in the user's text."""
    if isinstance(error, SyntaxError):
        return f"line {error.lineno}: " if error.filename == _FILE else ""
    frames = traceback.extract_tb(error.__traceback__)
    lines = [frame.lineno for frame in frames if frame.filename == _FILE]
    return f"line {lines[-1]}: " if lines else ""
