"""States of a widget that the style sheet draws (resources/themes/studio.qss)."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget


def set_state(widget: QWidget, name: str, value: bool | str) -> None:
    """Set a dynamic property and have the style sheet read it again."""
    if widget.property(name) == value:
        return
    widget.setProperty(name, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()
