import pytest

from studio.ui.palette.entries import Entry, grouped, palette_entries
from studio.ui.palette.matching import find
from tests.ui.canvas.sample import CATALOG

ENTRIES = [
    Entry("a.Conv2D", "Conv2D", "convolutional", "2D convolution layer."),
    Entry("a.Conv2DTranspose", "Conv2DTranspose", "convolutional", "Deconvolution."),
    Entry("a.SeparableConv2D", "SeparableConv2D", "convolutional", ""),
    Entry("a.MultiHeadAttention", "MultiHeadAttention", "attention", "Attends."),
    Entry("a.Dense", "Dense", "core", "Densely-connected layer."),
    Entry("a.Dropout", "Dropout", "regularization", "Drops units at random."),
]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("conv2d", ["Conv2D", "Conv2DTranspose", "SeparableConv2D"]),
        ("mha", ["MultiHeadAttention"]),
        ("DENSE", ["Dense"]),
        ("drp", ["Dropout"]),
        ("random", ["Dropout"]),
        ("conv trans", ["Conv2DTranspose"]),
        ("attention", ["MultiHeadAttention"]),
        ("zzz", []),
        ("", [e.name for e in ENTRIES]),
    ],
)
def test_find(query, names):
    assert [entry.name for entry in find(ENTRIES, query)] == names


def test_input_and_output_come_first_and_once():
    entries = palette_entries(CATALOG)
    assert [e.name for e in entries[:3]] == ["Input", "Output", "Dense"]
    assert "InputLayer" not in [e.name for e in entries]


def test_groups_keep_the_catalogs_order():
    groups = list(grouped(palette_entries(CATALOG)))
    assert groups[:4] == ["input", "output", "core", "convolutional"]
