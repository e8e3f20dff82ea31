"""What is offered first for a fault, and that it leaves nothing to repair."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from studio.commands.checking import proved
from studio.graph.rebase import rebased
from tests.repairs.asking import problems_of
from tests.repairs.faults import between
from tests.repairs.models import Model, convnet, mlp, regression, words

pytestmark = pytest.mark.engine
HUGE = 10**12


@dataclass(frozen=True)
class First:
    """A valid model, what breaks it, and the repair that is offered first."""

    base: Callable[[], Model]
    harm: Callable[[Model], object]
    code: str
    title: str
    parameter: str | None = None


def unknown(name):
    """Harm that puts a layer of a class that Keras does not have into the net."""
    return between("one", "drop", "odd", name, units=7, activation="relu")


def three_windows(model):
    """Convolutions and pooling until nothing is left of the picture."""
    source = "image"
    for index in range(3):
        model.add(f"conv{index}", "Conv2D", source, filters=8, kernel_size=(3, 3))
        model.add(f"pool{index}", "MaxPooling2D", f"conv{index}", pool_size=(2, 2))
        source = f"pool{index}"
    model.wire(source, "flat", "inputs")


def quantities_looked_up(model):
    """An Embedding of numbers that number nothing."""
    between("measures", "one", "look", "Embedding", input_dim=9, output_dim=4)(model)
    model.of(input_range=(-0.13, 0.2))


CONV = {"filters": 4, "kernel_size": (3, 3), "padding": "same"}
FIRSTS = [
    First(
        mlp,
        between("flat", "one", "c", "Conv2D", **CONV),
        "K-RANK",
        "Move flat behind c",
    ),
    First(
        mlp,
        between("flat", "one", "c", "MaxPooling2D"),
        "K-RANK",
        "Move flat behind c",
    ),
    First(
        mlp,
        between("one", "drop", "c", "Conv2D", **CONV),
        "K-RANK",
        "Insert Reshape 4×4×2 before c and Flatten behind it",
    ),
    First(
        mlp,
        between("one", "drop", "c", "LSTM", units=4),
        "K-RANK",
        "Insert expand_dims -1 before c",
    ),
    First(
        convnet,
        between("conv", "pool", "c", "Conv1D", filters=4, kernel_size=3),
        "K-RANK",
        "Replace c by Conv2D",
    ),
    First(
        convnet,
        between("conv", "pool", "p", "MaxPooling1D"),
        "K-RANK",
        "Replace p by MaxPooling2D",
    ),
    First(
        mlp,
        lambda m: m.compiled(loss=None),
        "D-NO-LOSS",
        "Use SparseCategoricalCrossentropy",
        "loss",
    ),
    First(
        words,
        lambda m: m.compiled(loss=None),
        "D-NO-LOSS",
        "Use BinaryCrossentropy",
        "loss",
    ),
    First(
        regression,
        lambda m: m.compiled(loss=None),
        "D-NO-LOSS",
        "Use MeanSquaredError",
        "loss",
    ),
    First(
        mlp,
        lambda m: m.set("head", "activation").compiled(loss=None),
        "D-NO-LOSS",
        "Use SparseCategoricalCrossentropy with from_logits",
        "loss",
    ),
    First(mlp, unknown("Dens"), "K-CLASS", "Replace odd by Dense"),
    First(mlp, unknown("keras.layers.dense"), "K-CLASS", "Replace odd by Dense"),
    First(
        mlp,
        lambda m: m.delete("one", "head"),
        "T-NO-WEIGHTS",
        "Place Dense 10 · softmax behind drop",
    ),
    First(
        mlp,
        lambda m: m.delete("head").set("one", units=9),
        "D-CLASSES",
        "Place Dense 10 · softmax behind drop",
    ),
    First(
        mlp,
        lambda m: m.set("one", units=HUGE),
        "K-PARAMETER",
        "Set units of one to 64",
        "units",
    ),
    First(
        convnet,
        lambda m: m.set("image", shape=(8, -8, 1)),
        "K-PARAMETER",
        "Set shape of image to (8, 8, 1)",
        "shape",
    ),
    First(
        words,
        between("lstm", "yes", "second", "LSTM", units=8),
        "K-RANK",
        "Turn return_sequences of lstm on",
    ),
    First(
        mlp,
        three_windows,
        "K-WINDOW",
        "Set padding of all 6 layers to same",
        "pool_size",
    ),
    First(
        regression,
        quantities_looked_up,
        "D-DECIMALS",
        "Delete look",
    ),
    First(
        convnet,
        lambda m: m.set("pool", pool_size=(9, 9)),
        "K-WINDOW",
        "Set padding of pool to same",
        "pool_size",
    ),
    First(
        mlp,
        between("flat", "one", "r", "Reshape", target_shape=(5, 5)),
        "K-RESHAPE",
        "Set target_shape of r to (64,)",
        "target_shape",
    ),
]


@pytest.mark.parametrize("first", FIRSTS, ids=lambda f: f"{f.code}-{f.title}")
def test_the_likeliest_repair_comes_first(first, engine):
    model = first.base()
    first.harm(model)
    (problem,) = [p for p in problems_of(model, engine) if p.code == first.code]
    assert problem.parameter == first.parameter
    (told,) = proved(model.document, engine, [problem], model.data)
    assert [fix.title for fix in told.fixes][:1] == [first.title]
    model.document.apply(rebased(model.document, told.fixes[0]))
    assert first.code not in [p.code for p in problems_of(model, engine)]
