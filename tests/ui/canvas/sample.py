"""A small catalog and graphs for the canvas tests."""

from __future__ import annotations

from itertools import pairwise

from studio.catalog.spec import Catalog, ClassSpec, Parameter, ParameterKind, Role
from studio.catalog.store import load_catalog
from studio.graph import commands
from studio.graph.document import Document
from studio.graph.model import Edge, Point
from studio.graph.ports import InputPort
from studio.protocol.messages import NodeFacts, OutputFacts

K = "keras.layers."
KERAS = load_catalog()
KIND = ParameterKind
ONE = (InputPort("inputs"),)
LIST = InputPort("inputs", many=True, minimum=2)


def layer(name, category, *parameters, inputs=ONE, summary=""):
    return ClassSpec(
        K + name,
        Role.LAYER,
        category,
        parameters=parameters,
        inputs=tuple(inputs),
        summary=summary,
        takes=KERAS.find(K + name).takes,
    )


def required(name, kind, suggestion):
    return Parameter(name, kind, required=True, suggestion=suggestion)


CATALOG = Catalog(
    "3.15.1",
    (
        layer("InputLayer", "core", required("shape", KIND.SHAPE, (8,)), inputs=()),
        layer(
            "Dense",
            "core",
            required("units", KIND.INT, 64),
            Parameter("activation", KIND.ACTIVATION, optional=True),
            Parameter("use_bias", KIND.BOOL, default=True),
            summary="Just your regular densely-connected NN layer.",
        ),
        layer(
            "Conv2D",
            "convolutional",
            required("filters", KIND.INT, 32),
            required("kernel_size", KIND.INT_TUPLE, (3, 3)),
            Parameter("strides", KIND.INT_TUPLE, default=(1, 1)),
            Parameter("padding", KIND.CHOICE, default="valid"),
            Parameter("activation", KIND.ACTIVATION, optional=True),
            summary="2D convolution layer.",
        ),
        layer(
            "MaxPooling2D",
            "pooling",
            Parameter("pool_size", KIND.INT_TUPLE, default=(2, 2)),
        ),
        layer("Dropout", "regularization", required("rate", KIND.FLOAT, 0.5)),
        layer(
            "LSTM",
            "rnn",
            required("units", KIND.INT, 64),
            inputs=(
                InputPort("sequences"),
                InputPort("initial_state", required=False, many=True),
                InputPort("mask", required=False),
            ),
        ),
        layer("MultiHeadAttention", "attention", summary="Attends to several heads."),
        layer("Flatten", "reshaping"),
        layer("Add", "merging", inputs=(LIST,)),
    ),
)


def add(document, name, x=0.0, y=0.0, **parameters):
    """Place a layer, or an output for no name; its node id."""
    if not name:
        edit, node_id = commands.place_output(document, Point(x, y))
    else:
        edit, node_id = commands.place_layer(
            document, K + name, Point(x, y), parameters
        )
    document.apply(edit)
    return node_id


def wire(document, source, target, port="inputs"):
    document.apply(commands.connect(document, Edge(source, target, port)))


def chain():
    """input -> conv2d -> flatten -> dense, at x 0, 120 units apart."""
    document = Document()
    ids = [
        add(document, "InputLayer", 0, 0, shape=(8, 8, 1)),
        add(document, "Conv2D", 0, 120, filters=32, kernel_size=(3, 3)),
        add(document, "Flatten", 0, 240),
        add(document, "Dense", 0, 360, units=10, activation="softmax"),
    ]
    for source, target in pairwise(ids):
        wire(document, source, target)
    return document, ids


def facts(node_id, *shape, params=0):
    return NodeFacts(node_id, (OutputFacts("0", shape, "float32"),), params, params)
