"""A few samples of the data, as the engine sent them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np

_CHANNELS = (1, 3, 4)
_SMALLEST_SIDE = 3


@dataclass(frozen=True, slots=True)
class Preview:
    """Samples with their labels.

    Attributes:
        shape: of one sample, without the batch axis.
        labels: one text a sample.
        payload: the samples as contiguous float32.
    """

    shape: tuple[int, ...]
    labels: tuple[str, ...]
    payload: bytes = field(repr=False)

    @property
    def has_pictures(self) -> bool:
        """Whether a sample can be shown as a picture."""
        return is_picture(self.shape)

    def samples(self) -> np.ndarray[Any, Any]:
        """Samples as an array ``(count, *shape)``."""
        import numpy as np

        flat = np.frombuffer(self.payload, dtype=np.float32)
        return flat.reshape((len(self.labels), *self.shape))


def is_picture(shape: tuple[int, ...]) -> bool:
    """Whether samples of this shape are pictures: ``(h, w)`` or ``(h, w, c)``."""
    if len(shape) == 3 and shape[2] not in _CHANNELS:
        return False
    return len(shape) in (2, 3) and min(shape[:2]) >= _SMALLEST_SIDE
