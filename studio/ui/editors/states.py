"""States that the style sheet draws (resources/themes/studio.qss), and tooltips."""

from __future__ import annotations

import html

from PySide6.QtWidgets import QWidget


def set_state(widget: QWidget, name: str, value: bool | str) -> None:
    """Set a dynamic property and have the style sheet read it again."""
    if widget.property(name) == value:
        return
    widget.setProperty(name, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()


def tooltip(text: str) -> str:
    """Plain text as a tooltip that wraps; never read as rich text."""
    if not text:
        return ""
    return f"<p style='white-space: pre-wrap'>{html.escape(text)}</p>"
