"""Valid models to break: small, each with its data and settings."""

from __future__ import annotations

from dataclasses import replace

from studio.catalog.store import load_catalog
from studio.graph import commands
from studio.graph.document import Document
from studio.graph.edits import ChangeSetup
from studio.graph.model import INPUT_CLASS, Edge, Point
from studio.graph.setup import (
    ArrayFacts,
    CompileSettings,
    DataFacts,
    DataSource,
    OutputSettings,
)
from studio.graph.values import keras_object

CATALOG = load_catalog()
DIGITS = DataFacts(
    "Digits", (8, 8, 1), "float32", (0.0, 1.0), (), "int64", (0.0, 9.0),
    tuple("0123456789"), 1079, 359, 359,
)  # fmt: skip
DIABETES = replace(
    DIGITS, title="Diabetes", input_shape=(10,), input_range=(-1.0, 1.0),
    target_dtype="float32", target_range=(25.0, 346.0), classes=(),
)  # fmt: skip
WORDS = replace(
    DIGITS, title="Words", input_shape=(20,), input_dtype="int32",
    input_range=(0.0, 499.0), target_range=(0.0, 1.0), classes=("no", "yes"),
)  # fmt: skip


class Model:
    """A document drawn by names, and the data it is trained on."""

    def __init__(self, data: DataFacts | None = DIGITS) -> None:
        self.data = data
        self.document = Document()
        self.ids: dict[str, str] = {}
        self.setup(data=DataSource("digits"))

    @property
    def graph(self):
        return self.document.graph

    def add(self, name, layer, after=(), **parameters):
        """Place a layer called `name` and wire what is before it."""
        path = layer if "." in layer else f"keras.layers.{layer}"
        at = Point(0, 120 * len(self.ids))
        edit, node = commands.place_layer(self.document, path, at, parameters)
        self.document.apply(edit)
        self.document.apply(commands.rename(self.document, node, name))
        self.ids[name] = node
        for source in (after,) if isinstance(after, str) else after:
            self.wire(source, name)
        return self

    def input(self, name, *shape, **parameters):
        return self.add(name, INPUT_CLASS, shape=shape, **parameters)

    def output(self, name, source):
        edit, node = commands.place_output(self.document, Point(300, 0))
        self.document.apply(edit)
        self.ids[name] = node
        return self.wire(source, name)

    def wire(self, source, target, port=None):
        """Wire into a port, or into the next free one."""
        node = self.ids[target]
        port = port or commands.free_port(self.graph, CATALOG, node)
        edge = Edge(self.ids[source], node, port)
        self.document.apply(commands.connect(self.document, edge))
        return self

    def cut(self, target):
        """Remove the last wire into a node."""
        key = self.graph.edges_into(self.ids[target])[-1].key
        self.document.apply(commands.disconnect([key]))
        return self

    def set(self, name, *reset, **values):
        definition = self.graph.definition_of(self.ids[name])
        edit = commands.set_parameters(self.document, definition.id, values, reset)
        self.document.apply(edit)
        return self

    def delete(self, *names, heal=True):
        nodes = [self.ids.pop(name) for name in names]
        self.document.apply(commands.delete_nodes(self.document, nodes, heal))
        return self

    def setup(self, **parts):
        self.document.apply(ChangeSetup(replace(self.document.setup, **parts)))
        return self

    def loss(self, name, **config):
        loss = keras_object(f"keras.losses.{name}", config)
        settings = replace(self.document.setup.compile, loss=loss)
        return self.setup(compile=settings)

    def optimizer(self, name, **config):
        optimizer = keras_object(f"keras.optimizers.{name}", config)
        settings = replace(self.document.setup.compile, optimizer=optimizer)
        return self.setup(compile=settings)

    def fit(self, **fields):
        return self.setup(fit=replace(self.document.setup.fit, **fields))

    def callback(self, name, **config):
        """One more callback."""
        made = keras_object(f"keras.callbacks.{name}", config)
        return self.fit(callbacks=(*self.document.setup.fit.callbacks, made))

    def batch(self, size):
        return self.fit(batch_size=size)

    def source(self, **fields):
        return self.setup(data=replace(self.document.setup.data, **fields))

    def split(self, validation, test):
        return self.source(validation_split=validation, test_split=test)

    def compiled(self, **fields):
        return self.setup(compile=replace(self.document.setup.compile, **fields))

    def rename(self, name, other):
        edit = commands.rename(self.document, self.ids[name], other)
        self.document.apply(edit)
        return self

    def of(self, **facts):
        """Other data."""
        self.data = replace(self.data, **facts)
        return self


def chain(model, *layers):
    """Layers one after the other: (name, class, parameters)."""
    for name, layer, parameters in layers:
        model.add(name, layer, list(model.ids)[-1], **parameters)
    return model


HEAD = ("head", "Dense", {"units": 10, "activation": "softmax"})


def mlp():
    model = Model().input("image", 8, 8, 1)
    return chain(
        model,
        ("flat", "Flatten", {}),
        ("one", "Dense", {"units": 32, "activation": "relu"}),
        ("drop", "Dropout", {"rate": 0.2}),
        HEAD,
    )


def convnet():
    model = Model().input("image", 8, 8, 1)
    conv = {"filters": 8, "kernel_size": (3, 3), "activation": "relu"}
    return chain(
        model,
        ("conv", "Conv2D", conv),
        ("pool", "MaxPooling2D", {"pool_size": (2, 2)}),
        ("flat", "Flatten", {}),
        HEAD,
    )


def residual():
    model = Model().input("image", 8, 8, 1)
    same = {"kernel_size": (3, 3), "padding": "same"}
    chain(
        model,
        ("stem", "Conv2D", {"filters": 8, **same}),
        ("left", "Conv2D", {"filters": 8, **same}),
    )
    model.add("sum", "Add", ("stem", "left"))
    return chain(model, ("pool", "GlobalAveragePooling2D", {}), HEAD)


def branches():
    model = Model().input("image", 8, 8, 1)
    model.add("a", "Conv2D", "image", filters=4, kernel_size=(1, 1))
    model.add("b", "Conv2D", "image", filters=6, kernel_size=(1, 1))
    model.add("join", "Concatenate", ("a", "b"))
    return chain(model, ("flat", "Flatten", {}), HEAD)


def regression():
    model = Model(DIABETES).input("measures", 10)
    chain(
        model,
        ("one", "Dense", {"units": 16, "activation": "relu"}),
        ("value", "Dense", {"units": 1}),
    )
    settings = CompileSettings(
        loss=keras_object("keras.losses.MeanSquaredError"), metrics=("mae",)
    )
    return model.setup(compile=settings)


def words():
    model = Model(WORDS).input("words", 20, dtype="int32")
    chain(
        model,
        ("embed", "Embedding", {"input_dim": 500, "output_dim": 8}),
        ("lstm", "LSTM", {"units": 8}),
        ("yes", "Dense", {"units": 1, "activation": "sigmoid"}),
    )
    return model.loss("BinaryCrossentropy")


def marked():
    return mlp().output("out", "head")


def tasks():
    """Two inputs, two outputs, an array for each."""
    model = Model().input("image", 8, 8, 1).input("ink", 16)
    model.add("flat", "Flatten", "image").add("both", "Concatenate", ("flat", "ink"))
    model.add("shared", "Dense", "both", units=16, activation="relu")
    model.add("digit", "Dense", "shared", units=10, activation="softmax")
    model.add("odd", "Dense", "shared", units=1, activation="sigmoid")
    ids = model.ids
    ranged = ("float32", (0.0, 1.0))
    model.of(
        title="Tasks",
        arrays=("image", "ink", "digit", "odd"),
        inputs=(
            ArrayFacts(ids["image"], "image", (8, 8, 1), *ranged),
            ArrayFacts(ids["ink"], "ink", (16,), *ranged),
        ),
        outputs=(
            ArrayFacts(
                *(ids["digit"], "digit", (), "int64", (0.0, 9.0)), tuple("0123456789")
            ),
            ArrayFacts(ids["odd"], "odd", (), "int64", (0.0, 1.0), ("0", "1")),
        ),
    )
    loss = keras_object("keras.losses.BinaryCrossentropy")
    model.compiled(outputs={ids["odd"]: OutputSettings(loss)})
    return model.source(kind="digit_tasks")


MODELS = (mlp, convnet, residual, branches, regression, words, marked, tasks)
