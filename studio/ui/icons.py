"""The window's icons: one family of SVG files, drawn in the theme's colours."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from studio import paths
from studio.ui.text_size import scaled
from studio.ui.tokens import Theme

_SIZES = (16, 20)
_OPACITIES = {QIcon.Mode.Normal: 1.0, QIcon.Mode.Disabled: 0.4}
"""Qt's own way to disable an icon leaves it bright on dark ground."""


def icon(name: str, theme: Theme, color: str | QColor = "text") -> QIcon:
    """Icon `name` in a colour of the theme; paler when disabled.

    Raises:
        FileNotFoundError: there is no such icon.
    """
    renderer = _renderer(name, theme, color)
    result = QIcon()
    ratio = max((s.devicePixelRatio() for s in QGuiApplication.screens()), default=1.0)
    for mode, opacity in _OPACITIES.items():
        for size in map(scaled, _SIZES):
            picture = _draw(renderer, round(size * ratio), opacity)
            picture.setDevicePixelRatio(ratio)
            result.addPixmap(picture, mode)
    return result


def pixmap(
    name: str,
    theme: Theme,
    size: int = 16,
    color: str | QColor = "text",
    ratio: float = 1.0,
) -> QPixmap:
    """Icon `name` as a picture of `size` logical pixels on a screen of `ratio`."""
    picture = _draw(_renderer(name, theme, color), round(size * ratio))
    picture.setDevicePixelRatio(ratio)
    return picture


def _renderer(name: str, theme: Theme, color: str | QColor) -> QSvgRenderer:
    ink = color if isinstance(color, QColor) else theme.color(color)
    source = _source(name).replace("currentColor", ink.name())
    return QSvgRenderer(QByteArray(source.encode()))


@lru_cache(maxsize=128)
def _source(name: str) -> str:
    return (paths.resources() / "icons" / f"{name}.svg").read_text("utf-8")


def _draw(renderer: QSvgRenderer, size: int, opacity: float = 1.0) -> QPixmap:
    picture = QPixmap(size, size)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setOpacity(opacity)
    renderer.render(painter, QRectF(0, 0, size, size))
    painter.end()
    return picture
