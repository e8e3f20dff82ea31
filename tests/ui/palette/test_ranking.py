"""Entries in the order in which they suit a tensor."""

from __future__ import annotations

import pytest

from studio.catalog.store import load_catalog
from studio.protocol.messages import OutputFacts
from studio.ui.palette.entries import is_folded, palette_entries
from studio.ui.palette.ranking import matching, ranked

KERAS = load_catalog()
ENTRIES = palette_entries(KERAS)
IMAGE = OutputFacts("0", (None, 28, 28, 1), "float32")
VECTOR = OutputFacts("0", (None, 128), "float32")
TOKENS = OutputFacts("0", (None, 80), "int32")


def names(offers):
    return [offer.entry.name for offer in offers]


@pytest.mark.parametrize(
    ("tensor", "first", "never"),
    [
        (IMAGE, ["Conv2D", "MaxPooling2D", "Flatten"], {"LSTM", "Conv1D", "Input"}),
        (VECTOR, ["Dense", "Dropout"], {"Conv2D", "LSTM"}),
        (TOKENS, ["Embedding"], {"Conv2D", "LSTM"}),
    ],
)
def test_what_is_made_for_a_tensor_comes_first(tensor, first, never):
    offers = ranked(ENTRIES, KERAS, tensor)
    order = names(offers)
    assert order[0] == first[0]
    assert set(first) <= set(order[:6])
    fits = [not offer.misfit for offer in offers]
    assert fits == sorted(fits, reverse=True)
    assert not never & {o.entry.name for o in offers if not o.misfit}
    layers = [o for o in offers if not o.misfit and not is_folded(o.entry.category)]
    assert layers == offers[: len(layers)]
    assert sorted(order) == sorted(entry.name for entry in ENTRIES)


def test_a_typed_text_keeps_misfits_last_but_for_a_whole_name():
    offers = ranked(ENTRIES, KERAS, IMAGE)
    found = matching(offers, "conv2")
    assert names(found)[:1] == ["Conv2D"]
    assert [bool(o.misfit) for o in found] == sorted(bool(o.misfit) for o in found)
    assert names(matching(offers, "lstm"))[:2] == ["LSTM", "ConvLSTM1D"]
    assert matching(offers, " ") == offers
