"""Which classes fit a tensor, as far as their names and arguments tell."""

from __future__ import annotations

import re
from collections.abc import Sequence

from studio.catalog.spec import ClassSpec

_DIMENSIONS = re.compile(r"([123])D(?:Transpose)?$")
_OVER_TIME = "sequences"
"""The argument of layers that walk along a sequence."""


def wanted_rank(spec: ClassSpec) -> int | None:
    """How many axes, the batch included, a layer's input has; None for any.

    ``Conv2D`` takes images of four axes, ``LSTM`` sequences of three.
    """
    over_time = any(port.name == _OVER_TIME for port in spec.inputs)
    found = _DIMENSIONS.search(spec.name)
    if found:
        return int(found[1]) + 2 + over_time
    return 3 if over_time else None


def misfit(spec: ClassSpec, shape: Sequence[int | None] | None) -> int | None:
    """How badly a class fits a tensor of that shape, 0 best; None if not at all.

    Without a known shape everything that has an input fits.
    """
    if not spec.inputs:
        return None
    wanted = wanted_rank(spec)
    several = sum(port.required for port in spec.inputs) > 1
    if shape is None or wanted is None:
        return 2 if several else 1
    return 0 if wanted == len(shape) else None
