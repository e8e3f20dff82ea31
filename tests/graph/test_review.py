"""What is told depends on what is known."""

from __future__ import annotations

from studio.graph.review import Said, review
from tests.repairs.models import CATALOG, mlp


def codes(model):
    return {p.code for p in review(model.document, CATALOG, Said())}


def test_names_of_outputs_can_wait_until_all_is_wired():
    model = mlp().rename("head", "dense")
    model.add("side", "Dense", "one", units=10).rename("side", "dense_1")
    assert "S-OUTPUT-NAME" in codes(model)
    model.add("next", "Dense", units=10)
    assert {"G-INPUT"} <= codes(model)
    assert "S-OUTPUT-NAME" not in codes(model)
    model.wire("one", "next")
    assert "S-OUTPUT-NAME" in codes(model)


def test_they_wait_where_outputs_are_marked_too():
    model = mlp().rename("head", "dense").output("first", "head")
    model.add("side", "Dense", "one", units=10).rename("side", "dense_1")
    model.output("second", "side")
    assert "S-OUTPUT-NAME" in codes(model)
    model.add("next", "Dense", units=10)
    assert "S-OUTPUT-NAME" not in codes(model)
