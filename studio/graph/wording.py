"""Words for the names of undo steps."""

from __future__ import annotations


def counted(*counts: tuple[int, str]) -> str:
    """What a step is about: ``node``, ``3 nodes and comment``; zeros are left out."""
    words = [what if n == 1 else f"{n} {what}s" for n, what in counts if n]
    return " and ".join(words)
