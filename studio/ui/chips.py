"""Chips: a rounded button that says how something stands."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QToolButton

from studio.ui import icons
from studio.ui.editors.states import tooltip
from studio.ui.text_size import scaled_size
from studio.ui.theme import ThemeManager

_INK = {"error": "error", "warning": "warning", "success": "success"}


class Chip(QToolButton):
    """Icon and a few words; `state` gives the ink: error, warning, success."""

    def __init__(self, name: str, meaning: str, themes: ThemeManager) -> None:
        super().__init__()
        self._themes = themes
        self._meaning = meaning
        self._icon, self._state = "", ""
        self.setObjectName(name)
        self.setAccessibleName(meaning)
        self.setProperty("chip", True)
        self.setIconSize(scaled_size(16, 16))
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)

    def show_state(self, icon: str, text: str, state: str = "", tip: str = "") -> None:
        """Say how things stand."""
        self.setText(" " + text.replace("&", "&&"))
        self.setToolTip(tooltip(tip) or self._meaning)
        self.setAccessibleName(f"{self._meaning}: {text}")
        if (icon, state) != (self._icon, self._state):
            self._icon, self._state = icon, state
            self.setProperty("state", state)
            self.style().unpolish(self)
            self.style().polish(self)
            self.draw()

    def draw(self) -> None:
        """Draw the icon in the theme's colours."""
        if self._icon:
            ink = _INK.get(self._state, "muted")
            self.setIcon(icons.icon(self._icon, self._themes.theme, ink))
