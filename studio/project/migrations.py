"""Older files in today's form: one function per step, each tested."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

Step = Callable[[dict[str, Any]], dict[str, Any]]

STEPS: Mapping[int, Step] = {}
"""By the version it starts from: the function that makes the next version.

A step gets the parsed file and returns a new one; it must keep every field it
does not know. Version 1 is the first, so there are none yet.
"""


def migrate(
    data: dict[str, Any], version: int, newest: int, steps: Mapping[int, Step] = STEPS
) -> dict[str, Any]:
    """Bring the parsed file from `version` to `newest`, step by step."""
    for current in range(version, newest):
        data = {**steps[current](data), "version": current + 1}
    return data
