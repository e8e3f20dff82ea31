"""Which classes take a tensor, as Keras answered when the catalog was read."""

from __future__ import annotations

from collections.abc import Iterator
from enum import IntEnum

from studio.catalog.spec import ClassSpec, TensorKind
from studio.graph.known import KnownTensor

Ranks = tuple[int | None, ...]
"""Axes that come out, by axes that go in, from one on; None where refused."""

_WORDS = {
    TensorKind.FLOAT: "decimal numbers",
    TensorKind.INT: "whole numbers",
    TensorKind.STRING: "text",
}
_KINDS = (
    (("float", "bfloat"), TensorKind.FLOAT),
    (("int", "uint", "bool"), TensorKind.INT),
    (("string",), TensorKind.STRING),
)


class Closeness(IntEnum):
    """How well a class suits a tensor that it takes, or may take."""

    MEANT = 0
    """It is made for tensors of so many axes and such numbers."""
    GENERAL = 1
    """It takes these, and others as well."""
    UNKNOWN = 2
    """Keras was not asked."""


def kind_of(dtype: str) -> TensorKind | None:
    """What a tensor's numbers are; None for what is never tried (complex)."""
    return next((kind for starts, kind in _KINDS if dtype.startswith(starts)), None)


def misfit(spec: ClassSpec, tensor: KnownTensor | None) -> str:
    """Why a newly placed class does not take a tensor; empty if it may."""
    if not spec.inputs:
        return "takes no input"
    kind = kind_of(tensor.dtype) if tensor else None
    if tensor is None or kind is None or not spec.takes:
        return ""
    ranks = spec.takes.get(kind, ())
    if not ranks:
        wanted = " or ".join(_WORDS[k] for k in TensorKind if k in spec.takes)
        return f"takes {wanted}, not {tensor.dtype}"
    axes = len(tensor.shape)
    if axes > len(ranks) or axes == 0 or ranks[axes - 1] is not None:
        return ""
    return f"takes {_axes_text(ranks)} with the batch, not {axes}"


def closeness(spec: ClassSpec, tensor: KnownTensor | None) -> Closeness:
    """How well a class suits a tensor it takes."""
    needed = [port for port in spec.inputs if port.required]
    several = len(needed) > 1 or any(port.many for port in needed)
    kind = kind_of(tensor.dtype) if tensor else None
    ranks = spec.takes.get(kind, ()) if kind else ()
    axes = len(tensor.shape) if tensor else 0
    if tensor is None or not 0 < axes <= len(ranks):
        return Closeness.UNKNOWN if tensor else Closeness.GENERAL
    suits = spec.is_smooth == (kind is TensorKind.FLOAT)
    changes = ranks[axes - 1] != axes
    if suits and not several and (changes or axes == _natural(spec, ranks)):
        return Closeness.MEANT
    return Closeness.GENERAL


def _natural(spec: ClassSpec, ranks: Ranks) -> int:
    """Axes that a class is made for.

    The most it takes; of codes, or if it takes any number from some on, the
    fewest, but for the batch alone.
    """
    taken = list(_taken(ranks))
    is_closed = spec.is_smooth and ranks[-1] is None
    return taken[-1] if is_closed else max(2, taken[0])


def _taken(ranks: Ranks) -> Iterator[int]:
    return (axes for axes, given in enumerate(ranks, 1) if given is not None)


def _axes_text(ranks: Ranks) -> str:
    taken = list(_taken(ranks))
    is_open = ranks[-1] is not None and len(taken) > 1
    if is_open and len(taken) == taken[-1] - taken[0] + 1:
        return f"at least {taken[0]} axes"
    words = [str(axes) for axes in taken]
    return f"{' or '.join(words)} {'axis' if words == ['1'] else 'axes'}"
