"""Keras' error messages taken apart: decoration off, what matters kept."""

from __future__ import annotations

import re
from collections.abc import Collection

LONGEST = 300
_NOISE = (
    (r"\x1b\[\d+m", ""),
    (r"Arguments received by .*", ""),
    (r"Exception encountered when calling .*?\.(?=\s*\n\n)", ""),
    (r"Could not automatically infer the output shape.*Error encountered:", ""),
    (r".*could not be deserialized properly.*Exception encountered:", ""),
    (r"for '?\{\{node .*", ""),
    (r"\{\{function_node .*?\}\}", ""),
    (r"Input \d+ with name '.*?' of layer '.*?' is incompatible with the layer:", ""),
    (r"\bthis_layer/", ""),
    (r"<class '([\w.]*\.)?(\w+)'>", r"\2"),
    (r"`", ""),
    (r"\s+", " "),
)


def clean(error: BaseException) -> str:
    """Keras' own message without decoration, on one line, ending with a full stop."""
    text = str(error.args[0]) if error.args else ""
    for pattern, replacement in _NOISE:
        text = re.sub(pattern, replacement, text, flags=re.S)
    text = text.strip(" .") or type(error).__name__
    return f"{text[:LONGEST]}…" if len(text) > LONGEST else f"{text}."


def without_received(text: str) -> str:
    """Message without its end ``Received: units=-1``, which the value repeats."""
    short = re.sub(r"[ .,;]*\b(Full shape )?[Rr]eceived\b.*$", "", text).strip(" .")
    return f"{short}." if short else text


def mentioned(text: str, names: Collection[str]) -> str | None:
    """First of the names the text speaks of."""
    return next((n for n in names if re.search(rf"\b{re.escape(n)}\b", text)), None)
