import pytest

from studio.graph.values import keras_object
from studio.ui.canvas.labels import (
    count_text,
    parameters_text,
    shape_text,
    value_text,
)
from tests.ui.canvas.sample import CATALOG, K


@pytest.mark.parametrize(
    ("shape", "text"),
    [
        ((None, 28, 28, 1), "28 × 28 × 1"),
        ((None, None, 64), "? × 64"),
        ((None, 10), "10"),
        ((None,), "scalar"),
    ],
)
def test_shape(shape, text):
    assert shape_text(shape) == text


@pytest.mark.parametrize(
    ("count", "text"),
    [
        (0, "0"),
        (9_248, "9,248"),
        (999_999, "999,999"),
        (25_636_712, "25.6 M"),
        (3_000_000_000, "3 G"),
    ],
)
def test_count(count, text):
    assert count_text(count) == text


def part(start=None, stop=None, step=None):
    """A slice."""
    config = {"start": start, "stop": stop, "step": step}
    return {"class_name": "__slice__", "config": config}


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ((3, 3), "3×3"),
        (0.5, "0.5"),
        ("relu", "relu"),
        ((), "()"),
        (keras_object("keras.regularizers.L2", {"l2": 0.1}), "L2"),
        ("x" * 80, "x" * 23 + "…"),
        ((part(), part(None, 4), 0), "[:, :4, 0]"),
        ((part(1, None, 2),), "[1::2]"),
        (({"class_name": "__ellipsis__", "config": {}}, 1), "[..., 1]"),
    ],
)
def test_value(value, text):
    assert value_text(value) == text


ESSENTIAL = (
    "filters", "kernel_size", "pool_size", "strides", "padding", "activation", "units"
)  # fmt: skip


@pytest.mark.parametrize(
    ("name", "values", "text"),
    [
        (
            "Conv2D",
            {"filters": 32, "kernel_size": (3, 3), "activation": "relu"},
            "32 · 3×3 · relu",
        ),
        (
            "Conv2D",
            {"filters": 8, "kernel_size": (4, 4), "strides": (2, 2), "padding": "same"},
            "8 · 4×4 · strides 2 · same",
        ),
        ("Conv2D", {"filters": 32, "kernel_size": 3}, "32 · 3×3"),
        ("MaxPooling2D", {"pool_size": 3}, "3×3"),
        ("MaxPooling2D", {}, "2×2"),
        ("Dense", {"units": 10, "use_bias": False}, "10 · no use_bias"),
        ("Flatten", {}, ""),
    ],
)
def test_parameters(name, values, text):
    assert parameters_text(CATALOG.find(K + name), values, ESSENTIAL) == text
