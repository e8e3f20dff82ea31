"""Draws the pictures of the example of shapes. Run it to draw them anew."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

FOLDER = Path(__file__).parent.parent / "resources" / "examples" / "shapes"
CLASSES = ("circle", "square", "triangle")
COUNT = 60
SIDE = 32
_SEED = 7
_FINE = 3
"""Points on a side of each pixel, whose mean is its value."""
_STEP = 15
"""Between two values of a channel: fewer of them make smaller files."""
Pixels = NDArray[Any]


def draw(kind: str, rng: np.random.Generator) -> Pixels:
    """One shape of random place, size, angle and colours, with some noise."""
    radius = rng.uniform(0.22, 0.38)
    center = rng.uniform(radius + 0.04, 0.96 - radius, 2)
    angle = rng.uniform(0, 2 * np.pi)
    steps = (np.arange(SIDE * _FINE) + 0.5) / (SIDE * _FINE)
    y, x = np.meshgrid(steps - center[0], steps - center[1], indexing="ij")
    inside = _inside(kind, x, y, angle, radius)
    cover = inside.reshape(SIDE, _FINE, SIDE, _FINE).mean(axis=(1, 3))[..., None]
    paper, ink = _colors(rng)
    grain = rng.normal(0, 8, (SIDE, SIDE, 1))
    values = np.clip(paper + cover * (ink - paper) + grain, 0, 255)
    return (values / _STEP).round().astype(np.uint8) * _STEP


def _inside(kind: str, x: Pixels, y: Pixels, angle: float, radius: float) -> Pixels:
    if kind == "circle":
        return x**2 + y**2 <= radius**2
    corners = {"square": 4, "triangle": 3}[kind]
    turns = angle + 2 * np.pi * np.arange(corners) / corners
    edge = radius * np.cos(np.pi / corners)
    sides = [x * np.cos(turn) + y * np.sin(turn) <= edge for turn in turns]
    return np.logical_and.reduce(sides)


def _colors(rng: np.random.Generator) -> tuple[Pixels, Pixels]:
    """Two colours, one light and one dark; which is which does not tell the class."""
    light, dark = rng.uniform(150, 255, 3), rng.uniform(0, 100, 3)
    return (light, dark) if rng.random() < 0.5 else (dark, light)


def png_bytes(pixels: Pixels) -> bytes:
    """PNG file of a picture ``(h, w, 3)`` of bytes."""
    height, width, _ = pixels.shape
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = b"".join(b"\0" + row.tobytes() for row in pixels)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*chunk) for chunk in chunks)


def _chunk(name: bytes, data: bytes) -> bytes:
    check = struct.pack(">I", zlib.crc32(name + data))
    return struct.pack(">I", len(data)) + name + data + check


def main() -> None:
    """Draw all pictures."""
    rng = np.random.default_rng(_SEED)
    for kind in CLASSES:
        (FOLDER / kind).mkdir(parents=True, exist_ok=True)
        for number in range(COUNT):
            path = FOLDER / kind / f"{kind}-{number + 1:02}.png"
            path.write_bytes(png_bytes(draw(kind, rng)))


if __name__ == "__main__":
    main()
