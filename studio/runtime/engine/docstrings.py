"""Keras' docstrings, taken apart: summary, text, and what it says of arguments."""

from __future__ import annotations

import re
from dataclasses import dataclass

_HEADING = re.compile(r"([A-Z][A-Za-z ]*):\s*$")
_ITEM = re.compile(r"(\*{0,2}[\w, *]+):(?:\s+(.*))?$")
_ARGUMENTS = frozenset({"args", "arguments", "call arguments", "call args"})
_CALL = frozenset({"call arguments", "call args"})


@dataclass(frozen=True, slots=True)
class Docstring:
    """Parts of a docstring.

    Attributes:
        summary: its first sentence.
        text: all of it but the lists of arguments.
        arguments: what it says of each constructor argument.
        call_arguments: what it says of each argument of the call.
    """

    summary: str = ""
    text: str = ""
    arguments: dict[str, str] | None = None
    call_arguments: dict[str, str] | None = None


def parse(docstring: str | None) -> Docstring:
    """Take a docstring apart; a missing one has nothing to say."""
    lines = _dedented(docstring or "")
    body: list[str] = []
    arguments: dict[str, str] = {}
    call_arguments: dict[str, str] = {}
    for heading, content in _sections(lines):
        name = heading.strip(": ").lower()
        if name in _CALL:
            call_arguments |= _items(content)
        elif name in _ARGUMENTS:
            arguments |= _items(content)
        else:
            body += [heading] if heading else []
            body += content
    text = plain("\n".join(body))
    return Docstring(_first_sentence(text), text, arguments, call_arguments)


def plain(text: str) -> str:
    """Text without the marks of Markdown, with at most one empty line in a row."""
    text = re.sub(r"^\s*```\w*\s*$\n?", "", text, flags=re.M)
    text = text.replace("``", "").replace("`", "").replace("**", "")
    return re.sub(r"\n\s*\n+", "\n\n", text).strip()


def _dedented(docstring: str) -> list[str]:
    """Lines without the indentation of the second paragraph.

    Keras pastes examples without indentation into some docstrings, so that the
    least indentation of all lines would be none.
    """
    first, *rest = docstring.expandtabs().strip().splitlines() or [""]
    indents = [len(line) - len(line.lstrip()) for line in rest if line.strip()]
    indent = indents[0] if indents else 0
    return [first, *(x[min(indent, len(x) - len(x.lstrip())) :] for x in rest)]


def _sections(lines: list[str]) -> list[tuple[str, list[str]]]:
    sections: list[tuple[str, list[str]]] = [("", [])]
    for line in lines:
        if _HEADING.match(line):
            sections.append((line.strip(), []))
        else:
            sections[-1][1].append(line)
    return sections


def _items(lines: list[str]) -> dict[str, str]:
    """Entries ``name: text``, whose text goes on in deeper lines."""
    filled = [line for line in lines if line.strip()]
    indent = min((len(x) - len(x.lstrip()) for x in filled), default=0)
    items: dict[str, list[str]] = {}
    names: list[str] = []
    for line in filled:
        match = _ITEM.match(line.strip())
        if match and len(line) - len(line.lstrip()) == indent:
            names = [name.strip(" *") for name in match[1].split(",")]
            items |= {name: [match[2] or ""] for name in names}
        else:
            for name in names:
                items[name].append(line.strip())
    return {name: one_line(" ".join(parts)) for name, parts in items.items()}


def one_line(text: str) -> str:
    """One line of text with single blanks; marks of Markdown are kept."""
    return re.sub(r"\s+", " ", text).strip()


def _first_sentence(text: str) -> str:
    paragraph = " ".join(text.split("\n\n")[0].split())
    match = re.match(r"(.+?[.!?])(?:\s|$)", paragraph)
    return match[1] if match else paragraph
