"""Smallest replacements that turn one text into another, line by line."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

_DIFF_LINES = 300
"""Longest middle part that is compared line by line; a longer one is replaced."""


class LinePatch(NamedTuple):
    """Replace lines `first` up to but without `last` (from 0) by `lines`."""

    first: int
    last: int
    lines: tuple[str, ...]


def line_patches(old: Sequence[str], new: Sequence[str]) -> list[LinePatch]:
    """Patches from the last line to the first, so that they can be applied so."""
    start = _common(old, new)
    rest_old, rest_new = old[start:], new[start:]
    tail = _common(rest_old[::-1], rest_new[::-1])
    middle_old = rest_old[: len(rest_old) - tail]
    middle_new = rest_new[: len(rest_new) - tail]
    if not middle_old and not middle_new:
        return []
    if max(len(middle_old), len(middle_new)) > _DIFF_LINES:
        return [LinePatch(start, start + len(middle_old), tuple(middle_new))]
    matcher = SequenceMatcher(None, middle_old, middle_new, autojunk=False)
    return [
        LinePatch(start + i1, start + i2, tuple(middle_new[j1:j2]))
        for tag, i1, i2, j1, j2 in reversed(matcher.get_opcodes())
        if tag != "equal"
    ]


def _common(old: Sequence[str], new: Sequence[str]) -> int:
    """Number of equal lines at the start."""
    count = 0
    for a, b in zip(old, new, strict=False):
        if a != b:
            break
        count += 1
    return count
