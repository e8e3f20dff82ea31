"""The size of text, which follows the system's, and lengths that follow it."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QFont, QFontDatabase, QFontInfo, QGuiApplication
from PySide6.QtWidgets import QApplication

TEXT_PX = 13
"""Size of text in logical pixels, unless the system's is larger."""


def set_text_size(app: QApplication) -> None:
    """Use the system's typeface in our size, or larger if the system's is."""
    font = QFont(app.font())
    font.setPixelSize(text_px())
    app.setFont(font)


def text_px() -> int:
    """Size of the application's text in logical pixels."""
    return max(TEXT_PX, QFontInfo(QGuiApplication.font()).pixelSize())


def text_scale() -> float:
    """How much larger the application's text is than ours."""
    return text_px() / TEXT_PX


def scaled(length: float) -> int:
    """A length drawn up beside text in our size, beside the text as it is."""
    return round(length * text_scale())


def scaled_size(width: float, height: float) -> QSize:
    """A size, as `scaled` makes it."""
    return QSize(scaled(width), scaled(height))


def fixed_font(family: str, size: float) -> QFont:
    """A typeface in a size that follows the application's text."""
    font = QFont(family) if family else QFont()
    font.setPixelSize(scaled(size))
    return font


def mono_family() -> str:
    """The system's typeface of even width."""
    fixed = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
    return QFontInfo(fixed).family()
