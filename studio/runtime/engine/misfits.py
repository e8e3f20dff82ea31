"""Why a layer cannot take its inputs, for a person: shapes, cause, next step."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from studio.graph.values import Value
from studio.runtime.engine.keras_errors import clean
from studio.runtime.engine.refusals import value_text
from studio.runtime.engine.symbolic import TensorSpec

_LARGEST = 2**31 - 1
_PARAMETERS = {
    "K-WINDOW": ("pool_size", "kernel_size", "cropping", "size"),
    "K-RESHAPE": ("target_shape",),
}
"""Parameters that rules of shapes are about, the likeliest first."""


@dataclass(frozen=True, slots=True)
class Misfit:
    """A call that failed: what came in, the layer's parameters, Keras' words."""

    specs: tuple[TensorSpec, ...]
    parameters: Mapping[str, Value]
    message: str

    @property
    def shapes(self) -> str:
        """Shapes of one sample of each input: ``(4, 8) and (5, 9)``."""
        return " and ".join(sample_text(spec.shape) for spec in self.specs)

    def parameter(self, *names: str) -> str:
        """First of the names that is set."""
        return next((name for name in names if name in self.parameters), names[0])


def misfit(
    specs: tuple[TensorSpec, ...], parameters: Mapping[str, Value], error: Exception
) -> tuple[str, str, str | None]:
    """Code of the rule, text that goes on after the node's name, guilty parameter.

    Shapes are those of one sample.
    """
    found = Misfit(specs, parameters, clean(error))
    for name, value in parameters.items():
        if isinstance(value, int) and abs(value) > _LARGEST:
            return (
                "K-PARAMETER",
                (
                    f"has {value_text(value)} as “{name}”, and Keras counts sizes up "
                    f"to {_LARGEST:,} only. Make it smaller."
                ),
                name,
            )
    for pattern, code, explain in _EXPLAINED:
        match = re.search(pattern, found.message)
        if match:
            return code, explain(found, match), _guilty(code, parameters)
    return "K-SHAPE", _as_keras_says(found), None


def _guilty(code: str, parameters: Mapping[str, Value]) -> str | None:
    """Parameter that a misfit is about; None where what comes in is."""
    names = _PARAMETERS.get(code, ())
    return next((name for name in names if name in parameters), None)


def _as_keras_says(misfit: Misfit) -> str:
    return (
        f"cannot work on {misfit.shapes}. Keras says: {misfit.message} Check its "
        "parameters and the shape that comes in."
    )


def sample_text(shape: tuple[int | None, ...]) -> str:
    """Shape without the batch axis; ``any`` for an open size."""
    sizes = ["any" if size is None else str(size) for size in shape[1:]]
    return f"({', '.join(sizes)}{',' if len(sizes) == 1 else ''})"


def _axes(count: int) -> str:
    if count <= 0:
        return "no axis"
    return f"{count} {'axis' if count == 1 else 'axes'}"


def _rank(misfit: Misfit, match: re.Match[str]) -> str:
    # Keras counts the batch axis, a person who looks at samples does not.
    wanted, found = int(match[2]) - 1, int(match[3]) - 1
    bound = {"min_": "at least ", "max_": "at most "}.get(match[1] or "", "")
    shape = next((s.shape for s in misfit.specs if len(s.shape) == found + 1), None)
    got = f"{sample_text(shape)}, which has {_axes(found)}" if shape else _axes(found)
    text = f"needs samples with {bound}{_axes(wanted)} and gets {got}."
    if found < wanted:
        size = (
            f" to {sample_text((*shape, 1))}" if shape and wanted - found == 1 else ""
        )
        return (
            f"{text} Let the layer before it keep its axes, as an LSTM does with "
            f"return_sequences, or put a Reshape{size} before it."
        )
    return f"{text} Put a Flatten, a Reshape or a global pooling layer before it."


def _built_for(misfit: Misfit, match: re.Match[str]) -> str:
    place = "last axis" if match[1] == "-1" else f"axis {match[1]}"
    return (
        f"needs samples whose {place} has the size {match[2]} and gets "
        f"{misfit.shapes}. A shared layer keeps the size of its first input: "
        "make the sizes equal, or use a layer of its own."
    )


def _joined(misfit: Misfit, match: re.Match[str]) -> str:
    axis = misfit.parameters.get("axis", -1)
    return (
        f"joins tensors that differ along axis {axis} only, and gets {misfit.shapes}. "
        "Make the other sizes equal, or join along another axis."
    )


def _unequal(misfit: Misfit, match: re.Match[str]) -> str:
    return (
        f"combines tensors value by value and gets {misfit.shapes}. Give them the "
        "same shape: change units, filters or strides of the layers before it."
    )


def _too_large(misfit: Misfit, match: re.Match[str]) -> str:
    if "output_size" in misfit.parameters:  # a window that Keras chose itself
        return _as_keras_says(misfit)
    name = misfit.parameter("pool_size", "kernel_size")
    size = misfit.parameters.get(name)
    window = f"window ({name} {value_text(size)})" if size is not None else "window"
    return (
        f"has a {window} that is larger than its input {misfit.shapes}, so nothing "
        f"would be left. Make {name} smaller, or use the padding “same”."
    )


def _rearranged(misfit: Misfit, match: re.Match[str]) -> str:
    sizes = misfit.specs[0].shape[1:]
    if None in sizes:
        return f"cannot turn {misfit.shapes} into {match[1]}. Choose other sizes."
    total = math.prod(size for size in sizes if size is not None)
    return (
        f"has {total} values per sample, {misfit.shapes}, and they do not fill "
        f"{match[1]}. Choose sizes whose product is {total}; one may be -1."
    )


def _open_size(misfit: Misfit, match: re.Match[str]) -> str:
    return (
        f"needs to know the sizes of its input to make its weights, and gets "
        f"{misfit.shapes}. Give the input fixed sizes, or use a global pooling layer "
        "in place of Flatten."
    )


def _multiplied(misfit: Misfit, match: re.Match[str]) -> str:
    return (
        f"multiplies along axes of equal size and finds {match[1]} and {match[2]} in "
        f"{misfit.shapes}. Choose other axes, or make the sizes equal."
    )


def _cropped(misfit: Misfit, match: re.Match[str]) -> str:
    cropping = value_text(misfit.parameters.get("cropping"))
    return f"cuts off {cropping} and gets only {misfit.shapes}. Cut off less."


def _wrong_count(misfit: Misfit, match: re.Match[str]) -> str:
    return f"takes {match[1]} tensors and gets {match[2]}. Wire {match[1]} into it."


def _too_many(misfit: Misfit, match: re.Match[str]) -> str:
    count, wanted = len(misfit.specs), match[1]
    return f"takes {wanted} tensors and gets {count}. Wire {wanted} into it."


def _timeless(misfit: Misfit, match: re.Match[str]) -> str:
    wanted = int(match[1]) - 1
    return (
        f"needs samples with at least {_axes(wanted)} and gets {misfit.shapes}. "
        "Put a Reshape before it, or give the input another shape."
    )


def _kernel(misfit: Misfit, match: re.Match[str]) -> str:
    return (
        f"needs samples with {_axes(match[1].count(','))} and gets {misfit.shapes}. "
        "Put a Reshape before it, or use a layer for samples of that many axes."
    )


def _kind(misfit: Misfit, match: re.Match[str]) -> str:
    return (
        f"computes with decimal numbers and gets {match[1]}. Convert the numbers "
        "first, or give the input the dtype float32."
    )


def _text(misfit: Misfit, match: re.Match[str]) -> str:
    return (
        "works on numbers and gets text. Turn the text into numbers first, for "
        "example with StringLookup or TextVectorization."
    )


_EXPLAINED: tuple[tuple[str, str, Callable[[Misfit, re.Match[str]], str]], ...] = (
    (r"expected (min_|max_)?ndim=(\d+), found ndim=(\d+)", "K-RANK", _rank),
    (
        r"expected axis (-?\d+) of input shape to have value (\d+)",
        "K-BUILT",
        _built_for,
    ),
    (r"matching shapes except for the concatenation axis", "K-MERGE", _joined),
    (r"Inputs have incompatible shapes", "K-MERGE", _unequal),
    (
        r"output size would be zero or negative|Negative dimension size",
        "K-WINDOW",
        _too_large,
    ),
    (
        r"total size of the tensor must be unchanged.*target_shape=(\(.*?\))",
        "K-RESHAPE",
        _rearranged,
    ),
    (r"must be fully-defined", "K-OPEN", _open_size),
    (r"axis values (\d+) \(at axis -?\d+\) != (\d+)", "K-MERGE", _multiplied),
    (r"cropping.*should be smaller than", "K-WINDOW", _cropped),
    (r"expects (\d+) input\(s\), but it received (\d+)", "K-ARITY", _wrong_count),
    (r"called on exactly (\d+) inputs", "K-ARITY", _too_many),
    (r"input_shape with at least (\d+) dimensions", "K-RANK", _timeless),
    (
        r"Kernel shape must have the same length as input.*kernel of shape \((.*?)\)",
        "K-RANK",
        _kernel,
    ),
    (r"has DataType (\w+) not in list of allowed values", "K-DTYPE", _kind),
    (
        r"[Tt]ype ?(='|=DT_)?(string|STRING)|string to \w+ is not supported",
        "K-DTYPE",
        _text,
    ),
)
