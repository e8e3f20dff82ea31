"""Faults that people make in their first course, each in a model that was valid."""

from __future__ import annotations

from tests.repairs.faults import Fault, between
from tests.repairs.models import (
    Model,
    branches,
    chain,
    convnet,
    mlp,
    regression,
    residual,
    words,
)

ONE_HOT = {
    "target_shape": (10,),
    "target_dtype": "float32",
    "target_range": (0.0, 1.0),
}


def unet():
    """A picture made smaller and larger again, its edges brought along."""
    model = Model(None).input("image", 16, 16, 1)
    same = {"filters": 4, "kernel_size": (3, 3), "padding": "same"}
    chain(
        model,
        ("down", "Conv2D", same),
        ("pool", "MaxPooling2D", {}),
        ("deep", "Conv2D", same),
        ("up", "UpSampling2D", {}),
    )
    model.add("skip", "Concatenate", ("down", "up"))
    return chain(model, ("mask", "Conv2D", {"filters": 1, "kernel_size": (1, 1)}))


def attention():
    """Words that look at each other."""
    model = Model(None).input("words", 20, dtype="int32")
    chain(model, ("embed", "Embedding", {"input_dim": 500, "output_dim": 8}))
    model.add("look", "MultiHeadAttention", num_heads=2, key_dim=4)
    model.wire("embed", "look", "query").wire("embed", "look", "value")
    return chain(
        model, ("pool", "GlobalAveragePooling1D", {}), ("yes", "Dense", {"units": 1})
    )


def _second_rnn(layer):
    return between("lstm", "yes", "second", layer, units=8)


def _grey(model):
    model.set("image", shape=(8, 8)).of(input_shape=(8, 8))


def _pools(model):
    source = "pool"
    for index in range(2):
        model.add(f"pool{index}", "MaxPooling2D", source, pool_size=(2, 2))
        source = f"pool{index}"
    model.wire(source, "flat", "inputs")


IMAGES = [
    Fault(convnet, _grey, "conv", "K-RANK"),
    Fault(convnet, lambda m: m.set("image", shape=(8, 8)), "image", "D-SHAPE"),
    Fault(convnet, lambda m: m.set("image", shape=(64,)), "image", "D-SHAPE"),
    Fault(convnet, lambda m: m.set("image", shape=(8, 8, 3)), "image", "D-SHAPE"),
    Fault(mlp, lambda m: m.set("image", shape=(32, 8, 8, 1)), "image", "D-SHAPE"),
    Fault(convnet, _pools, "pool1", "K-WINDOW"),
    Fault(
        convnet,
        between("conv", "pool", "c", "Conv1D", filters=4, kernel_size=3),
        "c",
        "K-RANK",
    ),
    Fault(convnet, between("conv", "pool", "p", "MaxPooling1D"), "p", "K-RANK"),
    Fault(
        convnet,
        between("flat", "head", "p", "GlobalAveragePooling2D"),
        "p",
        "K-RANK",
    ),
    Fault(
        convnet,
        between("flat", "head", "c", "Conv2D", filters=4, kernel_size=3),
        "c",
        "K-RANK",
    ),
    Fault(unet, lambda m: m.set("image", shape=(15, 15, 1)), "skip", "K-MERGE"),
    Fault(unet, lambda m: m.set("up", size=(4, 4)), "skip", "K-MERGE"),
    Fault(unet, lambda m: m.delete("up"), "skip", "K-MERGE"),
    Fault(branches, lambda m: m.set("join", axis=1), "join", "K-MERGE"),
    Fault(residual, lambda m: m.set("stem", filters=3), "sum", "K-MERGE"),
    Fault(
        convnet,
        between("conv", "pool", "form", "Reshape", target_shape=(28, 28, 1)),
        "form",
        "K-RESHAPE",
    ),
]
SEQUENCES = [
    Fault(words, _second_rnn("LSTM"), "second", "K-RANK"),
    Fault(words, _second_rnn("GRU"), "second", "K-RANK"),
    Fault(words, lambda m: m.set("lstm", return_sequences=True), "yes", "D-RANK"),
    Fault(
        regression, between("measures", "one", "rnn", "LSTM", units=8), "rnn", "K-RANK"
    ),
    Fault(words, lambda m: m.set("words", dtype="string"), "embed", "K-DTYPE"),
    Fault(mlp, lambda m: m.set("image", dtype="string"), "one", "K-DTYPE"),
    Fault(words, lambda m: m.set("embed", input_dim=499), "embed", "D-VOCABULARY"),
    Fault(words, lambda m: m.set("words", shape=(30,)), "words", "D-SHAPE"),
    Fault(words, lambda m: m.set("embed", "input_dim"), "embed", "K-MISSING"),
    Fault(attention, lambda m: m.cut("look"), "look", "G-INPUT"),
    Fault(attention, lambda m: m.set("look", "key_dim"), "look", "K-MISSING"),
    Fault(words, between("embed", "lstm", "flat", "Flatten"), "lstm", "K-RANK"),
]
HEADS = [
    Fault(mlp, lambda m: m.set("head", units=1), "head", "D-CLASSES"),
    Fault(
        mlp,
        lambda m: m.set("head", units=1, activation="sigmoid"),
        "head",
        "D-CLASSES",
    ),
    Fault(mlp, lambda m: m.set("head", units=9), "head", "D-CLASSES"),
    Fault(mlp, lambda m: m.of(target_range=(1.0, 10.0)), "head", "D-CLASSES"),
    Fault(mlp, lambda m: m.delete("head"), "drop", "D-CLASSES"),
    Fault(mlp, lambda m: m.loss("MeanSquaredError"), None, "D-LOSS"),
    Fault(mlp, lambda m: m.of(**ONE_HOT), None, "D-LOSS"),
    Fault(
        words, lambda m: m.loss("SparseCategoricalCrossentropy"), None, "D-LOSS"
    ),
    Fault(
        words,
        lambda m: m.set("yes", units=2, activation="softmax"),
        None,
        "D-LOSS",
    ),
    Fault(regression, lambda m: m.loss("BinaryCrossentropy"), None, "D-LOSS"),
    Fault(regression, lambda m: m.loss("CategoricalCrossentropy"), None, "D-LOSS"),
    Fault(
        words, lambda m: m.loss("BinaryCrossentropy", from_logits=True), None,
        "D-LOGITS",
    ),
    Fault(mlp, lambda m: m.set("head", activation="linear"), "head", "D-ACTIVATION"),
    Fault(mlp, lambda m: m.set("head", activation="relu"), "head", "D-ACTIVATION"),
    Fault(words, lambda m: m.set("yes", activation="relu"), "yes", "D-ACTIVATION"),
]  # fmt: skip
SPELLING = [
    Fault(mlp, lambda m: m.set("one", activation="ReLU"), "one", "K-PARAMETER"),
    Fault(mlp, lambda m: m.set("head", activation="soft_max"), "head", "K-PARAMETER"),
    Fault(mlp, lambda m: m.set("one", units="32"), "one", "K-PARAMETER"),
    Fault(mlp, lambda m: m.set("one", units=0.5), "one", "K-PARAMETER"),
    Fault(mlp, lambda m: m.set("one", units=(32,)), "one", "K-PARAMETER"),
    Fault(mlp, lambda m: m.set("drop", rate=-0.2), "drop", "K-PARAMETER"),
    Fault(mlp, lambda m: m.set("drop", rate="0.2"), "drop", "K-PARAMETER"),
    Fault(convnet, lambda m: m.set("conv", filters=0), "conv", "K-PARAMETER"),
    Fault(convnet, lambda m: m.set("conv", kernel_size=0), "conv", "K-PARAMETER"),
    Fault(convnet, lambda m: m.set("conv", strides=0), "conv", "K-PARAMETER"),
    Fault(convnet, lambda m: m.set("conv", padding="none"), "conv", "K-PARAMETER"),
    Fault(
        convnet, lambda m: m.set("conv", kernel_size=(3, 3, 3)), "conv", "K-PARAMETER"
    ),
    Fault(convnet, lambda m: m.set("pool", pool_size=0), "pool", "K-PARAMETER"),
    Fault(mlp, lambda m: m.set("image", shape=8), "image", "K-PARAMETER"),
    Fault(mlp, lambda m: m.set("one", kernel_regularizer="l3"), "one", "K-PARAMETER"),
]
TRAINING = [
    Fault(mlp, lambda m: m.fit(epochs=0), None, "D-FIT"),
    Fault(mlp, lambda m: m.fit(epochs=-5), None, "D-FIT"),
    Fault(mlp, lambda m: m.split(1.0, 0.2), None, "D-SPLIT"),
    Fault(mlp, lambda m: m.split(-0.1, 0.2), None, "D-SPLIT"),
    Fault(mlp, lambda m: m.fit(device="gpu"), None, "D-DEVICE"),
    Fault(mlp, lambda m: m.optimizer("SGD", learning_rate=10.0), None, "T-RATE"),
    Fault(mlp, lambda m: m.optimizer("Adam", learning_rate=1.0), None, "T-RATE"),
    Fault(words, lambda m: m.set("lstm", dropout=1.0), "lstm", "T-DROPOUT"),
    Fault(
        mlp,
        lambda m: m.compiled(metrics=("mae", "categorical_accuracy")),
        None,
        "D-METRIC",
    ),
    Fault(convnet, lambda m: m.of(input_range=(0.0, 255.0)), "image", "D-SCALE"),
    Fault(mlp, lambda m: m.cut("head"), "head", "G-INPUT"),
    Fault(mlp, lambda m: m.rename("flat", "one"), "one", "G-NAME"),
]
BEGINNERS = [*IMAGES, *SEQUENCES, *HEADS, *SPELLING, *TRAINING]
