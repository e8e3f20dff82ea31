"""The icons are one family, and one exists for every layer category."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QIcon

from studio import paths
from studio.ui.icons import icon, pixmap
from studio.ui.tokens import DARK, LIGHT

FILES = sorted((paths.resources() / "icons").glob("*.svg"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_icon_keeps_to_the_family(file):
    root = ET.fromstring(file.read_text("utf-8"))
    assert root.get("viewBox") == "0 0 24 24"
    assert root.get("stroke") == "currentColor"
    assert root.get("stroke-width") == "1.75"
    assert root.get("stroke-linecap") == "round"
    assert "#" not in file.read_text("utf-8").split(">", 1)[1]


def test_every_category_has_an_icon():
    assert LIGHT.categories.keys() <= {file.stem for file in FILES}


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_icon_is_drawn_in_the_theme_colour(qapp, theme):
    picture = pixmap("stop", theme, 32, "error").toImage()
    inks = {
        picture.pixelColor(x, y).name()
        for x in range(32)
        for y in range(32)
        if picture.pixelColor(x, y).alpha() == 255
    }
    assert inks == {theme.colors["error"]}


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_disabled_icon_is_paler(qapp, theme):
    def strength(mode):
        picture = icon("stop", theme).pixmap(QSize(20, 20), mode).toImage()
        points = [(x, y) for x in range(20) for y in range(20)]
        return max(picture.pixelColor(x, y).alphaF() for x, y in points)

    assert strength(QIcon.Mode.Normal) > 2 * strength(QIcon.Mode.Disabled)


def test_missing_icon_is_an_error(qapp):
    with pytest.raises(FileNotFoundError):
        icon("no_such_icon", LIGHT)
