"""What losses and metrics expect of labels and of the model's output."""

from __future__ import annotations

from enum import StrEnum

from studio.graph.values import Value, is_object


class LossKind(StrEnum):
    """What a loss compares."""

    CLASS_NUMBERS = "class numbers"
    """A class number with the probability of each class."""
    ONE_HOT = "one-hot labels"
    """The probabilities of all classes."""
    BINARY = "yes/no labels"
    """Yes or no, 1 or 0, with one probability."""
    VALUES = "values"
    """Values of a quantity."""


LOSS_OF = {
    LossKind.CLASS_NUMBERS: "keras.losses.SparseCategoricalCrossentropy",
    LossKind.ONE_HOT: "keras.losses.CategoricalCrossentropy",
    LossKind.BINARY: "keras.losses.BinaryCrossentropy",
    LossKind.VALUES: "keras.losses.MeanSquaredError",
}
"""The usual loss of each kind."""
_KINDS = {
    "sparsecategoricalcrossentropy": LossKind.CLASS_NUMBERS,
    "categoricalcrossentropy": LossKind.ONE_HOT,
    "categoricalfocalcrossentropy": LossKind.ONE_HOT,
    "categoricalhinge": LossKind.ONE_HOT,
    "kldivergence": LossKind.ONE_HOT,
    "binarycrossentropy": LossKind.BINARY,
    "binaryfocalcrossentropy": LossKind.BINARY,
    "bce": LossKind.BINARY,
    "meansquarederror": LossKind.VALUES,
    "meanabsoluteerror": LossKind.VALUES,
    "meanabsolutepercentageerror": LossKind.VALUES,
    "meansquaredlogarithmicerror": LossKind.VALUES,
    "mse": LossKind.VALUES,
    "mae": LossKind.VALUES,
    "mape": LossKind.VALUES,
    "msle": LossKind.VALUES,
    "huber": LossKind.VALUES,
    "logcosh": LossKind.VALUES,
}


def loss_kind(loss: Value) -> LossKind | None:
    """What a loss expects; None where nothing is known of it."""
    return _KINDS.get(plain_name(loss))


def takes_logits(loss: Value) -> bool | None:
    """Whether a loss applies softmax or sigmoid itself; None if it never can."""
    if "crossentropy" not in plain_name(loss) and plain_name(loss) != "bce":
        return None
    return bool(is_object(loss) and loss["config"].get("from_logits", False))


def spoken_name(value: Value) -> str:
    """What a person calls a loss or metric: its class or its short name."""
    return str(value["class_name"] if is_object(value) else value)


def plain_name(value: Value) -> str:
    """Name without case and underscores: objects and short names agree."""
    return spoken_name(value).replace("_", "").lower()
