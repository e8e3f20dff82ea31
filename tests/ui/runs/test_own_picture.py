"""Own pictures become samples like those that a model learned from."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage

from studio.errors import StudioError
from studio.ui.runs.own_picture import read_sample

LIGHT_ON_DARK = np.zeros((2, 8, 8, 1), np.float32)
LIGHT_ON_DARK[:, 3:5, 3:5] = 16.0


@pytest.fixture
def drawing(qapp, tmp_path):
    """Black in the middle of white paper."""
    image = QImage(64, 64, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    for x in range(24, 40):
        for y in range(24, 40):
            image.setPixelColor(x, y, QColor("black"))
    image.save(str(tmp_path / "drawing.png"))
    return tmp_path / "drawing.png"


def test_ink_on_paper_becomes_light_on_dark_as_the_samples_are(drawing):
    sample = read_sample(drawing, LIGHT_ON_DARK)
    assert sample.shape == (8, 8, 1)
    assert sample.dtype == np.float32
    assert sample[0, 0, 0] == 0.0
    assert sample[4, 4, 0] == 16.0


def test_it_stays_as_it_is_where_the_samples_are_dark_on_light(drawing):
    sample = read_sample(drawing, 16.0 - LIGHT_ON_DARK)
    assert sample[0, 0, 0] == 16.0
    assert sample[4, 4, 0] == 0.0


def test_transparent_paper_is_white(qapp, tmp_path):
    image = QImage(8, 8, QImage.Format.Format_ARGB32)
    image.fill(QColor(0, 0, 0, 0))
    image.save(str(tmp_path / "clear.png"))
    colours = np.linspace(0, 1, 8 * 8 * 3, dtype=np.float32).reshape(1, 8, 8, 3)
    assert read_sample(tmp_path / "clear.png", colours).min() == 1.0


def test_what_is_no_picture_is_told(qapp, tmp_path):
    (tmp_path / "notes.png").write_text("no picture")
    with pytest.raises(StudioError, match=r"notes\.png.*no picture"):
        read_sample(tmp_path / "notes.png", LIGHT_ON_DARK)
