"""Operations and memory of one sample, as inference tells them."""

from __future__ import annotations

import pytest

from tests.runtime.drawing import Drawing, one

pytestmark = pytest.mark.engine

WORK = [
    # A sum over a 3 x 3 x 3 window for each of 6 x 6 x 4 values, and 144 biases.
    ("Conv2D", {"filters": 4, "kernel_size": 3}, (8, 8, 3), 3888, 2 * 3888 + 144),
    ("DepthwiseConv2D", {"kernel_size": 3, "use_bias": False}, (8, 8, 3), 972, 1944),
    ("Dense", {"units": 5}, (7,), 35, 75),
    ("Dense", {"units": 5, "use_bias": False}, (2, 7), 70, 140),
    ("Flatten", {}, (2, 7), 0, 0),
    ("ReLU", {}, (2, 7), 0, 14),
    ("MaxPooling2D", {}, (8, 8, 3), 0, 4 * 48),
]


@pytest.mark.parametrize(("layer", "parameters", "shape", "macs", "flops"), WORK)
def test_work_is_counted_for_one_sample(said, layer, parameters, shape, macs, flops):
    facts = said(one(layer, parameters, *shape)).facts["x"]
    assert (facts.macs, facts.flops) == (macs, flops)


def test_a_loop_counts_each_of_its_steps(said):
    facts = said(one("LSTM", {"units": 4}, 7, 3, port="sequences")).facts["x"]
    assert facts.macs == 7 * (3 * 16 + 4 * 16)


def test_memory_follows_the_dtype_policy(said):
    parameters = {"units": 5, "dtype": "mixed_float16"}
    facts = said(one("Dense", parameters, 7)).facts["x"]
    assert facts.policy == "mixed_float16"
    assert (facts.weight_bytes, facts.activation_bytes) == (4 * 40, 2 * 5)


def test_a_fixed_batch_is_no_part_of_a_sample(said):
    drawing = Drawing().add("a", "InputLayer", {"batch_shape": (6, 7)})
    told = said(drawing.add("x", "Dense", {"units": 5}, inputs="a"))
    assert (told.facts["x"].macs, told.facts["x"].activation_bytes) == (35, 20)
