"""Generated text, and which lines stand for which node."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple


class LineRange(NamedTuple):
    """Lines of a text, counted from 1, both ends included."""

    first: int
    last: int


class Line(NamedTuple):
    """A line without its line break, and the nodes it stands for."""

    text: str
    nodes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """A Python module made from a document.

    Attributes:
        text: the module, ending in one line break.
        lines_of: where each node is, in the order of the lines. Nodes that
            are not part of the model are missing.
    """

    text: str
    lines_of: Mapping[str, tuple[LineRange, ...]] = field(default_factory=dict)

    def nodes_at(self, line: int) -> tuple[str, ...]:
        """Find the nodes a line (from 1) stands for; several share a layer."""
        return tuple(
            node
            for node, ranges in self.lines_of.items()
            if any(first <= line <= last for first, last in ranges)
        )


def to_source(lines: Iterable[Line]) -> Source:
    """Join lines; neighbours of the same node become one range."""
    lines = list(lines)
    ranges: dict[str, list[LineRange]] = {}
    for number, line in enumerate(lines, start=1):
        for node in line.nodes:
            known = ranges.setdefault(node, [])
            if known and known[-1].last == number - 1:
                known[-1] = LineRange(known[-1].first, number)
            else:
                known.append(LineRange(number, number))
    text = "".join(f"{line.text}\n" for line in lines)
    return Source(text, {node: tuple(found) for node, found in ranges.items()})


def plain(text: str) -> list[Line]:
    """Lines of `text` that stand for no node."""
    return [Line(line) for line in text.splitlines()]
