"""Builds the shipped examples. Run it to write resources/examples anew."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from studio.graph import commands
from studio.graph.document import Document
from studio.graph.model import Point
from studio.graph.picture_options import PictureOptions
from studio.graph.ports import PortTable
from studio.graph.setup import (
    CompileSettings,
    DataSource,
    FitSettings,
    OutputSettings,
    Setup,
)
from studio.graph.values import keras_object
from tools.example_drawing import (
    Layer,
    add_input,
    begin,
    chain,
    grow,
    join,
    laid_out,
    layer,
)
from tools.make_shapes import CLASSES, SIDE

FOLDER = Path(__file__).parent.parent / "resources" / "examples"


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
        *(_perceptron, _regression, _wide_and_deep, _shapes),
    )
    return [maker(ports) for maker in makers]


def _linear(ports: PortTable) -> ExampleProject:
    layers = [layer("Flatten"), _classes()]
    return ExampleProject(
        "digits-linear",
        "Digits: linear softmax classifier",
        "One layer weighs every pixel for each of the ten digits.",
        chain(ports, (8, 8, 1), layers, _digits_setup(0.005, 60)),
    )


def _mlp(ports: PortTable) -> ExampleProject:
    hidden = [layer("Dense", units=n, activation="relu") for n in (200, 100, 60, 30)]
    return ExampleProject(
        "digits-mlp",
        "Digits: four hidden layers",
        "Dense layers of 200, 100, 60 and 30 neurons in front of the softmax.",
        chain(
            ports,
            (8, 8, 1),
            [layer("Flatten"), *hidden, _classes()],
            _digits_setup(0.001, 30),
        ),
    )


def _convnet(ports: PortTable) -> ExampleProject:
    return ExampleProject(
        "digits-convnet",
        "Digits: convolutional network",
        "Three convolutions find strokes and shapes before two dense layers decide.",
        chain(
            ports,
            (8, 8, 1),
            [*_convolutions(), _classes()],
            _CONVNET_SETUP,
        ),
    )


def _dropout(ports: PortTable) -> ExampleProject:
    layers = [*_convolutions(), layer("Dropout", rate=0.25), _classes()]
    return ExampleProject(
        "digits-convnet-dropout",
        "Digits: convolutional network with dropout",
        "The same network; dropout switches off a quarter of the neurons in training.",
        chain(ports, (8, 8, 1), layers, _CONVNET_SETUP),
    )


def _residual(ports: PortTable) -> ExampleProject:
    document, last = begin((8, 8, 1))
    last = grow(document, ports, last, _convolution(16, 3, 1))
    for filters, shortcut in ((16, ()), (32, (_bare_convolution(32, 1),))):
        layers = (_convolution(filters, 3, 1), _bare_convolution(filters, 3))
        path = grow(document, ports, last, *layers)
        beside = grow(document, ports, last, *shortcut)
        added = join(document, ports, (path, beside), layer("Add"))
        layers = (layer("ReLU"), layer("MaxPooling2D"))
        last = grow(document, ports, added, *layers)
    grow(document, ports, last, layer("GlobalAveragePooling2D"), _classes())
    return ExampleProject(
        "digits-residual",
        "Digits: residual network",
        "Each Add lets the signal pass beside two convolutions.",
        laid_out(document, ports, _digits_setup(0.003, 30)),
    )


def _recurrent(ports: PortTable) -> ExampleProject:
    layers = [
        layer("Reshape", target_shape=(8, 8)),
        layer("LSTM", units=48),
        _classes(),
    ]
    return ExampleProject(
        "digits-lstm",
        "Digits: read row by row",
        "An LSTM reads the eight rows of a digit like a sequence.",
        chain(ports, (8, 8, 1), layers, _digits_setup(0.005, 40)),
    )


def _two_tasks(ports: PortTable) -> ExampleProject:
    document, image = begin((8, 8, 1), "image")
    ink = add_input(document, (16,), "ink")
    strokes = grow(document, ports, image, _convolution(16, 3, 1), layer("Flatten"))
    sums = grow(document, ports, ink, layer("Dense", units=16, activation="relu"))
    both = join(document, ports, (strokes, sums), layer("Concatenate"))
    shared = grow(document, ports, both, layer("Dense", units=32, activation="relu"))
    digit = grow(document, ports, shared, _classes())
    yes_no = layer("Dense", units=1, activation="sigmoid")
    odd = grow(document, ports, shared, yes_no)
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
        laid_out(document, ports, setup),
    )


def _perceptron(ports: PortTable) -> ExampleProject:
    by_hand = layer(
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
    document = chain(ports, (2,), [by_hand], setup)
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
    layers = [layer("Dense", units=10, activation="relu"), layer("Dense", units=1)]
    return ExampleProject(
        "diabetes-regression",
        "Regression: how far diabetes goes in a year",
        "Ten neurons and one output predict a value from ten measures of a patient.",
        chain(ports, (10,), layers, _DIABETES_SETUP),
    )


def _wide_and_deep(ports: PortTable) -> ExampleProject:
    document, measures = begin((10,))
    hidden = [layer("Dense", units=n, activation="relu") for n in (16, 8)]
    deep = grow(document, ports, measures, *hidden)
    both = join(document, ports, (measures, deep), layer("Concatenate"))
    grow(document, ports, both, layer("Dense", units=1))
    return ExampleProject(
        "diabetes-wide-and-deep",
        "Regression: wide and deep",
        "The output sees the ten measures themselves and what hidden layers make of "
        "them.",
        laid_out(document, ports, _DIABETES_SETUP),
    )


def _shapes(ports: PortTable) -> ExampleProject:
    stages = [(_convolution(n, 5, 1), layer("MaxPooling2D")) for n in (16, 32, 64)]
    layers = [
        layer("Rescaling", scale=1 / 255),
        layer("RandomFlip"),
        layer("RandomRotation", factor=0.5, fill_mode="nearest"),
        *(part for stage in stages for part in stage),
        layer("GlobalMaxPooling2D"),
        layer("Dense", units=len(CLASSES), activation="softmax"),
    ]
    source = DataSource(
        "images", "shapes", PictureOptions(image_size=(SIDE, SIDE)).options
    )
    optimizer = keras_object("keras.optimizers.Adam", {"learning_rate": 0.003})
    setup = Setup(source, CompileSettings(optimizer=optimizer), FitSettings(40, 16))
    return ExampleProject(
        "shapes-convnet",
        "Shapes: a folder of pictures",
        "Circles, squares and triangles in a sub-folder each, turned and mirrored "
        "while training.",
        chain(ports, (SIDE, SIDE, 3), layers, setup),
    )


def _convolutions() -> list[Layer]:
    """Grow the digits to 28×28 and shrink them again: 28, 14, 7 pixels."""
    sizes = ((4, 5, 1), (8, 4, 2), (12, 4, 2))
    return [
        layer("Resizing", height=28, width=28),
        *(_convolution(*size) for size in sizes),
        layer("Flatten"),
        layer("Dense", units=200, activation="relu"),
    ]


def _bare_convolution(filters: int, size: int) -> Layer:
    return layer("Conv2D", filters=filters, kernel_size=size, padding="same")


def _convolution(filters: int, size: int, stride: int) -> Layer:
    strides = {"strides": stride} if stride > 1 else {}
    return layer(
        "Conv2D",
        filters=filters,
        kernel_size=size,
        **strides,
        padding="same",
        activation="relu",
    )


def _classes() -> Layer:
    return layer("Dense", units=10, activation="softmax")


def _digits_setup(
    learning_rate: float, epochs: int, batch_size: int = 32, seed: int = 0
) -> Setup:
    optimizer = keras_object("keras.optimizers.Adam", {"learning_rate": learning_rate})
    return Setup(
        DataSource("digits"),
        CompileSettings(optimizer=optimizer),
        FitSettings(epochs, batch_size, seed),
    )


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
