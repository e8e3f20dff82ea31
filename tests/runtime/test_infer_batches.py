"""What Keras says where a batch is more, or less, than a number of samples."""

from __future__ import annotations

import pytest

from studio.graph.block import BlockKind
from tests.runtime.drawing import Drawing

pytestmark = pytest.mark.engine


def windows():
    """Pictures of 8×8×4, cut into four windows that lie in the batch."""
    drawing = Drawing().input("a", 8, 8, 4)
    drawing.add("parts", "keras.ops.reshape", {"newshape": (-1, 16, 4)}, x="a")
    return drawing.add("dense", "Dense", {"units": 5}, inputs="parts")


def test_windows_of_a_sample_are_all_counted(said):
    told = said(windows())
    assert told.problems == []
    assert told.shape("dense") == (None, 16, 5)
    assert told.facts["dense"].macs == 4 * 16 * 4 * 5
    assert told.facts["dense"].activation_bytes == 4 * 4 * 16 * 5


def test_windows_that_are_put_together_are_one_sample_again(said):
    drawing = windows()
    drawing.add("whole", "keras.ops.reshape", {"newshape": (-1, 320)}, x="dense")
    drawing.add("last", "Dense", {"units": 2}, inputs="whole")
    told = said(drawing)
    assert told.shape("last") == (None, 2)
    assert told.facts["last"].macs == 320 * 2
    assert told.facts["last"].activation_bytes == 4 * 2


@pytest.mark.parametrize("layer", ["LSTM", "GRU", "SimpleRNN"])
def test_a_stateful_layer_keeps_the_states_of_a_fixed_batch(said, layer):
    drawing = Drawing().add("a", "InputLayer", {"batch_shape": (2, 7, 3)})
    parameters = {"units": 4, "stateful": True}
    told = said(drawing.add("rnn", layer, parameters, sequences="a"))
    assert told.problems == []
    assert told.shape("rnn") == (2, 4)
    assert told.facts["rnn"].params == told.facts["rnn"].trainable_params > 0
    assert told.facts["rnn"].macs > 0


def test_a_stateful_layer_needs_a_fixed_batch(said):
    drawing = Drawing().input("a", 7, 3)
    drawing.add("rnn", "LSTM", {"units": 4, "stateful": True}, sequences="a")
    assert said(drawing).problems == [("rnn", "K-SHAPE", None)]


def test_a_model_of_open_sizes_is_called_on_several(said):
    inside = Drawing().input("in", None, None, 3)
    inside.add("conv", "Conv2D", {"filters": 4, "kernel_size": 3}, inputs="in")
    drawing = Drawing().block("b1", BlockKind.MODEL, inside)
    drawing.input("a", 8, 8, 3).input("b", 5, 5, 3)
    drawing.add("m", "keras.Model", block="b1", inputs="a")
    drawing.call("n", "m", inputs="b")
    told = said(drawing)
    assert told.problems == []
    assert (told.shape("m"), told.shape("n")) == ((None, 6, 6, 4), (None, 3, 3, 4))
    assert told.facts["n"].macs == 9 * 27 * 4
    assert told.answer.total_params == 112
