"""Promises are kept or broken by the numbers alone."""

import math

import pytest

from benchmarks.figure import Figure
from benchmarks.frame_gap import _quantile


@pytest.mark.parametrize(
    ("value", "limits", "kept"),
    [
        (1.05, {"at_most": 1.05}, True),
        (1.06, {"at_most": 1.05}, False),
        (math.nan, {"at_most": 1.05}, False),
        (0.97, {"at_least": 0.97}, True),
        (0.96, {"at_least": 0.97}, False),
        (math.nan, {"at_least": 0.97}, False),
        (99.0, {}, True),
    ],
)
def test_a_promise_is_kept_or_not(value, limits, kept):
    assert Figure("it", value, "ratio", **limits).kept is kept


def test_promises_in_words():
    assert Figure("it", 1, "ms", at_most=25.0).promise == "≤ 25"
    assert Figure("it", 1, "", at_least=0.97).promise == "≥ 0.97"
    assert Figure("it", 1, "ms").promise == "nothing"


def test_quantiles_are_gaps_that_were_measured():
    gaps = [float(n) for n in range(200, 0, -1)]
    assert _quantile(gaps, 0.5) == 101
    assert _quantile(gaps, 0.99) == 199
    assert _quantile(gaps, 1.0) == 200
