"""Builds the shipped examples. Run it to write resources/examples anew."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from studio.graph import commands
from studio.graph.card_shape import card_shapes
from studio.graph.document import Document
from studio.graph.edits import ChangeSetup
from studio.graph.layout.sketch import arrangement_edit, make_sketch
from studio.graph.layout.tidying import tidy
from studio.graph.model import INPUT_CLASS, Edge, Flow, Point
from studio.graph.ports import PortTable
from studio.graph.setup import (
    CompileSettings,
    DataSource,
    FitSettings,
    OutputSettings,
    Setup,
)
from studio.graph.values import Value, keras_object

FOLDER = Path(__file__).parent.parent / "resources" / "examples"

Layer = tuple[str, Mapping[str, Value]]


@dataclass(frozen=True, slots=True)
class ExampleProject:
    """What a shipped project file holds, and its name without suffix."""

    name: str
    title: str
    description: str
    document: Document


def build_examples(ports: PortTable) -> list[ExampleProject]:
    """Build all examples anew."""
    makers = (
        *(_linear, _mlp, _convnet, _dropout, _residual, _recurrent, _two_tasks),
        *(_perceptron, _regression, _wide_and_deep),
    )
    return [maker(ports) for maker in makers]


def _linear(ports: PortTable) -> ExampleProject:
    layers = [_layer("Flatten"), _classes()]
    return ExampleProject(
        "digits-linear",
        "Digits: linear softmax classifier",
        "One layer weighs every pixel for each of the ten digits.",
        _chain(ports, (8, 8, 1), layers, _digits_setup(0.005, 60)),
    )


def _mlp(ports: PortTable) -> ExampleProject:
    hidden = [_layer("Dense", units=n, activation="relu") for n in (200, 100, 60, 30)]
    return ExampleProject(
        "digits-mlp",
        "Digits: four hidden layers",
        "Dense layers of 200, 100, 60 and 30 neurons in front of the softmax.",
        _chain(
            ports,
            (8, 8, 1),
            [_layer("Flatten"), *hidden, _classes()],
            _digits_setup(0.001, 30),
        ),
    )


def _convnet(ports: PortTable) -> ExampleProject:
    return ExampleProject(
        "digits-convnet",
        "Digits: convolutional network",
        "Three convolutions find strokes and shapes before two dense layers decide.",
        _chain(
            ports,
            (8, 8, 1),
            [*_convolutions(), _classes()],
            _CONVNET_SETUP,
        ),
    )


def _dropout(ports: PortTable) -> ExampleProject:
    layers = [*_convolutions(), _layer("Dropout", rate=0.25), _classes()]
    return ExampleProject(
        "digits-convnet-dropout",
        "Digits: convolutional network with dropout",
        "The same network; dropout switches off a quarter of the neurons in training.",
        _chain(ports, (8, 8, 1), layers, _CONVNET_SETUP),
    )


def _residual(ports: PortTable) -> ExampleProject:
    document, last = _begin((8, 8, 1))
    last = _grow(document, ports, last, _convolution(16, 3, 1))
    for filters, shortcut in ((16, ()), (32, (_bare_convolution(32, 1),))):
        layers = (_convolution(filters, 3, 1), _bare_convolution(filters, 3))
        path = _grow(document, ports, last, *layers)
        beside = _grow(document, ports, last, *shortcut)
        added = _join(document, ports, (path, beside), _layer("Add"))
        layers = (_layer("ReLU"), _layer("MaxPooling2D"))
        last = _grow(document, ports, added, *layers)
    _grow(document, ports, last, _layer("GlobalAveragePooling2D"), _classes())
    return ExampleProject(
        "digits-residual",
        "Digits: residual network",
        "Each Add lets the signal pass beside two convolutions.",
        _laid_out(document, ports, _digits_setup(0.003, 30)),
    )


def _recurrent(ports: PortTable) -> ExampleProject:
    layers = [
        _layer("Reshape", target_shape=(8, 8)),
        _layer("LSTM", units=48),
        _classes(),
    ]
    return ExampleProject(
        "digits-lstm",
        "Digits: read row by row",
        "An LSTM reads the eight rows of a digit like a sequence.",
        _chain(ports, (8, 8, 1), layers, _digits_setup(0.005, 40)),
    )


def _two_tasks(ports: PortTable) -> ExampleProject:
    document, image = _begin((8, 8, 1), "image")
    ink = _input(document, (16,), "ink")
    strokes = _grow(document, ports, image, _convolution(16, 3, 1), _layer("Flatten"))
    sums = _grow(document, ports, ink, _layer("Dense", units=16, activation="relu"))
    both = _join(document, ports, (strokes, sums), _layer("Concatenate"))
    shared = _grow(document, ports, both, _layer("Dense", units=32, activation="relu"))
    digit = _grow(document, ports, shared, _classes())
    yes_no = _layer("Dense", units=1, activation="sigmoid")
    odd = _grow(document, ports, shared, yes_no)
    for node, name in ((digit, "digit"), (odd, "odd")):
        document.apply(commands.rename(document, node, name))
    loss = keras_object("keras.losses.BinaryCrossentropy")
    setup = Setup(
        DataSource("digit_tasks"),
        CompileSettings(outputs={odd: OutputSettings(loss, weight=0.5)}),
        FitSettings(epochs=12),
    )
    return ExampleProject(
        "digits-two-tasks",
        "Digits: two inputs, two outputs",
        "From a scan and its ink a shared layer learns the digit and whether it is "
        "odd.",
        _laid_out(document, ports, setup),
    )


def _perceptron(ports: PortTable) -> ExampleProject:
    by_hand = _layer(
        "Dense",
        units=1,
        activation="sigmoid",
        kernel_initializer=keras_object("keras.initializers.Constant", {"value": 1.0}),
        bias_initializer=keras_object("keras.initializers.Constant", {"value": -1.5}),
    )
    setup = Setup(
        DataSource("gate"),
        CompileSettings(
            keras_object("keras.optimizers.Adam", {"learning_rate": 0.05}),
            keras_object("keras.losses.BinaryCrossentropy"),
        ),
        FitSettings(epochs=30),
    )
    document = _chain(ports, (2,), [by_hand], setup)
    note = (
        "Weights 1 and 1 with bias −1.5, set by hand: the sum is above 0 only where "
        "both inputs are 1. That is AND before any training; training makes it surer."
    )
    edit, comment = commands.add_comment(document, note, Point(288, 0))
    document.apply(edit)
    document.apply(commands.change_comment(document, comment, width=264, height=112))
    return ExampleProject(
        "perceptron-and",
        "Perceptron with weights set by hand",
        "One neuron computes AND; its weights come from initializers.",
        document,
    )


def _regression(ports: PortTable) -> ExampleProject:
    layers = [_layer("Dense", units=10, activation="relu"), _layer("Dense", units=1)]
    return ExampleProject(
        "diabetes-regression",
        "Regression: how far diabetes goes in a year",
        "Ten neurons and one output predict a value from ten measures of a patient.",
        _chain(ports, (10,), layers, _DIABETES_SETUP),
    )


def _wide_and_deep(ports: PortTable) -> ExampleProject:
    document, measures = _begin((10,))
    hidden = [_layer("Dense", units=n, activation="relu") for n in (16, 8)]
    deep = _grow(document, ports, measures, *hidden)
    both = _join(document, ports, (measures, deep), _layer("Concatenate"))
    _grow(document, ports, both, _layer("Dense", units=1))
    return ExampleProject(
        "diabetes-wide-and-deep",
        "Regression: wide and deep",
        "The output sees the ten measures themselves and what hidden layers make of "
        "them.",
        _laid_out(document, ports, _DIABETES_SETUP),
    )


def _convolutions() -> list[Layer]:
    """Grow the digits to 28×28 and shrink them again: 28, 14, 7 pixels."""
    sizes = ((4, 5, 1), (8, 4, 2), (12, 4, 2))
    return [
        _layer("Resizing", height=28, width=28),
        *(_convolution(*size) for size in sizes),
        _layer("Flatten"),
        _layer("Dense", units=200, activation="relu"),
    ]


def _bare_convolution(filters: int, size: int) -> Layer:
    return _layer("Conv2D", filters=filters, kernel_size=size, padding="same")


def _convolution(filters: int, size: int, stride: int) -> Layer:
    strides = {"strides": stride} if stride > 1 else {}
    return _layer(
        "Conv2D",
        filters=filters,
        kernel_size=size,
        **strides,
        padding="same",
        activation="relu",
    )


def _classes() -> Layer:
    return _layer("Dense", units=10, activation="softmax")


def _layer(class_name: str, **parameters: Value) -> Layer:
    return f"keras.layers.{class_name}", parameters


def _digits_setup(
    learning_rate: float, epochs: int, batch_size: int = 32, seed: int = 0
) -> Setup:
    optimizer = keras_object("keras.optimizers.Adam", {"learning_rate": learning_rate})
    return Setup(
        DataSource("digits"),
        CompileSettings(optimizer=optimizer),
        FitSettings(epochs, batch_size, seed),
    )


def _chain(
    ports: PortTable, shape: tuple[int, ...], layers: Sequence[Layer], setup: Setup
) -> Document:
    """Document of layers one after another."""
    document, last = _begin(shape)
    _grow(document, ports, last, *layers)
    return _laid_out(document, ports, setup)


def _begin(shape: tuple[int, ...], name: str = "input") -> tuple[Document, str]:
    """Document with an input; also the input's id."""
    document = Document()
    return document, _input(document, shape, name)


def _input(document: Document, shape: tuple[int, ...], name: str) -> str:
    """Add an input; returns its id."""
    parameters = {"shape": shape}
    edit, node = commands.place_layer(document, INPUT_CLASS, Point(0, 0), parameters)
    document.apply(edit)
    document.apply(commands.rename(document, node, name))
    return node


def _grow(document: Document, ports: PortTable, last: str, *layers: Layer) -> str:
    """Add layers one after another behind a node; returns the last one's id."""
    for layer_class, parameters in layers:
        edit, last = commands.insert_after(
            document, ports, last, layer_class, Point(0, 0), parameters
        )
        document.apply(edit)
    return last


def _join(
    document: Document, ports: PortTable, sources: Sequence[str], layer: Layer
) -> str:
    """Add a layer that takes the outputs of several nodes; returns its id."""
    first, *others = sources
    joined = _grow(document, ports, first, layer)
    for source in others:
        port = commands.free_port(document.graph, ports, joined)
        if port is None:
            raise ValueError(f"{layer[0]} takes one tensor")
        document.apply(commands.connect(document, Edge(source, joined, port)))
    return joined


def _laid_out(document: Document, ports: PortTable, setup: Setup) -> Document:
    """Lay a document out from top to bottom, and set it up for training."""
    shapes = card_shapes(document.graph, ports, Flow.TOP_TO_BOTTOM)
    made = tidy(make_sketch(document.graph, shapes))
    document.apply(arrangement_edit(document.graph, made, "Tidy layout"))
    document.apply(ChangeSetup(setup))
    return document


_DIABETES_SETUP = Setup(
    DataSource("diabetes"),
    CompileSettings(
        keras_object("keras.optimizers.Adam", {"learning_rate": 0.01}),
        keras_object("keras.losses.MeanSquaredError"),
        ("mae",),
    ),
    FitSettings(epochs=60),
)
_CONVNET_SETUP = _digits_setup(0.003, 30, batch_size=64, seed=1)


def main() -> None:
    """Write every example."""
    from studio.catalog.store import load_catalog
    from studio.project.store import save

    FOLDER.mkdir(parents=True, exist_ok=True)
    for example in build_examples(load_catalog()):
        path = FOLDER / f"{example.name}.studio"
        save(example.document, path, example.title, description=example.description)
        print(path.name)


if __name__ == "__main__":
    main()
