"""Whether a person can see a panel at all."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget


def is_seen(panel: QWidget) -> bool:
    """Whether any of it is on screen: Qt calls visible what is behind a tab, too."""
    return panel.isVisible() and not panel.visibleRegion().isEmpty()
