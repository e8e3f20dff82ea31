"""Seeded faults: a valid model, what breaks it, and the problem that must be told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tests.repairs.models import (
    Model,
    branches,
    convnet,
    marked,
    mlp,
    regression,
    residual,
    words,
)


@dataclass(frozen=True)
class Fault:
    """A model, broken by `harm`; `node` (by name) and `code` of the problem."""

    base: Callable[[], Model]
    harm: Callable[[Model], object]
    node: str | None
    code: str

    @property
    def name(self) -> str:
        return f"{self.code}-{self.base.__name__}-{self.node}"


def between(source, target, name, layer, **parameters):
    """Harm that puts a layer into a wire."""

    def harm(model):
        into = model.graph.edges_into(model.ids[target])
        model.add(name, layer, source, **parameters)
        port = next(e.port for e in into if e.source == model.ids[source])
        model.wire(name, target, port)

    return harm


def _loop(model):
    port = model.graph.edges_into(model.ids["sum"])[-1].port
    model.add("back", "Dense", "sum", units=8)
    model.wire("back", "sum", port)
    model.delete("left")


STRUCTURE = [
    Fault(mlp, lambda m: m.cut("one"), "one", "G-INPUT"),
    Fault(convnet, lambda m: m.cut("flat"), "flat", "G-INPUT"),
    Fault(words, lambda m: m.cut("lstm"), "lstm", "G-INPUT"),
    Fault(residual, lambda m: m.cut("sum"), None, "D-OUTPUTS"),
    Fault(branches, lambda m: m.cut("join"), None, "D-OUTPUTS"),
    Fault(mlp, between("flat", "one", "less", "Subtract"), "less", "G-ARITY"),
    Fault(marked, lambda m: m.cut("out"), "out", "G-OUTPUT"),
    Fault(mlp, lambda m: m.input("spare", 4), "spare", "G-UNUSED"),
    Fault(convnet, lambda m: m.input("spare", 8, 8, 3), "spare", "G-UNUSED"),
    Fault(
        marked, lambda m: m.add("side", "Dense", "one", units=4), "side", "G-DEAD-END"
    ),
    Fault(mlp, lambda m: m.delete("image", heal=False), None, "G-NO-INPUT"),
    Fault(convnet, lambda m: m.delete("image", heal=False), None, "G-NO-INPUT"),
    Fault(residual, _loop, "back", "G-CYCLE"),
    Fault(mlp, lambda m: m.wire("drop", "one", "inputs"), "drop", "G-CYCLE"),
    Fault(mlp, lambda m: m.wire("flat", "one", "mask"), "one", "G-PORT"),
    Fault(convnet, lambda m: m.wire("image", "flat", "other"), "flat", "G-PORT"),
]
PARAMETERS = [
    Fault(mlp, lambda m: m.set("one", activation="rellu"), "one", "K-PARAMETER"),
    Fault(mlp, lambda m: m.set("one", units=-32), "one", "K-PARAMETER"),
    Fault(mlp, lambda m: m.set("drop", rate=20), "drop", "K-PARAMETER"),
    Fault(mlp, lambda m: m.set("head", colour="red"), "head", "K-PARAMETER"),
    Fault(convnet, lambda m: m.set("conv", padding="samee"), "conv", "K-PARAMETER"),
    Fault(convnet, lambda m: m.set("conv", groups=3), "conv", "K-PARAMETER"),
    Fault(
        convnet,
        lambda m: m.set("conv", kernel_initializer="he_norml"),
        "conv",
        "K-PARAMETER",
    ),
    Fault(words, lambda m: m.set("lstm", units=0), "lstm", "K-PARAMETER"),
    Fault(mlp, lambda m: m.set("one", "units"), "one", "K-MISSING"),
    Fault(mlp, lambda m: m.set("drop", "rate"), "drop", "K-MISSING"),
    Fault(convnet, lambda m: m.set("conv", "kernel_size"), "conv", "K-MISSING"),
    Fault(words, lambda m: m.set("embed", "output_dim"), "embed", "K-MISSING"),
]
SHAPES = [
    Fault(mlp, between("image", "flat", "rnn", "LSTM", units=8), "rnn", "K-RANK"),
    Fault(convnet, between("image", "conv", "gru", "GRU", units=64), "gru", "K-RANK"),
    Fault(words, lambda m: m.delete("embed"), "lstm", "K-RANK"),
    Fault(
        regression,
        between("measures", "one", "c", "Conv1D", filters=4, kernel_size=3),
        "c",
        "K-RANK",
    ),
    Fault(
        mlp,
        between("flat", "one", "c", "Conv2D", filters=4, kernel_size=3),
        "c",
        "K-RANK",
    ),
    Fault(
        mlp,
        between("flat", "one", "p", "GlobalAveragePooling2D"),
        "p",
        "K-RANK",
    ),
    Fault(
        convnet,
        between("image", "conv", "again", "RepeatVector", n=4),
        "again",
        "K-RANK",
    ),
    Fault(residual, lambda m: m.set("left", filters=16), "sum", "K-MERGE"),
    Fault(residual, lambda m: m.set("left", "padding"), "sum", "K-MERGE"),
    Fault(residual, lambda m: m.set("left", strides=(2, 2)), "sum", "K-MERGE"),
    Fault(branches, lambda m: m.set("b", kernel_size=(3, 3)), "join", "K-MERGE"),
    Fault(branches, lambda m: m.set("b", strides=(2, 2)), "join", "K-MERGE"),
    Fault(
        branches,
        between("b", "join", "pooled", "GlobalAveragePooling2D"),
        "join",
        "K-MERGE",
    ),
    Fault(
        mlp,
        lambda m: (
            m.add("wide", "Dense", "flat", units=48),
            m.add("both", "Add", ("one", "wide")),
            m.wire("both", "drop", "inputs"),
        ),
        "both",
        "K-MERGE",
    ),
    Fault(
        mlp,
        lambda m: (
            m.add("less", "Subtract", ("one", "one", "one")),
            m.wire("less", "drop", "inputs"),
        ),
        "less",
        "K-ARITY",
    ),
    Fault(convnet, lambda m: m.set("pool", pool_size=(9, 9)), "pool", "K-WINDOW"),
    Fault(convnet, lambda m: m.set("conv", kernel_size=(12, 12)), "conv", "K-WINDOW"),
    Fault(
        convnet,
        between("image", "conv", "cut", "Cropping2D", cropping=((5, 5), (5, 5))),
        "cut",
        "K-WINDOW",
    ),
    Fault(
        mlp,
        between("flat", "one", "form", "Reshape", target_shape=(7, 9)),
        "form",
        "K-RESHAPE",
    ),
    Fault(
        convnet,
        between("image", "conv", "form", "Reshape", target_shape=(8, 8, 3)),
        "form",
        "K-RESHAPE",
    ),
    Fault(convnet, lambda m: m.set("image", dtype="uint8"), "conv", "K-DTYPE"),
    Fault(
        mlp,
        lambda m: (
            m.set("image", dtype="int32"),
            between("flat", "one", "soft", "Activation", activation="softmax")(m),
        ),
        "soft",
        "K-DTYPE",
    ),
]


HEADS = [
    Fault(mlp, lambda m: m.set("head", units=5), "head", "D-CLASSES"),
    Fault(convnet, lambda m: m.set("head", units=7), "head", "D-CLASSES"),
    Fault(regression, lambda m: m.set("value", units=3), "value", "D-CLASSES"),
    Fault(mlp, lambda m: m.set("image", shape=(28, 28, 1)), "image", "D-SHAPE"),
    Fault(mlp, lambda m: m.loss("CategoricalCrossentropy"), None, "D-LOSS"),
    Fault(mlp, lambda m: m.loss("BinaryCrossentropy"), None, "D-LOSS"),
    Fault(
        regression,
        lambda m: m.loss("SparseCategoricalCrossentropy"),
        None,
        "D-LOSS",
    ),
    Fault(convnet, lambda m: m.delete("flat"), "head", "D-RANK"),
    Fault(
        regression,
        lambda m: m.set("value", activation="sigmoid"),
        "value",
        "D-REGRESSION",
    ),
    Fault(
        regression, lambda m: m.set("value", activation="softmax"), "value", "D-SOFTMAX"
    ),
    Fault(words, lambda m: m.set("yes", activation="softmax"), "yes", "D-SOFTMAX"),
    Fault(mlp, lambda m: m.set("head", "activation"), "head", "D-ACTIVATION"),
    Fault(words, lambda m: m.set("yes", "activation"), "yes", "D-ACTIVATION"),
    Fault(mlp, lambda m: m.set("head", activation="sigmoid"), "head", "D-SIGMOID"),
    Fault(
        mlp,
        lambda m: m.loss("SparseCategoricalCrossentropy", from_logits=True),
        None,
        "D-LOGITS",
    ),
    Fault(words, lambda m: m.set("embed", input_dim=100), "embed", "D-VOCABULARY"),
    Fault(mlp, lambda m: m.of(input_range=(0.0, 255.0)), "image", "D-SCALE"),
    Fault(regression, lambda m: m.of(input_range=(-40.0, 60.0)), "measures", "D-SCALE"),
    Fault(mlp, lambda m: m.batch(4096), None, "D-BATCH"),
    Fault(mlp, lambda m: m.batch(0), None, "D-FIT"),
]


def _deep(model):
    source = "one"
    for index in range(24):
        model.add(f"deep{index}", "Dense", source, units=32, activation="relu")
        source = f"deep{index}"
    model.wire(source, "drop", "inputs")


def _sigmoids(model):
    source = "one"
    for index in range(4):
        model.add(f"s{index}", "Dense", source, units=32, activation="sigmoid")
        source = f"s{index}"
    model.wire(source, "drop", "inputs")


def _explode(model):
    model.set("image", shape=(64, 64, 1)).of(input_shape=(64, 64, 1))
    model.add("large", "Dense", "flat", units=1024, activation="relu")
    model.wire("large", "head", "inputs")


def _frozen(model):
    model.set("conv", trainable=False).set("head", trainable=False)


def _channels(model):
    model.set("image", shape=(3, 32, 32)).of(input_shape=(3, 32, 32))
    model.set("conv", padding="same").set("pool", padding="same")


SENSE = [
    Fault(mlp, lambda m: m.optimizer("Adam", learning_rate=5.0), None, "T-RATE"),
    Fault(mlp, lambda m: m.optimizer("SGD", learning_rate=1e-9), None, "T-RATE"),
    Fault(mlp, lambda m: m.set("drop", rate=1.0), "drop", "T-DROPOUT"),
    Fault(
        mlp,
        lambda m: (between("flat", "one", "bn", "BatchNormalization")(m), m.batch(2)),
        "bn",
        "T-TINY-BATCH",
    ),
    Fault(convnet, _frozen, "head", "T-FROZEN"),
    Fault(mlp, _deep, "head", "T-DEPTH"),
    Fault(mlp, _sigmoids, "s3", "T-SIGMOIDS"),
    Fault(convnet, _explode, "large", "T-EXPLOSION"),
    Fault(convnet, _channels, "image", "K-CHANNELS"),
    Fault(mlp, lambda m: m.set("image", dtype="int32"), "one", "K-INTEGERS"),
]


BASIC = [*STRUCTURE, *PARAMETERS, *SHAPES, *HEADS, *SENSE]
