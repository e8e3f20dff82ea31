"""A measured figure beside what is promised of it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """One measurement.

    Attributes:
        name: what was measured.
        value: the result, in `unit`.
        unit: ``ratio``, ``ms``...
        at_most, at_least: the promise; None where there is none.
        detail: the parts of it, in words.
    """

    name: str
    value: float
    unit: str
    at_most: float | None = None
    at_least: float | None = None
    detail: str = ""

    @property
    def kept(self) -> bool:
        """Whether the promise holds."""
        if self.at_most is not None and not self.value <= self.at_most:
            return False
        return self.at_least is None or self.value >= self.at_least

    @property
    def promise(self) -> str:
        """The promise in words."""
        if self.at_most is not None:
            return f"≤ {self.at_most:g}"
        return "nothing" if self.at_least is None else f"≥ {self.at_least:g}"
