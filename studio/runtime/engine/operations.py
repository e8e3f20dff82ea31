"""Functions of `keras.ops` in the shape of layers: called on tensors, no weights."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from typing import Any


class OpLayer:
    """A function with its constant arguments, to be called like a layer.

    Attributes:
        call: the function itself.
        variables: none; a layer has some.
    """

    variables: tuple[Any, ...] = ()
    weights: tuple[Any, ...] = ()
    trainable_weights: tuple[Any, ...] = ()

    def __init__(self, function: Callable[..., Any]) -> None:
        self.call = function

    def __call__(self, **arguments: Any) -> Any:
        """Call the function."""
        return call_function(self.call, arguments)


def call_function(function: Callable[..., Any], arguments: Mapping[str, Any]) -> Any:
    """Call by keyword; only what comes before ``*operands``, and they, by position."""
    parameters = inspect.signature(function).parameters.values()
    if not any(p.kind is p.VAR_POSITIONAL for p in parameters):
        return function(**arguments)
    rest = dict(arguments)
    positional = []
    for parameter in parameters:
        if parameter.name not in rest:
            continue
        if parameter.kind is parameter.VAR_POSITIONAL:
            positional += list(rest.pop(parameter.name))
            break
        positional.append(rest.pop(parameter.name))
    return function(*positional, **rest)
