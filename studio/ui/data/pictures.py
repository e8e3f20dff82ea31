"""Samples as pictures on screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QImage

if TYPE_CHECKING:
    import numpy as np


def sample_image(
    sample: np.ndarray[Any, Any], low: float = 0.0, high: float = 1.0
) -> QImage:
    """Picture of one sample ``(h, w)`` or ``(h, w, c)``; `low` is black.

    Values that are not numbers are shown black.
    """
    import numpy as np

    span = (high - low) or 1.0
    scaled = np.nan_to_num((sample - low) / span, nan=0.0, posinf=1.0, neginf=0.0)
    levels = np.ascontiguousarray(np.clip(scaled * 255, 0, 255).astype(np.uint8))
    height, width = levels.shape[:2]
    channels = levels.shape[2] if levels.ndim == 3 else 1
    formats = {
        1: QImage.Format.Format_Grayscale8,
        3: QImage.Format.Format_RGB888,
        4: QImage.Format.Format_RGBA8888,
    }
    image = QImage(levels.tobytes(), width, height, width * channels, formats[channels])
    return image.copy()  # The copy owns its memory.
