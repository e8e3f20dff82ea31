"""The models a script makes, also those whose names are bound to others by now."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator
from typing import Any

import keras
from keras.src.models.functional import Functional

_LONG_WORK = {"fit": "train", "evaluate": "evaluate", "predict": "predict"}


class TrainingBegins(BaseException):
    """Ends a script where it starts to use its model; no error of the script.

    Attributes:
        what: ``train``, ``evaluate`` or ``predict``.
    """

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


class MadeModels:
    """Keeps every functional or sequential model made while it records."""

    def __init__(self) -> None:
        self._made: list[Any] = []

    @contextlib.contextmanager
    def recording(self) -> Iterator[None]:
        """Record models; their training raises `TrainingBegins` meanwhile."""
        kept = [
            (kind, "__init__", kind.__init__) for kind in (Functional, keras.Sequential)
        ]
        kept += [(keras.Model, name, getattr(keras.Model, name)) for name in _LONG_WORK]
        try:
            for kind, name, function in kept:
                changed = (
                    self._noting(function) if name == "__init__" else _refusing(name)
                )
                setattr(kind, name, changed)
            yield
        finally:
            for kind, name, function in kept:
                setattr(kind, name, function)

    def whole(self, known: Iterable[Any]) -> list[Any]:
        """Models that are no part of another one, the `known` included."""
        parts: set[int] = set()
        for model in (*known, *self._made):
            inside = list(_parts(model))
            parts.update(id(part) for part in inside)
        return [model for model in self._made if id(model) not in parts]

    def _noting(self, function: Any) -> Any:
        def init(model: Any, *args: Any, **kwargs: Any) -> None:
            function(model, *args, **kwargs)
            self._made.append(model)

        return init


def _parts(model: Any) -> Iterator[Any]:
    """Models inside a model; the functional core of a sequential one is inside."""
    core = getattr(model, "_functional", None)
    if core is not None:
        yield core
    for layer in model._flatten_layers(include_self=False):
        if isinstance(layer, keras.Model):
            yield layer
            core = getattr(layer, "_functional", None)
            if core is not None:
                yield core


def _refusing(name: str) -> Any:
    def stop(*_: Any, **__: Any) -> None:
        raise TrainingBegins(_LONG_WORK[name])

    return stop
