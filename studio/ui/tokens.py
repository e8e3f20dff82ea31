"""The looks as data: every colour, size and typeface of the window."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from PySide6.QtGui import QColor

_OKABE_ITO = {
    "black": "#000000",
    "orange": "#e69f00",
    "sky": "#56b4e9",
    "green": "#009e73",
    "yellow": "#f0e442",
    "blue": "#0072b2",
    "vermillion": "#d55e00",
    "purple": "#cc79a7",
}


def _series(*names: str) -> tuple[str, ...]:
    return tuple(_OKABE_ITO[name] for name in names)


@dataclass(frozen=True)
class Theme:
    """One look. Colours are asked for by name and never written elsewhere.

    Attributes:
        dark: whether light text stands on dark ground.
        colors: colour names (``accent``, ``text``...) to ``#rrggbb``.
        categories: layer category to ``#rrggbb``.
        series: colours of plot lines, from the Okabe-Ito set.
        syntax: token kind to ``#rrggbb``: keyword, string, number, comment,
            function.
        mono_family: typeface of shapes and code.
        space: the grid, in logical pixels.
        radius: of cards, in logical pixels.
    """

    dark: bool
    colors: Mapping[str, str] = field(repr=False)
    categories: Mapping[str, str] = field(repr=False)
    series: tuple[str, ...] = field(repr=False)
    syntax: Mapping[str, str] = field(repr=False)
    mono_family: str = "monospace"
    space: int = 4
    radius: int = 8

    def color(self, name: str) -> QColor:
        """Colour of that name.

        Raises:
            KeyError: there is no such colour.
        """
        return QColor(self.colors[name])

    def category(self, name: str) -> QColor:
        """Colour of a category; grey for one Keras added since.

        All categories of ops (``ops.numpy``...) share one.
        """
        group = name.partition(".")[0]
        return QColor(self.categories.get(group, self.colors["muted"]))


def ink_on(ground: QColor) -> QColor:
    """Black or white, whichever is read better on a colour: 4.5:1 at least."""
    channels = ground.redF(), ground.greenF(), ground.blueF()
    shares = 0.2126, 0.7152, 0.0722
    pairs = zip(shares, channels, strict=True)
    luminance = sum(share * _linear(channel) for share, channel in pairs)
    return QColor("#000000" if luminance > _MIDDLE else "#ffffff")


_MIDDLE = 0.179
"""Luminance at which black and white are read equally well."""


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4


LIGHT = Theme(
    dark=False,
    colors=MappingProxyType(
        {
            "window": "#f2f3f5",
            "panel": "#fafafb",
            "raised": "#ffffff",
            "canvas": "#f6f7f8",
            "grid": "#e3e5e8",
            "border": "#d5d7dc",
            "text": "#1d1f23",
            "muted": "#5c6068",
            "accent": "#2560d8",
            "on_accent": "#ffffff",
            "error": "#b3261e",
            "warning": "#855300",
            "success": "#1b6e33",
            "selection": "#deeafd",
            "node": "#ffffff",
            "node_border": "#c9ccd2",
            "wire": "#868b95",
            "wire_active": "#2560d8",
        }
    ),
    categories=MappingProxyType(
        {
            "input": "#4e6359",
            "core": "#306ce2",
            "convolutional": "#b55505",
            "pooling": "#a87f0d",
            "rnn": "#914ad0",
            "normalization": "#019696",
            "regularization": "#c63170",
            "attention": "#cf64bb",
            "reshaping": "#036884",
            "merging": "#299236",
            "activations": "#a7051a",
            "preprocessing": "#737c14",
            "image_preprocessing": "#7a5230",
            "block": "#1d3f5e",
            "ops": "#12144a",
            "applications": "#2a1fc4",
            "own": "#4f1008",
            "output": "#4b4c58",
        }
    ),
    series=_series("blue", "vermillion", "green", "purple", "orange", "sky", "black"),
    syntax=MappingProxyType(
        {
            "keyword": "#8b2fb0",
            "string": "#1b6e33",
            "number": "#9a4a00",
            "comment": "#62666e",
            "function": "#2560d8",
        }
    ),
)

DARK = Theme(
    dark=True,
    colors=MappingProxyType(
        {
            "window": "#1c1d20",
            "panel": "#232428",
            "raised": "#2c2e33",
            "canvas": "#191a1d",
            "grid": "#26282c",
            "border": "#3b3d44",
            "text": "#e7e8eb",
            "muted": "#abafb8",
            "accent": "#7aa7ff",
            "on_accent": "#0c1424",
            "error": "#ff8b80",
            "warning": "#efb45c",
            "success": "#74d08c",
            "selection": "#283858",
            "node": "#2a2c31",
            "node_border": "#44474f",
            "wire": "#7d828d",
            "wire_active": "#7aa7ff",
        }
    ),
    categories=MappingProxyType(
        {
            "input": "#c0d8cc",
            "core": "#73a3fd",
            "convolutional": "#f67f2f",
            "pooling": "#e4b340",
            "rnn": "#bf83fe",
            "normalization": "#3bcfcf",
            "regularization": "#ff68a0",
            "attention": "#ffaaec",
            "reshaping": "#4193b0",
            "merging": "#63c669",
            "activations": "#de3b3d",
            "preprocessing": "#a2ad4f",
            "image_preprocessing": "#b08a5a",
            "block": "#9fb6cf",
            "ops": "#e9f29a",
            "applications": "#2c9a45",
            "own": "#e845dc",
            "output": "#838592",
        }
    ),
    series=_series("sky", "orange", "green", "purple", "yellow", "vermillion", "blue"),
    syntax=MappingProxyType(
        {
            "keyword": "#cf9bf5",
            "string": "#8fd39f",
            "number": "#f0b27a",
            "comment": "#9397a0",
            "function": "#8ab4ff",
        }
    ),
)
