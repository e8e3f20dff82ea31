"""What the tests of bad input share."""

from __future__ import annotations

from tests.cli.conftest import studio

__all__ = ["studio"]


def is_clear(text: str) -> bool:
    """One paragraph with an end, without what only programmers read."""
    inner = ("Traceback", "Errno", "NoneType", "object at 0x", "<class", "KeyError")
    return (
        text == text.strip()
        and "\n" not in text
        and text.endswith((".", "?"))
        and not any(word in text for word in inner)
    )
