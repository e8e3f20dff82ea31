"""Why a layer cannot be made, for a person: the value, what is legal, what to do."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection
from typing import Any

from studio.catalog.spec import Parameter, ParameterKind
from studio.runtime.engine.keras_errors import clean, without_received

_SHOWN = 60


def value_text(value: Any) -> str:
    """Value as a person writes it, shortened."""
    text = f"“{value}”" if isinstance(value, str) else repr(value)
    if isinstance(value, dict) and "class_name" in value:
        text = str(value["class_name"])
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def refusal(
    parameter: Parameter | None, value: Any, error: Exception, names: Collection[str]
) -> str:
    """Text that goes on after the node's name.

    `names` are what the parameter could be called by, e.g. all activations.
    """
    message = clean(error)
    if parameter is None:
        return (
            "has parameters that do not go together. Keras says: "
            f"{without_received(message)} Change one of them."
        )
    known = _known(parameter, value, message, names)
    if known is not None:
        return known
    return (
        f"cannot use {value_text(value)} as “{parameter.name}”. Keras says: "
        f"{without_received(message)} Change it."
    )


def _known(
    parameter: Parameter, value: Any, message: str, names: Collection[str]
) -> str | None:
    if isinstance(value, dict):  # the complaint is about something inside it
        return None
    name, shown = f"“{parameter.name}”", value_text(value)
    tuple_of = re.search(r"tuple of (\d+) integers", message)
    if re.search(r"positive integer|strictly positive", message):
        return f"needs a whole number above 0 for {name}, not {shown}."
    if re.search(r"between 0 and 1|in the range \[0, 1", message):
        return f"needs a number from 0 to 1 for {name}, not {shown}."
    if re.search(r"not supported between instances|must be real number", message):
        return f"needs a number for {name}, not {shown}."
    if tuple_of and parameter.kind is ParameterKind.INT_TUPLE:
        count = int(tuple_of[1])
        many = f"{count} of them in brackets" if count > 1 else "one in brackets"
        return f"needs a whole number for {name}, or {many}, not {shown}."
    if "to a shape" in message or parameter.kind is ParameterKind.SHAPE:
        return (
            f"needs a shape for {name}, such as (28, 28, 1), not {shown}. Sizes are "
            "whole numbers above 0, or None where any size will do."
        )
    if parameter.kind is ParameterKind.DTYPE:
        return f"does not know the data type {shown}. Most layers use “float32”."
    if isinstance(value, str) and (parameter.choices or "interpret" in message):
        return _unknown_word(parameter, value, parameter.choices or names)
    return None


def _unknown_word(parameter: Parameter, value: str, words: Collection[str]) -> str:
    close = difflib.get_close_matches(value.lower(), words, 1, 0.5)
    start = f"does not know “{value}” as “{parameter.name}”."
    if parameter.choices:
        return f"{start} Choose {' or '.join(f'“{word}”' for word in words)}."
    if close:
        return f"{start} Did you mean “{close[0]}”?"
    return f"{start} Choose one from the list."
