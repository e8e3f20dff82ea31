"""Muted calls in the code."""

from __future__ import annotations

from studio.catalog.store import load_catalog
from studio.codegen.model_code import generate_model
from studio.graph.muting import set_muted
from tests.graph.test_grouping import chain


def test_a_muted_call_is_not_in_the_code():
    document, (_, first, _) = chain("Dropout", "Flatten")
    assert "Dropout" in generate_model(document, load_catalog()).text
    document.apply(set_muted(document, [first], True))
    text = generate_model(document, load_catalog()).text
    assert "Dropout" not in text
    assert "Flatten" in text
