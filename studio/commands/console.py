"""What a command says: to a person, or one JSON object to a program."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from typing import Any

_BLANKS = (ord("\t"), ord("\n"))
_RANGES = ((0, 0x20), (0x7F, 0xA0), (0x202A, 0x202F), (0x2066, 0x206A))
_CONTROLS = {
    code: "\ufffd"
    for start, end in _RANGES
    for code in range(start, end)
    if code not in _BLANKS
}
"""A path or a name in somebody's file could clear the screen, or turn text round."""


@dataclass(slots=True)
class Console:
    """Writes to stdout and stderr.

    Attributes:
        is_json: whether stdout is for one JSON object alone.
        has_answered: whether that object was printed.
    """

    is_json: bool = False
    has_answered: bool = False

    def say(self, text: str = "") -> None:
        """Print a line for a person."""
        if not self.is_json:
            print(_printable(text, sys.stdout), flush=True)

    def print(self, text: str) -> None:
        """Print text as it is, for another program to read."""
        sys.stdout.write(text)
        sys.stdout.flush()

    def warn(self, text: str) -> None:
        """Print a line to stderr."""
        print(_printable(text, sys.stderr), file=sys.stderr, flush=True)

    def is_told_yes(self, question: str) -> bool:
        """Ask a person at a terminal; without one the answer is no."""
        if self.is_json or not (sys.stdin and sys.stdin.isatty()):
            return False
        text = _printable(question, sys.stderr)
        print(text, end=" ", file=sys.stderr, flush=True)
        return sys.stdin.readline().strip().lower() in ("y", "yes")

    def answer(self, data: dict[str, Any]) -> None:
        """Print the JSON object."""
        from studio.graph.values import to_jsonable

        if self.is_json:
            # ASCII: whatever the locale, a program can read it.
            print(json.dumps(to_jsonable(data), allow_nan=False), flush=True)
            self.has_answered = True

    def fail(self, text: str) -> None:
        """Say why the command failed, on stderr and in the JSON object."""
        self.warn(f"studio: {text}")
        if not self.has_answered:
            self.answer({"ok": False, "error": text})


def _printable(text: str, stream: Any) -> str:
    """Text without what the terminal's encoding lacks, or would obey."""
    encoding = stream.encoding or "utf-8"
    text = text.translate(_CONTROLS)
    return text.encode(encoding, "replace").decode(encoding)
