from __future__ import annotations

import json
import math

import pytest
from hypothesis import given

from studio.graph.values import canonical, freeze, from_jsonable, same, to_jsonable
from tests.graph.strategies import values


@given(values)
def test_json_round_trip(value):
    frozen = freeze(value)
    assert same(from_jsonable(json.loads(json.dumps(to_jsonable(frozen)))), frozen)
    assert canonical(frozen) == canonical(freeze(frozen))


def test_infinite_numbers_survive():
    for number in (math.inf, -math.inf, math.nan):
        text = json.dumps(to_jsonable((number,)), allow_nan=False)
        assert same(from_jsonable(json.loads(text)), (number,))


def test_types_count():
    assert not same(1, True)
    assert not same(1, 1.0)
    assert same((1, [2]), [1, (2,)])


def test_only_json_like_values():
    with pytest.raises(TypeError, match="set"):
        freeze({"a": {1}})
    with pytest.raises(TypeError, match="keys"):
        freeze({1: 2})


def test_what_holds_nan_equals_its_copy():
    assert freeze({"a": [float("nan")]}) == freeze({"a": (float("nan"),)})
