"""Text as Python literals, with what cannot be seen escaped."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

_PLAIN = re.compile(r"[ !#-\[\]-~]*")
_ESCAPES = {"\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def quoted(value: str) -> str:
    """Literal of a text in the quotes that formatters choose."""
    if _PLAIN.fullmatch(value):
        return f'"{value}"'
    quote = "'" if value.count('"') > value.count("'") else '"'
    return f"{quote}{''.join(_escaped(c, quote) for c in value)}{quote}"


def pieces(value: str, room: int) -> Iterator[str]:
    """Cut a text into parts whose literals take at most `room` columns."""
    start, used = 0, 2
    for place, character in enumerate(value):
        size = max(columns(_escaped(character, quote)) for quote in "'\"")
        if used + size > room:
            yield value[start:place]
            start, used = place, 2
        used += size
    yield value[start:]


def docstring_text(value: str, limit: int) -> str:
    """`value` on one line of at most `limit` columns, safe in a docstring."""
    plain = value.replace('"', "'").replace("\\", " ")
    kept = "".join(c if _escaped(c, '"') == c else " " for c in plain)
    words = " ".join(kept.split()).rstrip(" .,:;")
    if columns(words[: limit + 1]) <= limit:
        return words
    short = ""
    for character in words:
        if columns(short + character) >= limit:
            break
        short += character
    return short.rstrip() + "…"


def wrapped(words: str, width: int) -> list[str]:
    """Lines of at most `width` columns, if no word is longer."""
    lines: list[str] = []
    for word in words.split():
        if lines and columns(f"{lines[-1]} {word}") <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def columns(text: str) -> int:
    """Columns of printable text, as linters count them."""
    if text.isascii():
        return len(text)
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


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
