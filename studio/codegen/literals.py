"""Python literals of parameter values, as Ruff would format them."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Mapping

from studio.codegen.expressions import (
    Atom,
    Bracket,
    Expression,
    Item,
    Text,
    columns,
)
from studio.graph.values import Value

_ESCAPES = {"\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def literal(value: Value) -> Expression:
    """Expression of a value that holds no Keras object."""
    if isinstance(value, str):
        return string(value)
    if isinstance(value, float) and not math.isfinite(value):
        return Atom(f'float("{value!r}")')
    if isinstance(value, Mapping):
        return mapping({key: literal(item) for key, item in value.items()})
    if isinstance(value, tuple | list):
        return Bracket("(", tuple(Item(literal(item)) for item in value))
    return Atom(repr(value))


def mapping(entries: Mapping[str, Expression]) -> Expression:
    """Expression of a dict."""
    items = (Item(value, f"{string(key).flat()}: ") for key, value in entries.items())
    return Bracket("{", tuple(items))


def string(value: str) -> Text:
    """Text literal; what is invisible or reorders text is escaped."""
    quote = "'" if value.count('"') > value.count("'") else '"'
    return Text(quote, tuple(_escaped(character, quote) for character in value))


def docstring_text(value: str, limit: int) -> str:
    """`value` on one line of at most `limit` columns, safe in a docstring."""
    kept = "".join(
        c if c not in '"\\' and _escaped(c, '"') == c else "'" if c == '"' else " "
        for c in value
    )
    words = " ".join(kept.split()).rstrip(" .,:;")
    if columns(words) <= limit:
        return words
    short = ""
    while words and columns(short + words[0]) < limit:
        short, words = short + words[0], words[1:]
    return short.rstrip() + "…"


def _escaped(character: str, quote: str) -> str:
    if character == quote:
        return f"\\{quote}"
    if character in _ESCAPES:
        return _ESCAPES[character]
    # Marks join the character before them: their column cannot be told.
    if character.isprintable() and not unicodedata.category(character).startswith("M"):
        return character
    code = ord(character)
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
