"""Python expressions, and their lines as Ruff would format them.

What does not fit on a line is split after a bracket, one item a line with a
trailing comma: the one form that formatters keep as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import NamedTuple

from studio.codegen.texts import columns, pieces, quoted

WIDTH = 88
STEP = "    "
_CLOSING = {"(": ")", "[": "]", "{": "}"}


class Level(IntEnum):
    """How firmly Python binds what stands around an operator, loosest first."""

    COMPARE = 1
    OR = 2
    XOR = 3
    AND = 4
    SUM = 5
    PRODUCT = 6
    UNARY = 7
    POWER = 8
    WHOLE = 9
    """Names, calls, indexing, and all that is in brackets."""


@dataclass(frozen=True, slots=True)
class Atom:
    """An expression that is never split."""

    text: str
    level: Level = Level.WHOLE

    def flat(self) -> str:
        """Expression on one line."""
        return self.text


@dataclass(frozen=True, slots=True)
class Text:
    """A text literal."""

    value: str

    def flat(self) -> str:
        """Expression on one line."""
        return quoted(self.value)


class Item(NamedTuple):
    """An entry between brackets: ``label`` is ``name=``, ``"key": `` or empty."""

    value: Expression
    label: str = ""


@dataclass(frozen=True, slots=True)
class Bracket:
    """A list, tuple or dict; or a call, where `called` is given."""

    opening: str
    items: tuple[Item, ...]
    called: Bracket | str | None = None

    def head(self) -> str:
        """What is called, on one line; empty for a container."""
        called = self.called
        return called.flat() if isinstance(called, Bracket) else called or ""

    def flat(self) -> str:
        """Expression on one line."""
        items = ", ".join(f"{label}{value.flat()}" for value, label in self.items)
        one_tuple = self.called is None and self.opening == "(" and len(self.items) == 1
        comma = "," if one_tuple else ""
        return f"{self.head()}{self.opening}{items}{comma}{_CLOSING[self.opening]}"


Expression = Atom | Text | Bracket


def call(function: Bracket | str, *items: Item) -> Bracket:
    """Call of a function by name, or of what another call returns."""
    return Bracket("(", items, function)


def sequence(values: Iterable[Expression]) -> Bracket:
    """List display."""
    return Bracket("[", tuple(Item(value) for value in values))


def mapping(entries: Mapping[str, Expression]) -> Bracket:
    """Dict display."""
    items = (Item(value, f"{quoted(key)}: ") for key, value in entries.items())
    return Bracket("{", tuple(items))


def index(value: Atom, *keys: str | int) -> Atom:
    """What stands in a container at a key or index, however deep."""
    steps = (quoted(key) if isinstance(key, str) else repr(key) for key in keys)
    return Atom(value.text + "".join(f"[{step}]" for step in steps))


def fits(expression: Expression, before: str, indent: str) -> bool:
    """Whether ``before + expression`` takes one line."""
    return columns(f"{indent}{before}{expression.flat()}") <= WIDTH


def statement(
    expression: Expression, before: str = "", after: str = "", indent: str = ""
) -> list[str]:
    """Lines of ``before + expression + after``."""
    flat = f"{indent}{before}{expression.flat()}{after}"
    if columns(flat) <= WIDTH:
        return [flat]
    if isinstance(expression, Text):
        return list(_split_text(expression, before, after, indent))
    if isinstance(expression, Bracket) and expression.items:
        return list(_split_bracket(expression, before, after, indent))
    return [flat]


def _split_bracket(
    bracket: Bracket, before: str, after: str, indent: str
) -> Iterator[str]:
    called = bracket.called
    closing = _CLOSING[bracket.opening]
    if isinstance(called, Bracket) and called.items:
        last = Bracket(bracket.opening, bracket.items, "").flat()
        if columns(f"{indent}){last}{after}") <= WIDTH:
            yield from _split_bracket(called, before, f"{last}{after}", indent)
            return
        yield from _split_bracket(called, before, bracket.opening, indent)
    else:
        yield f"{indent}{before}{bracket.head()}{bracket.opening}"
    for value, label in bracket.items:
        yield from statement(value, label, ",", indent + STEP)
    yield f"{indent}{closing}{after}"


def _split_text(text: Text, before: str, after: str, indent: str) -> Iterator[str]:
    """Split text into neighbours, which Python joins."""
    yield f"{indent}{before}("
    room = max(WIDTH - len(indent) - len(STEP), 20)
    fits = columns(text.flat()) <= room
    for piece in [text.value] if fits else pieces(text.value, room):
        yield f"{indent}{STEP}{quoted(piece)}"
    yield f"{indent}){after}"
