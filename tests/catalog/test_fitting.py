"""Which classes take a tensor, by what Keras said when the catalog was read."""

from __future__ import annotations

import pytest

from studio.catalog.fitting import Closeness, closeness, misfit
from studio.catalog.spec import ClassSpec, Role
from studio.catalog.store import load_catalog
from studio.graph.ports import InputPort
from studio.protocol.messages import OutputFacts

KERAS = load_catalog()


def tensor(*sizes, dtype="float32"):
    return OutputFacts("0", (None, *sizes), dtype)


def keras(name):
    return KERAS.find(f"keras.layers.{name}")


@pytest.mark.parametrize(
    ("name", "given", "reason"),
    [
        ("Conv2D", tensor(28, 28, 1), ""),
        ("Conv2D", tensor(128), "takes 4 axes with the batch, not 2"),
        ("Conv2D", tensor(8, 8, 3, dtype="int32"), "takes decimal numbers, not int32"),
        ("Dense", tensor(28, 28, 1), ""),
        ("Dense", tensor(), "takes at least 2 axes with the batch, not 1"),
        ("LSTM", tensor(80), "takes 3 axes with the batch, not 2"),
        ("RandomFlip", tensor(80), "takes 3 or 4 axes with the batch, not 2"),
        ("ConvLSTM3D", tensor(80), "takes 6 axes with the batch, not 2"),
        ("Embedding", tensor(80, dtype="int32"), ""),
        ("Embedding", tensor(80, dtype="uint8"), ""),
        ("StringLookup", tensor(80, dtype="string"), ""),
        ("Dense", tensor(80, dtype="string"), "takes decimal numbers or whole numbers"),
        ("Dense", tensor(80, dtype="complex64"), ""),
        ("InputLayer", tensor(80), "takes no input"),
        ("InputLayer", None, "takes no input"),
        ("Dense", None, ""),
    ],
)
def test_a_misfit_says_what_would_fit(name, given, reason):
    found = misfit(keras(name), given)
    assert found.startswith(reason) if reason else found == ""


def test_nothing_is_said_against_what_keras_was_not_asked_about():
    own = ClassSpec("custom.Mine", Role.LAYER, inputs=(InputPort("inputs"),))
    assert misfit(own, tensor(8)) == ""
    assert closeness(own, tensor(8)) is Closeness.UNKNOWN


@pytest.mark.parametrize(
    ("name", "given", "expected"),
    [
        ("Conv2D", tensor(28, 28, 1), Closeness.MEANT),
        ("Flatten", tensor(28, 28, 1), Closeness.MEANT),
        ("Dense", tensor(28, 28, 1), Closeness.GENERAL),
        ("Dense", tensor(128), Closeness.MEANT),
        ("Add", tensor(128), Closeness.GENERAL),
        ("Embedding", tensor(128), Closeness.GENERAL),
        ("Embedding", tensor(80, dtype="int64"), Closeness.MEANT),
        ("Dense", tensor(80, dtype="int64"), Closeness.GENERAL),
    ],
)
def test_closeness_tells_what_a_class_is_made_for(name, given, expected):
    assert closeness(keras(name), given) is expected
