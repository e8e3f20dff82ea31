"""Values, shapes and counts as short text for a card."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from studio.catalog.spec import ClassSpec, Parameter, ParameterKind
from studio.graph.values import Value, is_object

SEPARATOR = " · "
TIMES = "×"
_BARE = frozenset({ParameterKind.ACTIVATION, ParameterKind.CHOICE, ParameterKind.LAYER})
_MILLION = 1_000_000
_LONGEST = 24


def shape_text(shape: Sequence[int | None]) -> str:
    """Shape without its batch axis: ``28 × 28 × 32``; ``scalar`` for none left."""
    sizes = ["?" if size is None else str(size) for size in shape[1:]]
    return f" {TIMES} ".join(sizes) or "scalar"


def count_text(count: int) -> str:
    """Number of weights: ``9,248``, from a million on ``25.6 M``."""
    if count < _MILLION:
        return f"{count:,}"
    for unit in ("M", "G"):
        count_in_unit = count / _MILLION
        if count_in_unit < 1000 or unit == "G":
            return f"{count_in_unit:,.3g} {unit}"
        count //= 1000
    raise AssertionError("unreachable")


def value_text(value: Value) -> str:
    """Parameter value in a few characters: ``3×3``, ``relu``, ``0.5``, ``L2``."""
    if isinstance(value, float):
        return f"{value:g}"
    if isinstance(value, tuple):
        return TIMES.join("?" if v is None else value_text(v) for v in value) or "()"
    if isinstance(value, Mapping):
        return str(value["class_name"]) if is_object(value) else "{…}"
    text = str(value)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def parameters_text(
    spec: ClassSpec, values: Mapping[str, Value], essential: Sequence[str]
) -> str:
    """Key parameters of a layer: ``32 · 3×3 · relu``, essential ones first.

    What Keras' default says already is left out, but for the first parameter.
    """
    names = [*essential, *(n for n in values if n not in essential)]
    known = [p for p in map(spec.parameter, names) if p is not None and not p.base]
    words = [_word(p, values.get(p.name, p.default), p is known[0]) for p in known]
    # Bare values first: they are short and say most.
    return SEPARATOR.join(sorted(filter(None, words), key=lambda word: " " in word))


def _word(parameter: Parameter, value: Value, first: bool) -> str:
    if value is None:
        return ""
    if value == parameter.default and not parameter.required and not first:
        return ""
    if isinstance(value, bool):
        return parameter.name if value else f"no {parameter.name}"
    if first or parameter.required or parameter.kind in _BARE:
        return value_text(value)
    return f"{parameter.name} {value_text(value)}"
