"""Which parameters a card shows first."""

from __future__ import annotations

from collections.abc import Sequence


def essential_parameters(class_path: str) -> Sequence[str]:
    """Names of a class' most telling parameters, the first one first."""
    return ()
