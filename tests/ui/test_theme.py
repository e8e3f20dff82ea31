"""Colours can be read, told apart, and switched."""

from __future__ import annotations

import itertools
import math

import pytest
from PySide6.QtGui import QColor

from studio.ui.theme import ThemeManager, palette_of, style_sheet
from studio.ui.tokens import DARK, LIGHT, ink_on

THEMES = [pytest.param(LIGHT, id="light"), pytest.param(DARK, id="dark")]
GROUNDS = ("window", "panel", "raised", "canvas", "node", "selection")
INKS = ("text", "muted", "accent", "error", "warning", "success")


def linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4


def luminance(color: QColor) -> float:
    red, green, blue = map(linear, (color.redF(), color.greenF(), color.blueF()))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: QColor, other: QColor) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def oklab(color: QColor) -> tuple[float, float, float]:
    """Björn Ottosson's perceptual space: distances are differences seen."""
    red, green, blue = map(linear, (color.redF(), color.greenF(), color.blueF()))
    long = (0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue) ** (1 / 3)
    mid = (0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue) ** (1 / 3)
    short = (0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue) ** (1 / 3)
    return (
        0.2104542553 * long + 0.7936177850 * mid - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * mid + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * mid - 0.8086757660 * short,
    )


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("ink", INKS)
def test_text_can_be_read_on_every_ground(theme, ink, ground):
    assert contrast(theme.color(ink), theme.color(ground)) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
def test_button_text_can_be_read(theme):
    assert contrast(theme.color("on_accent"), theme.color("accent")) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("ground", ["panel", "raised"])
def test_code_can_be_read(theme, ground):
    for kind, ink in theme.syntax.items():
        assert contrast(QColor(ink), theme.color(ground)) >= 4.5, kind


@pytest.mark.parametrize("theme", THEMES)
def test_categories_stand_out_from_the_node(theme):
    for name in theme.categories:
        assert contrast(theme.category(name), theme.color("node")) >= 3, name


@pytest.mark.parametrize("theme", THEMES)
def test_names_can_be_read_on_categories(theme):
    for name in theme.categories:
        ground = theme.category(name)
        assert contrast(ink_on(ground), ground) >= 4.5, name


@pytest.mark.parametrize("theme", THEMES)
def test_categories_can_be_told_apart(theme):
    for one, other in itertools.combinations(theme.categories, 2):
        seen = math.dist(oklab(theme.category(one)), oklab(theme.category(other)))
        assert seen >= 0.07, (one, other)


def test_themes_have_the_same_names():
    assert LIGHT.colors.keys() == DARK.colors.keys()
    assert LIGHT.categories.keys() == DARK.categories.keys()
    assert LIGHT.syntax.keys() == DARK.syntax.keys()


def test_unknown_category_has_a_colour():
    assert LIGHT.category("invented_tomorrow") == LIGHT.color("muted")


@pytest.mark.parametrize("theme", THEMES)
def test_style_sheet_has_no_open_place(qapp, theme):
    text = style_sheet(theme).split("*/", 1)[1]
    assert "$" not in text
    assert text.count("{") == text.count("}")


def test_mode_switches_live(qtbot):
    themes = ThemeManager("light")
    with qtbot.waitSignal(themes.changed):
        themes.set_mode("dark")
    assert themes.theme.dark
    assert palette_of(themes.theme).window().color() == DARK.color("window")


def test_same_mode_changes_nothing(qtbot):
    themes = ThemeManager("light")
    with qtbot.assertNotEmitted(themes.changed):
        themes.set_mode("light")
