"""Cases of the rules of data, settings and labels."""

from __future__ import annotations

from studio.graph.setup import CodeSettings, CodeStyle
from studio.graph.values import keras_object
from tests.repairs.models import convnet, mlp, regression, tasks, words
from tests.rules.case import Case
from tests.rules.keras import of

SPARSE = keras_object("keras.losses.SparseCategoricalCrossentropy")


def _table(model, options):
    model.source(kind="csv", path="a.csv", options=options)


def _pictures(model, size):
    model.source(kind="images", path="flowers", options={"image_size": size})


def _second_input(model, source):
    if source == "more":
        model.input("more", 64)
    model.add("both", "Concatenate", ("flat", source))
    model.wire("both", "one", "inputs")


def _branch(model, is_joined):
    model.add("side", "Dense", "one", units=32)
    if is_joined:
        model.add("sum", "Add", ("one", "side"))
        model.wire("sum", "drop", "inputs")


def _array(model, name):
    model.source(arrays={model.ids["image"]: name})


def _style(model, style):
    model.setup(code=CodeSettings(style))


SETTINGS = (
    Case("D-NONE", mlp, lambda m, kind: m.source(kind=kind), "none", "digits"),
    Case("D-KIND", mlp, lambda m, kind: m.source(kind=kind), "films", "digits"),
    Case("D-FILE", mlp, lambda m, path: m.source(kind="npz", path=path), "", "a.npz"),
    Case("D-PICTURES", mlp, _pictures, (0, 64), (64, 64), parameter="options"),
    Case("D-TARGET", mlp, _table, {}, {"target": "y"}),
    Case("D-SPLIT", mlp, lambda m, test: m.split(0.6, test), 0.5, 0.2),
    Case("D-FIT", mlp, lambda m, epochs: m.fit(epochs=epochs), 0, 1),
    Case("D-SEED", mlp, lambda m, seed: m.fit(seed=seed), -1, 0),
    Case("D-DEVICE", mlp, lambda m, name: m.fit(device=name), "cuda", "gpu:0"),
    Case("D-OPTIMIZER", mlp, lambda m, o: m.compiled(optimizer=o), None, "adam"),
    Case(
        "D-SETTING",
        mlp,
        lambda m, momentum: m.optimizer("SGD", momentum=momentum),
        2.0,
        0.9,
        parameter="optimizer.momentum",
    ),
    Case(
        "D-MONITOR",
        mlp,
        lambda m, name: m.callback("EarlyStopping", monitor=name),
        "val_acuracy",
        "val_accuracy",
        parameter="callbacks[0].monitor",
    ),
    Case(
        "D-MODE",
        tasks,
        lambda m, mode: m.callback(
            "EarlyStopping", monitor="val_digit_accuracy", mode=mode
        ),
        "auto",
        "max",
        parameter="callbacks[0].mode",
    ),
    Case("D-NO-LOSS", mlp, lambda m, loss: m.compiled(loss=loss), None, SPARSE),
)

DATA = (
    Case(
        "D-DECIMALS",
        words,
        lambda m, high: m.of(input_range=(0.0, high)),
        498.5,
        499.0,
        "embed",
    ),
    Case("D-EMPTY", mlp, lambda m, count: m.of(train=count), 0, 1),
    Case(
        "D-FINITE", mlp, lambda m, high: m.of(input_range=(0, high)), float("nan"), 1.0
    ),
    Case("D-INPUTS", mlp, _second_input, "more", "flat"),
    Case("D-OUTPUTS", mlp, _branch, False, True),
    Case("D-ARRAY", tasks, _array, "photo", "image", "image", "arrays"),
    Case("D-NAMES", tasks, _style, CodeStyle.SUBCLASS, CodeStyle.FUNCTIONAL),
    Case("D-SHAPE", mlp, of("image", "shape"), (28, 28, 1), (8, 8, 1), "image"),
    Case("D-VOCABULARY", words, of("embed", "input_dim"), 499, 500, "embed"),
    Case(
        "D-SCALE",
        mlp,
        lambda m, high: m.of(input_range=(0.0, high)),
        255.0,
        1.0,
        "image",
    ),
    Case("D-BATCH", mlp, lambda m, size: m.batch(size), 1080, 1079),
)

HEAD = (
    Case("D-LABELS", mlp, lambda m, low: m.of(target_range=(low, 9.0)), -1.0, 0.0),
    Case(
        "D-LOSS",
        mlp,
        lambda m, name: m.loss(name),
        "CategoricalCrossentropy",
        "SparseCategoricalCrossentropy",
    ),
    Case("D-RANK", convnet, lambda m, name: m.delete(name), "flat", "pool", "head"),
    Case("D-CLASSES", mlp, of("head", "units"), 9, 10, "head", "units"),
    Case(
        "D-SOFTMAX",
        words,
        of("yes", "activation"),
        "softmax",
        "sigmoid",
        "yes",
        "activation",
    ),
    Case(
        "D-ACTIVATION",
        mlp,
        of("head", "activation"),
        "linear",
        "softmax",
        "head",
        "activation",
    ),
    Case(
        "D-REGRESSION",
        regression,
        of("value", "activation"),
        "sigmoid",
        "linear",
        "value",
        "activation",
    ),
    Case(
        "D-SIGMOID",
        mlp,
        of("head", "activation"),
        "sigmoid",
        "softmax",
        "head",
        "activation",
    ),
    Case(
        "D-LOGITS",
        mlp,
        lambda m, logits: m.loss("SparseCategoricalCrossentropy", from_logits=logits),
        True,
        False,
    ),
    Case(
        "D-METRIC",
        regression,
        lambda m, name: m.compiled(metrics=(name,)),
        "accuracy",
        "mae",
    ),
)
