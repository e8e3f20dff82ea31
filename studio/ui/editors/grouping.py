"""Which parameters are shown first, which are folded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from studio.catalog.spec import Parameter, ParameterKind

_RARE_KINDS = frozenset(
    {
        ParameterKind.INITIALIZER,
        ParameterKind.REGULARIZER,
        ParameterKind.CONSTRAINT,
    }
)
_FEW = 5
"""So few are all shown first."""
_NAME = "name"
"""Edited in the page's head, with the document's rules for names."""


@dataclass(frozen=True, slots=True)
class Groups:
    """Parameters by how often people touch them."""

    essential: tuple[Parameter, ...]
    more: tuple[Parameter, ...]
    base: tuple[Parameter, ...]


def group(parameters: Sequence[Parameter], essential: Sequence[str] = ()) -> Groups:
    """Sort parameters into groups.

    `essential` names the first ones, in order; for a class without such a list
    all are essential but initializers, regularizers and constraints.
    """
    own = [p for p in parameters if p.name != _NAME and not p.base]
    by_name = {p.name: p for p in own}
    first = [by_name[name] for name in essential if name in by_name]
    if not first:
        first = [p for p in own if p.kind not in _RARE_KINDS]
    if len(own) <= _FEW:
        first = own
    first += [p for p in own if p.required and p not in first]
    return Groups(
        tuple(first),
        tuple(p for p in own if p not in first),
        tuple(p for p in parameters if p.base and p.name != _NAME),
    )
