"""Every ink is read on every ground it stands on: pairs as the code uses them."""

from __future__ import annotations

import re

import pytest

from studio import paths
from studio.graph.problems import Severity
from studio.ui.canvas.marks import heat_color
from studio.ui.theme import palette_of
from studio.ui.tokens import DARK, LIGHT
from tests.ui.test_theme import GROUNDS, INKS, contrast

THEMES = [pytest.param(LIGHT, id="light"), pytest.param(DARK, id="dark")]
RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
TEXT, SHAPE = 4.5, 3.0
"""Least contrasts of text, and of what is no text but must be seen."""


def rules():
    """Selector, colour and background of each rule of the style sheet."""
    text = (paths.resources() / "themes" / "studio.qss").read_text("utf-8")
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    for selector, body in RULE.findall(text):
        ink = re.search(r"(?<![-\w])color:\s*\$(\w+)", body)
        ground = re.search(r"(?<![-\w])background:\s*\$(\w+)", body)
        yield selector.strip(), ink and ink[1], ground and ground[1]


def test_the_style_sheet_names_only_inks_that_are_checked():
    inks = {ink for _, ink, _ in rules() if ink}
    grounds = {ground for _, ink, ground in rules() if ink and ground}
    assert len(inks) >= 6
    assert inks <= {*INKS, "on_accent", "faint"}
    assert grounds <= {*GROUNDS, "accent"}


@pytest.mark.parametrize("theme", THEMES)
def test_inks_are_read_on_the_grounds_of_their_rules(theme):
    for selector, ink, ground in rules():
        if ink in (None, "faint") or ground is None:
            continue
        found = contrast(theme.color(ink), theme.color(ground))
        assert found >= TEXT, selector


@pytest.mark.parametrize("theme", THEMES)
def test_the_palette_is_read(theme):
    palette = palette_of(theme)
    for ink, ground in (
        (palette.windowText(), palette.window()),
        (palette.text(), palette.base()),
        (palette.text(), palette.alternateBase()),
        (palette.buttonText(), palette.button()),
        (palette.toolTipText(), palette.toolTipBase()),
        (palette.highlightedText(), palette.highlight()),
        (palette.placeholderText(), palette.base()),
        (palette.link(), palette.base()),
    ):
        assert contrast(ink.color(), ground.color()) >= TEXT


@pytest.mark.parametrize("theme", THEMES)
def test_what_is_switched_off_is_still_made_out(theme):
    faint = palette_of(theme).color(
        palette_of(theme).ColorGroup.Disabled, palette_of(theme).ColorRole.Text
    )
    for ground in ("panel", "raised", "window"):
        assert 2.0 <= contrast(faint, theme.color(ground)) < TEXT


@pytest.mark.parametrize("theme", THEMES)
def test_shapes_stand_out(theme):
    """Stripes, boxes from afar, wires, rings, badges, focus, curves."""
    pairs = [
        (theme.category(name), ground)
        for name in theme.categories
        for ground in ("node", "canvas", "panel")
    ]
    pairs += [(theme.color("wire"), ground) for ground in ("canvas", "node")]
    pairs += [(theme.color(s.value), "node") for s in Severity]
    pairs += [(theme.color("accent"), ground) for ground in GROUNDS]
    pairs += [(heat_color(theme, share / 4), "node") for share in range(5)]
    for color, ground in pairs:
        assert contrast(color, theme.color(ground)) >= SHAPE, (color.name(), ground)
