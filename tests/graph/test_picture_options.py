"""Options of a folder of pictures: what is kept, what is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.graph.picture_options import (
    LARGEST,
    ColorMode,
    PictureOptions,
    Resizing,
    Scaling,
)

SIDES = st.integers(1, LARGEST)
OPTIONS = st.builds(
    PictureOptions,
    st.tuples(SIDES, SIDES),
    st.sampled_from(ColorMode),
    st.sampled_from(Resizing),
    st.sampled_from(Scaling),
)


@given(OPTIONS)
def test_what_is_kept_comes_back(options):
    assert PictureOptions.of(options.options) == options
    assert options.shape[:2] == options.image_size


def test_only_what_differs_is_kept():
    assert PictureOptions().options == {}
    options = PictureOptions((32, 48), ColorMode.GRAYSCALE, scaling=Scaling.UNIT)
    assert options.options == {
        "image_size": (32, 48),
        "color_mode": "grayscale",
        "scaling": "unit",
    }
    assert (options.shape, options.range) == ((32, 48, 1), (0.0, 1.0))


REFUSED = {
    "no pixels": ({"image_size": (0, 8)}, "size of the pictures is (0, 8)"),
    "too many": ({"image_size": (8, LARGEST + 1)}, "from 1 to 4096 pixels"),
    "one number": ({"image_size": 64}, "a height and a width"),
    "a truth": ({"image_size": (True, 8)}, "a height and a width"),
    "text": ({"image_size": "64x64"}, "a height and a width"),
    "colours": ({"color_mode": "cmyk"}, "one of rgb, grayscale"),
    "a list": ({"resizing": ()}, "one of stretch, crop, pad"),
    "values": ({"scaling": None}, "one of none, unit, symmetric"),
}


@pytest.mark.parametrize(("options", "why"), REFUSED.values(), ids=REFUSED.keys())
def test_what_cannot_be_is_refused_in_words(options, why):
    with pytest.raises(ValueError, match="the Data panel") as caught:
        PictureOptions.of(options)
    assert why in str(caught.value)
