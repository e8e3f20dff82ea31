"""A person's own picture as a sample like those that a model learned from."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPainter

from studio.errors import StudioError

if TYPE_CHECKING:
    import numpy as np

_LEVELS = 255.0


def read_sample(
    path: Path, like: np.ndarray[Any, Any]
) -> np.ndarray[Any, np.dtype[np.float32]]:
    """A picture in the size, channels and range of the samples `like`, float32.

    Grey ones are turned to negatives where the samples are light on dark and the
    picture is not, or the other way round.

    Raises:
        StudioError: it is no picture that Qt can read.
    """
    import numpy as np

    image = QImage(str(path))
    if image.isNull():
        raise StudioError(
            f"“{path.name}” is no picture that can be read. Choose a PNG or JPEG file."
        )
    shape = like.shape[1:]
    sample = _levels(image, shape).reshape(shape) / _LEVELS
    low, high = float(np.nanmin(like)), float(np.nanmax(like))
    is_grey = len(shape) == 2 or shape[2] == 1
    known = (like - low) / ((high - low) or 1.0)
    if is_grey and (_border(sample[None]) < 0.5) != (_border(known) < 0.5):
        sample = 1.0 - sample
    return np.ascontiguousarray(low + sample * (high - low), np.float32)


def _levels(image: QImage, shape: tuple[int, ...]) -> np.ndarray[Any, Any]:
    import numpy as np

    channels = shape[2] if len(shape) == 3 else 1
    form = {
        1: QImage.Format.Format_Grayscale8,
        3: QImage.Format.Format_RGB888,
        4: QImage.Format.Format_RGBA8888,
    }[channels]
    if channels != 4 and image.hasAlphaChannel():
        image = _on_white(image)
    small = image.scaled(
        shape[1],
        shape[0],
        Qt.AspectRatioMode.IgnoreAspectRatio,
        Qt.TransformationMode.SmoothTransformation,
    ).convertToFormat(form)
    rows = np.frombuffer(small.constBits(), np.uint8).reshape(shape[0], -1)
    return rows[:, : shape[1] * channels].astype(np.float64)


def _on_white(image: QImage) -> QImage:
    paper = QImage(image.size(), QImage.Format.Format_RGB32)
    paper.fill(Qt.GlobalColor.white)
    painter = QPainter(paper)
    painter.drawImage(0, 0, image)
    painter.end()
    return paper


def _border(samples: np.ndarray[Any, Any]) -> float:
    """Mean of what stands at the edge, over all samples."""
    import numpy as np

    sides = (samples[:, 0], samples[:, -1], samples[:, :, 0], samples[:, :, -1])
    return float(np.nanmean(np.concatenate([side.ravel() for side in sides])))
