"""A workspace with a small digits classifier, and what an engine says of it."""

from __future__ import annotations

from studio.catalog.store import load_catalog
from studio.graph import commands
from studio.graph.document import Document
from studio.graph.model import Edge, Point
from studio.graph.setup import DataFacts
from studio.protocol.messages import NodeFacts, OutputFacts

LAYERS = (
    ("keras.layers.InputLayer", {"shape": (8, 8, 1)}),
    ("keras.layers.Flatten", {}),
    ("keras.layers.Dense", {"units": 10, "activation": "softmax"}),
)
SHAPES = ((None, 8, 8, 1), (None, 64), (None, 10))
WEIGHTS = (0, 0, 650)
DIGITS = DataFacts(
    title="Digits (scikit-learn)",
    input_shape=(8, 8, 1),
    input_dtype="float32",
    input_range=(0.0, 1.0),
    target_shape=(),
    target_dtype="int64",
    target_range=(0.0, 9.0),
    classes=tuple("0123456789"),
    train=1079,
    validation=359,
    test=359,
    class_counts=(178, 182, 177, 183, 181, 182, 181, 179, 174, 180),
)


def digits_document():
    catalog = load_catalog()
    document = Document()
    last = None
    for index, (path, parameters) in enumerate(LAYERS):
        at = Point(0, 100 * index)
        edit, node = commands.place_layer(document, path, at, parameters)
        document.apply(edit)
        if last:
            port = catalog.find(path).inputs[0].name
            document.apply(commands.connect(document, Edge(last, node, port)))
        last = node
    document.apply(commands.change_data(document, kind="digits"))
    return document


def digits_node_facts():
    return {
        f"n{n}": NodeFacts(
            f"n{n}", (OutputFacts("0", shape, "float32"),), weights, weights
        )
        for n, (shape, weights) in enumerate(zip(SHAPES, WEIGHTS, strict=True), 1)
    }
