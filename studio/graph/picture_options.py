"""How the pictures of a folder become samples: size, colours, values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from studio.graph.values import Value

SUFFIXES = (".bmp", ".gif", ".jpeg", ".jpg", ".png")
"""Endings of the pictures that Keras finds in a folder."""
LARGEST = 4096
"""Most pixels on a side of a sample."""


class ColorMode(StrEnum):
    """Channels of a sample, by Keras' names."""

    RGB = "rgb"
    GRAYSCALE = "grayscale"


class Resizing(StrEnum):
    """What becomes of a picture that has another shape than the samples."""

    STRETCH = "stretch"
    CROP = "crop"
    PAD = "pad"


class Scaling(StrEnum):
    """Which values the pixels have."""

    NONE = "none"
    """0 to 255, as they are stored."""
    UNIT = "unit"
    """0 to 1."""
    SYMMETRIC = "symmetric"
    """-1 to 1."""


E = TypeVar("E", bound=StrEnum)
_RANGES = {
    Scaling.NONE: (0.0, 255.0),
    Scaling.UNIT: (0.0, 1.0),
    Scaling.SYMMETRIC: (-1.0, 1.0),
}


@dataclass(frozen=True, slots=True)
class PictureOptions:
    """Options of a folder of pictures; what is not said is as in Keras.

    Attributes:
        image_size: height and width of a sample in pixels.
    """

    image_size: tuple[int, int] = (256, 256)
    color_mode: ColorMode = ColorMode.RGB
    resizing: Resizing = Resizing.STRETCH
    scaling: Scaling = Scaling.NONE

    @classmethod
    def of(cls, options: Mapping[str, Value]) -> PictureOptions:
        """Read the options of a data source.

        Raises:
            ValueError: one of them cannot be; says which, and the next step.
        """
        return cls(
            _size(options.get("image_size", cls().image_size)),
            _choice(ColorMode, "color mode", options.get("color_mode", ColorMode.RGB)),
            _choice(Resizing, "resizing", options.get("resizing", Resizing.STRETCH)),
            _choice(Scaling, "scaling", options.get("scaling", Scaling.NONE)),
        )

    @property
    def options(self) -> dict[str, Value]:
        """What differs from the defaults, as a data source keeps it."""
        plain = PictureOptions()
        named: dict[str, Value] = {
            "image_size": self.image_size,
            "color_mode": self.color_mode.value,
            "resizing": self.resizing.value,
            "scaling": self.scaling.value,
        }
        return {k: v for k, v in named.items() if v != getattr(plain, k)}

    @property
    def shape(self) -> tuple[int, int, int]:
        """Shape of a sample: height, width, channels."""
        return (*self.image_size, 3 if self.color_mode is ColorMode.RGB else 1)

    @property
    def range(self) -> tuple[float, float]:
        """Smallest and largest value that a pixel can have."""
        return _RANGES[self.scaling]


def _size(value: Value) -> tuple[int, int]:
    if isinstance(value, tuple) and len(value) == 2:
        height, width = value
        if _is_side(height) and _is_side(width):
            return height, width
    raise ValueError(
        f"The size of the pictures is {_shown(value)}, and it must be a height and a "
        f"width from 1 to {LARGEST} pixels. Change it in the Data panel."
    )


def _is_side(value: Value) -> bool:
    is_number = isinstance(value, int) and not isinstance(value, bool)
    return is_number and 1 <= value <= LARGEST


def _choice(kind: type[E], name: str, value: Value) -> E:
    try:
        return kind(value)
    except ValueError:
        raise ValueError(
            f"The {name} of the pictures is {_shown(value)}. Choose one of "
            f"{', '.join(kind)} in the Data panel."
        ) from None


def _shown(value: Value) -> str:
    return f"{value!a:.40}"
