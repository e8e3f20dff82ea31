"""Which layer is offered first where a tensor has too many axes."""

from __future__ import annotations

import pytest

from studio.graph.repairs.ranks import fewer_axes


@pytest.mark.parametrize(
    ("shape", "first"),
    [
        ((8, 8, 1), "Flatten"),
        ((32, 32, 3), "Flatten"),
        ((6, 6, 8), "Flatten"),
        ((8, 8, 64), "Flatten"),
        ((4, 4, 4, 8), "Flatten"),
        ((8, 8, 65), "GlobalAveragePooling2D"),
        ((7, 7, 512), "GlobalAveragePooling2D"),
        ((None, None, None), "GlobalAveragePooling2D"),
        ((10, 3), "GlobalAveragePooling1D"),
    ],
)
def test_pictures_and_small_maps_are_flattened_and_large_ones_averaged(shape, first):
    ((path, _),), *others = fewer_axes(shape)
    assert path == f"keras.layers.{first}"
    assert len(others) >= 1
