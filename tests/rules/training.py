"""Cases of the rules of good sense in training."""

from __future__ import annotations

from studio.graph.memory import TrainingDevice
from studio.graph.setup import WeightsFile
from studio.graph.trained_weights import change_weights
from tests.repairs.asking import problems_of
from tests.repairs.models import convnet, marked, mlp, words
from tests.rules.case import Case
from tests.rules.keras import of

SMALL = TrainingDevice("Small GPU", 2**20)
WEIGHTS = 64 * 32 + 32 + 32 * 10 + 10
"""Numbers in the weights of the small net."""


def _row(activation):
    """Varies how many hidden layers follow the first."""

    def vary(model, count):
        source = "one"
        for index in range(count):
            name = f"hidden{index}"
            model.add(name, "Dense", source, units=32, activation=activation)
            source = name
        model.wire(source, "drop", "inputs")

    return vary


def _normalised(model, size):
    model.add("norm", "BatchNormalization", "one")
    model.wire("norm", "drop", "inputs").batch(size)


def _frozen(model, trainable):
    model.set("conv", trainable=False).set("head", trainable=trainable)


def _old_weights(model, numbers):
    weights = WeightsFile("mine.weights.h5", "0" * 64, numbers)
    model.document.apply(change_weights(model.document, weights))


def _behind_flatten(model, units):
    model.set("image", shape=(64, 64, 1)).of(input_shape=(64, 64, 1))
    model.add("large", "Dense", "flat", units=units, activation="relu")
    model.wire("large", "head", "inputs")


def _second_output(model, name):
    model.add("side", "Dense", "one", units=10).output("more", "side")
    model.rename("side", "class_scores").rename("head", name)
    model.data = None


def on_a_small_device(model, desk, value):
    """Problems where training will run on a device of one MB."""
    return problems_of(model, desk.engine, SMALL)


TRAINING = (
    Case(
        "T-MASK",
        lambda: words().add("flat", "Flatten", "embed").wire("flat", "yes", "inputs"),
        lambda m, on: m.delete("lstm", heal=False).set("embed", mask_zero=on),
        True,
        False,
        "flat",
    ),
    Case(
        "T-RATE", mlp, lambda m, rate: m.optimizer("SGD", learning_rate=rate), 2.0, 1.0
    ),
    Case("T-DROPOUT", mlp, of("drop", "rate"), 1.0, 0.9, "drop", "rate"),
    Case("T-TINY-BATCH", mlp, _normalised, 4, 5, "norm"),
    Case(
        "T-NO-WEIGHTS",
        mlp,
        lambda m, names: m.delete(*names),
        ("one", "head"),
        ("one",),
    ),
    Case("T-OLD-WEIGHTS", mlp, _old_weights, WEIGHTS + 1, WEIGHTS),
    Case("T-FROZEN", convnet, _frozen, False, True, "head", "trainable"),
    Case("T-DEPTH", mlp, _row("relu"), 18, 17, "head"),
    Case("T-SIGMOIDS", mlp, _row("sigmoid"), 3, 2, "hidden2", "activation"),
    Case("T-EXPLOSION", convnet, _behind_flatten, 1024, 64, "large"),
    Case(
        "T-MEMORY",
        convnet,
        lambda m, size: m.batch(size),
        1024,
        32,
        ask=on_a_small_device,
    ),
    Case("S-OUTPUT-NAME", marked, _second_output, "dense", "digit", "head"),
)
