"""Values, shapes and counts as short text for a card."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from operator import itemgetter

from studio.catalog.spec import ClassSpec, Parameter, ParameterKind
from studio.graph.known import KnownTensor
from studio.graph.values import Value, is_object
from studio.model_values import is_model, model_name

SEPARATOR = " · "
TIMES = "×"
_BARE = frozenset({ParameterKind.ACTIVATION, ParameterKind.CHOICE, ParameterKind.LAYER})
_MILLION = 1_000_000
_LONGEST = 24


def shape_text(shape: Sequence[int | None]) -> str:
    """Shape without its batch axis: ``28 × 28 × 32``; ``scalar`` for none left."""
    sizes = ["?" if size is None else str(size) for size in shape[1:]]
    return f" {TIMES} ".join(sizes) or "scalar"


def tensor_text(tensor: KnownTensor) -> str:
    """Shape and dtype of a tensor: ``28 × 28 × 1, float32``."""
    return f"{shape_text(tensor.shape)}, {tensor.dtype}"


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
    if isinstance(value, tuple) and any(map(_is_index, value)):
        return f"[{', '.join(map(value_text, value))}]"
    if isinstance(value, tuple) and any(map(is_object, value)):
        return ", ".join(map(value_text, value))
    if isinstance(value, tuple):
        return TIMES.join("?" if v is None else value_text(v) for v in value) or "()"
    if _is_index(value):
        return _index_text(value)
    if is_model(value):
        return model_name(value)
    if isinstance(value, Mapping):
        return str(value["class_name"]) if is_object(value) else "{…}"
    text = str(value)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def _is_index(value: Value) -> bool:
    """Whether a value is a part of an index: a slice or an ellipsis."""
    return is_object(value) and value["class_name"] in ("__slice__", "__ellipsis__")


def _index_text(value: Value) -> str:
    """A slice as Python writes it: ``:4``, ``1:``, ``::2``, ``...``."""
    if value["class_name"] == "__ellipsis__":
        return "..."
    start, stop, step = (
        "" if (end := value["config"].get(name)) is None else str(end)
        for name in ("start", "stop", "step")
    )
    return f"{start}:{stop}:{step}" if step else f"{start}:{stop}"


def parameters_text(
    spec: ClassSpec, values: Mapping[str, Value], essential: Sequence[str]
) -> str:
    """Key parameters of a layer: ``32 · 3×3 · relu``, the most telling first.

    What Keras' default says already is left out, but for a size that comes
    first (the window of a pooling layer).
    """
    names = [*essential, *(n for n in values if n not in essential)]
    known = [p for p in map(spec.parameter, names) if p is not None and not p.base]
    words = [_word(p, values.get(p.name, p.default), p is known[0]) for p in known]
    return SEPARATOR.join(
        text for _, text in sorted(filter(None, words), key=itemgetter(0))
    )


def _word(parameter: Parameter, value: Value, first: bool) -> tuple[int, str] | None:
    """A parameter's rank on the card and its text; None if it says nothing."""
    size = first and parameter.kind is ParameterKind.INT_TUPLE
    if value is None or (
        value == parameter.default and not parameter.required and not size
    ):
        return None
    if isinstance(value, bool):
        return 1, parameter.name if value else f"no {parameter.name}"
    if size or parameter.required:
        return 0, value_text(_along_axes(parameter, value))
    if parameter.kind in _BARE:
        return (2 if parameter.kind is ParameterKind.CHOICE else 0), value_text(value)
    if isinstance(value, tuple) and len(set(value)) == 1:
        value = value[0]
    return 1, f"{parameter.name} {value_text(value)}"


def _along_axes(parameter: Parameter, value: Value) -> Value:
    """A size that is one number, as Keras takes it: once for each axis."""
    usual = parameter.suggestion or parameter.default
    if parameter.kind is not ParameterKind.INT_TUPLE or not isinstance(value, int):
        return value
    return (value,) * len(usual) if isinstance(usual, tuple) else value
