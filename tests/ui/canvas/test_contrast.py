"""Text on the canvas can be read in both themes."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor

from studio.ui.canvas.painter import note_ground
from studio.ui.tokens import DARK, LIGHT
from tests.ui.test_theme import contrast

BOTH = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])


def over(upper: QColor, lower: QColor) -> QColor:
    """Colour of a see-through one over another."""
    share = upper.alphaF()
    parts = zip(upper.getRgbF()[:3], lower.getRgbF()[:3], strict=True)
    return QColor.fromRgbF(*(a * share + b * (1 - share) for a, b in parts))


@BOTH
@pytest.mark.parametrize("frame", [False, True])
def test_notes_and_frames_can_be_read(theme, frame):
    ground = over(note_ground(theme, frame), theme.color("canvas"))
    assert contrast(theme.color("text"), ground) >= 4.5


@BOTH
@pytest.mark.parametrize("ink", ["text", "muted"])
def test_cards_and_searches_can_be_read(theme, ink):
    for ground in ("node", "raised"):
        assert contrast(theme.color(ink), theme.color(ground)) >= 4.5
    if ink == "text":
        assert contrast(theme.color(ink), theme.color("selection")) >= 4.5


@BOTH
def test_the_focus_stands_out_from_the_canvas(theme):
    assert contrast(theme.color("accent"), theme.color("canvas")) >= 3
