"""Plots as a file: PNG or SVG."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QWidget

from studio.errors import StudioError

_SCALE = 2
"""Pixels of a PNG per pixel on screen."""


def save_plots(plots: Sequence[QWidget], path: Path) -> None:
    """Write plots side by side, as they are on screen; the suffix tells the form.

    Raises:
        StudioError: the file could not be written.
    """
    area = QRect()
    for plot in plots:
        area = area.united(plot.geometry())
    if path.suffix.lower() == ".svg":
        _save_svg(plots, area, path)
    else:
        _save_png(plots, area, path)


def _save_png(plots: Sequence[QWidget], area: QRect, path: Path) -> None:
    image = QImage(area.size() * _SCALE, QImage.Format.Format_ARGB32)
    image.setDevicePixelRatio(_SCALE)
    image.fill(plots[0].palette().window().color())
    painter = QPainter(image)
    _render(plots, area, painter)
    painter.end()
    if not image.save(str(path)):
        raise StudioError(_refusal(path))


def _save_svg(plots: Sequence[QWidget], area: QRect, path: Path) -> None:
    from PySide6.QtSvg import QSvgGenerator

    generator = QSvgGenerator()
    generator.setFileName(str(path))
    generator.setSize(QSize(area.size()))
    generator.setViewBox(QRect(QPoint(0, 0), area.size()))
    generator.setTitle("Training curves")
    painter = QPainter()
    if not painter.begin(generator):
        raise StudioError(_refusal(path))
    _render(plots, area, painter)
    painter.end()


def _render(plots: Sequence[QWidget], area: QRect, painter: QPainter) -> None:
    for plot in plots:
        painter.save()
        painter.translate(plot.geometry().topLeft() - area.topLeft())
        plot.render(painter, QPoint(0, 0))
        painter.restore()


def _refusal(path: Path) -> str:
    return f"The plots could not be written to {path}. Choose another folder."
