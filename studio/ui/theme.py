"""The window's look: light, dark, or as the system has it."""

from __future__ import annotations

from dataclasses import replace
from string import Template
from typing import Literal

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QGuiApplication,
    QPalette,
)
from PySide6.QtWidgets import QApplication

from studio import paths
from studio.ui.text_size import mono_family, scaled
from studio.ui.tokens import DARK, LIGHT, Theme

__all__ = [
    "Mode",
    "Theme",
    "ThemeManager",
    "palette_of",
    "style_sheet",
]

Mode = Literal["system", "light", "dark"]

_SCHEMES = {
    "system": Qt.ColorScheme.Unknown,
    "light": Qt.ColorScheme.Light,
    "dark": Qt.ColorScheme.Dark,
}
_ROLES = {
    QPalette.ColorRole.Window: "window",
    QPalette.ColorRole.WindowText: "text",
    QPalette.ColorRole.Base: "raised",
    QPalette.ColorRole.AlternateBase: "panel",
    QPalette.ColorRole.ToolTipBase: "raised",
    QPalette.ColorRole.ToolTipText: "text",
    QPalette.ColorRole.PlaceholderText: "muted",
    QPalette.ColorRole.Text: "text",
    QPalette.ColorRole.Button: "raised",
    QPalette.ColorRole.ButtonText: "text",
    QPalette.ColorRole.BrightText: "error",
    QPalette.ColorRole.Light: "raised",
    QPalette.ColorRole.Midlight: "panel",
    QPalette.ColorRole.Mid: "border",
    QPalette.ColorRole.Dark: "border",
    QPalette.ColorRole.Shadow: "border",
    QPalette.ColorRole.Highlight: "selection",
    QPalette.ColorRole.HighlightedText: "text",
    QPalette.ColorRole.Accent: "accent",
    QPalette.ColorRole.Link: "accent",
    QPalette.ColorRole.LinkVisited: "accent",
}
_FAINT = (
    QPalette.ColorRole.WindowText,
    QPalette.ColorRole.Text,
    QPalette.ColorRole.ButtonText,
    QPalette.ColorRole.HighlightedText,
)


class ThemeManager(QObject):
    """Which theme is on. Widgets read `theme` and repaint on `changed`.

    Signals:
        changed: `theme` is another one.
    """

    changed = Signal()

    def __init__(self, mode: Mode = "system", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._mode: Mode = mode
        self._app: QApplication | None = None
        mono = mono_family()
        self._light = replace(LIGHT, mono_family=mono)
        self._dark = replace(DARK, mono_family=mono)
        self._theme = self._wanted()
        hints = QGuiApplication.styleHints()
        hints.colorSchemeChanged.connect(self._on_system_changed)

    @property
    def theme(self) -> Theme:
        """The look that is on."""
        return self._theme

    @property
    def mode(self) -> Mode:
        """``system``, ``light`` or ``dark``."""
        return self._mode

    def set_mode(self, mode: Mode) -> None:
        """Follow the system, or stay with one look."""
        if mode == self._mode:
            return
        self._mode = mode
        if self._app:
            QGuiApplication.styleHints().setColorScheme(_SCHEMES[mode])
        self._refresh()

    def install(self, app: QApplication) -> None:
        """Dress the whole application, now and after every change.

        Call `text_size.set_text_size` before the first widget is made.
        """
        self._app = app
        app.setStyle("Fusion")
        QGuiApplication.styleHints().setColorScheme(_SCHEMES[self._mode])
        self._theme = self._wanted()
        self._dress()

    def _wanted(self) -> Theme:
        if self._mode == "system":
            scheme = QGuiApplication.styleHints().colorScheme()
            return self._dark if scheme is Qt.ColorScheme.Dark else self._light
        return self._dark if self._mode == "dark" else self._light

    def _on_system_changed(self) -> None:
        self._refresh()

    def _refresh(self) -> None:
        wanted = self._wanted()
        if wanted is self._theme:
            return
        self._theme = wanted
        self._dress()
        self.changed.emit()

    def _dress(self) -> None:
        if self._app:
            self._app.setPalette(palette_of(self._theme))
            self._app.setStyleSheet(style_sheet(self._theme))


def palette_of(theme: Theme) -> QPalette:
    """Qt's palette in the theme's colours."""
    palette = QPalette()
    for role, name in _ROLES.items():
        palette.setColor(role, theme.color(name))
    faint = _faint(theme)
    for role in _FAINT:
        palette.setColor(QPalette.ColorGroup.Disabled, role, faint)
    return palette


def style_sheet(theme: Theme) -> str:
    """What Qt's palette cannot say: resources/themes/studio.qss, filled in."""
    folder = paths.resources() / "themes"
    return Template((folder / "studio.qss").read_text("utf-8")).substitute(
        theme.colors,
        faint=_faint(theme).name(),
        themes=folder.as_posix(),
        tone="dark" if theme.dark else "light",
        heading=f"{scaled(15)}px",
        title=f"{scaled(24)}px",
    )


def _faint(theme: Theme) -> QColor:
    """Ink of what is switched off: half way from muted to the panel."""
    ink, ground = theme.color("muted"), theme.color("panel")
    return QColor(
        (ink.red() + ground.red()) // 2,
        (ink.green() + ground.green()) // 2,
        (ink.blue() + ground.blue()) // 2,
    )
