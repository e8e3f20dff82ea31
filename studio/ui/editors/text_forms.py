"""How values of each kind are typed and shown. Never depends on the locale."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from studio.catalog.spec import Parameter, ParameterKind
from studio.graph.values import Value
from studio.ui.editors.literals import Unreadable, parse_literal, show_literal

_DECIMAL_COMMA = re.compile(r"[+-]?\d*,\d+(e[+-]?\d+)?", re.IGNORECASE)
_TIMES = re.compile(r"[×xX*]")


@dataclass(frozen=True, slots=True)
class TextForm:
    """One kind as text.

    Attributes:
        parse: value of a typed text; raises `Unreadable` with a sentence.
        show: text of a value; `parse` reads it back.
        hint: what to type, for the tooltip.
    """

    parse: Callable[[str], Value]
    show: Callable[[Value], str]
    hint: str


def parse_int(text: str) -> int:
    """Whole number; refuses ``1.5`` and ``1,000``."""
    try:
        return int(text)
    except ValueError as error:
        raise Unreadable(
            f"“{_short(text)}” is no whole number. Type digits, such as 32."
        ) from error


def parse_float(text: str) -> float:
    """Number with a decimal point; refuses a decimal comma."""
    try:
        return float(text)
    except ValueError as error:
        if _DECIMAL_COMMA.fullmatch(text.strip()):
            better = text.strip().replace(",", ".")
            raise Unreadable(f"Use a decimal point: {better}.") from error
        raise Unreadable(
            f"“{_short(text)}” is no number. Type one such as 0.5 or 1e-3."
        ) from error


def show_number(value: Value) -> str:
    """Shortest text that gives the number back; other values as literals."""
    return show_literal(value)


def parse_string(text: str) -> Value:
    """The text itself; in quotes where it would be misread without."""
    if text[:1] not in ("'", '"'):
        return text
    value = parse_literal(text)
    if not isinstance(value, str):
        raise Unreadable("This is no text. Close the quotes at its end.")
    return value


def show_string(value: Value) -> str:
    """Text as it is, or quoted where spaces or emptiness would be lost."""
    if not isinstance(value, str):
        return show_literal(value)
    plain = value.isprintable() and value == value.strip() and value != ""
    return repr(value) if not plain or value[0] in "'\"" or value == "None" else value


def parse_sizes(text: str) -> Value:
    """``3`` as 3; ``3, 3``, ``3×3`` and ``(3, 3)`` as a tuple of ints."""
    if text.strip()[:1] in ("(", "["):
        value = parse_literal(text)
        if not _only_ints(value):
            raise Unreadable("Every size is a whole number, such as (3, 3).")
        return value
    parts = _parts(_TIMES.sub(",", text))
    sizes = tuple(parse_int(part) for part in parts)
    return sizes if "," in text or len(sizes) != 1 else sizes[0]


def show_sizes(value: Value) -> str:
    """A tuple of ints as ``3×3``."""
    if not isinstance(value, tuple) or not value:
        return show_literal(value)
    if not all(type(size) is int for size in value):
        return show_literal(value)
    return f"{value[0]}," if len(value) == 1 else "×".join(map(str, value))


def parse_shape(text: str) -> Value:
    """``28, 28, 1`` as a tuple; ``None`` or ``?`` is an unknown size."""
    inner = text.strip()
    if inner[:1] + inner[-1:] in ("()", "[]"):
        inner = inner[1:-1]
    return tuple(_size(part) for part in _parts(_TIMES.sub(",", inner)))


def show_shape(value: Value) -> str:
    """A shape as ``28, 28, 1``; one unknown size alone as ``?``."""
    if not isinstance(value, tuple) or not value:
        return show_literal(value)
    if not all(size is None or type(size) is int for size in value):
        return show_literal(value)
    return "?" if value == (None,) else ", ".join(map(str, value))


def form_of(parameter: Parameter) -> TextForm:
    """Text form of a parameter; ``None`` can be typed where it is legal."""
    form = _FORMS.get(parameter.kind, _LITERAL)
    if not parameter.optional:
        return form

    def parse(text: str) -> Value:
        return None if text.strip() == "None" else form.parse(text)

    return TextForm(parse, form.show, f"{form.hint}, or None")


def _parts(text: str) -> list[str]:
    parts = [part.strip() for part in text.split(",")]
    return parts[:-1] if parts[-1] == "" else parts


def _size(text: str) -> int | None:
    if text in ("None", "?"):
        return None
    try:
        return parse_int(text)
    except Unreadable as error:
        raise Unreadable(
            f"“{_short(text)}” is no size. Type whole numbers with commas, such as "
            "28, 28, 1, and None for an unknown size."
        ) from error


def _only_ints(value: Value) -> bool:
    if isinstance(value, tuple):
        return all(map(_only_ints, value))
    return type(value) is int


def _short(text: str) -> str:
    text = text.strip()
    return text if len(text) <= 24 else f"{text[:23]}…"


_LITERAL = TextForm(parse_literal, show_literal, "A Python value, text in quotes")
_FORMS = {
    ParameterKind.INT: TextForm(parse_int, show_number, "A whole number"),
    ParameterKind.FLOAT: TextForm(
        parse_float, show_number, "A number with a decimal point"
    ),
    ParameterKind.STRING: TextForm(parse_string, show_string, "Text"),
    ParameterKind.DTYPE: TextForm(
        parse_string, show_string, "A dtype or policy: float32, mixed_float16"
    ),
    ParameterKind.INT_TUPLE: TextForm(
        parse_sizes, show_sizes, "A whole number, or several: 3, 3"
    ),
    ParameterKind.SHAPE: TextForm(
        parse_shape, show_shape, "Sizes without the batch axis: 28, 28, 1"
    ),
}
