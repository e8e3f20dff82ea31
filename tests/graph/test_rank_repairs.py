"""Which layer is offered first where a tensor has too many axes."""

from __future__ import annotations

import pytest

from studio.graph.repairs.ranks import fewer_axes


@pytest.mark.parametrize(
    ("shape", "first"),
    [
        ((8, 8, 1), "Flatten"),
        ((32, 32, 3), "Flatten"),
        ((7, 7, 512), "GlobalAveragePooling2D"),
        ((None, None, None), "GlobalAveragePooling2D"),
        ((10, 3), "GlobalAveragePooling1D"),
    ],
)
def test_a_raw_picture_is_flattened_and_features_are_averaged(shape, first):
    ((path, _),), *others = fewer_axes(shape)
    assert path == f"keras.layers.{first}"
    assert len(others) >= 1
