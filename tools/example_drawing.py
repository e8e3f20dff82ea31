"""Draws the documents of the examples."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from studio.graph import commands
from studio.graph.card_shape import card_shapes
from studio.graph.document import Document
from studio.graph.edits import ChangeSetup
from studio.graph.layout.sketch import arrangement_edit, make_sketch
from studio.graph.layout.tidying import tidy
from studio.graph.model import INPUT_CLASS, Edge, Flow, Point
from studio.graph.ports import PortTable
from studio.graph.setup import Setup
from studio.graph.values import Value

Layer = tuple[str, Mapping[str, Value]]
"""Class and parameters."""


def layer(class_name: str, **parameters: Value) -> Layer:
    """A layer of Keras by its class name."""
    return f"keras.layers.{class_name}", parameters


def chain(
    ports: PortTable, shape: tuple[int, ...], layers: Sequence[Layer], setup: Setup
) -> Document:
    """Document of layers one after another."""
    document, last = begin(shape)
    grow(document, ports, last, *layers)
    return laid_out(document, ports, setup)


def begin(shape: tuple[int, ...], name: str = "input") -> tuple[Document, str]:
    """Document with an input; also the input's id."""
    document = Document()
    return document, add_input(document, shape, name)


def add_input(document: Document, shape: tuple[int, ...], name: str) -> str:
    """Add an input; returns its id."""
    parameters = {"shape": shape}
    edit, node = commands.place_layer(document, INPUT_CLASS, Point(0, 0), parameters)
    document.apply(edit)
    document.apply(commands.rename(document, node, name))
    return node


def grow(document: Document, ports: PortTable, last: str, *layers: Layer) -> str:
    """Add layers one after another behind a node; returns the last one's id."""
    for layer_class, parameters in layers:
        edit, last = commands.insert_after(
            document, ports, last, layer_class, Point(0, 0), parameters
        )
        document.apply(edit)
    return last


def join(
    document: Document, ports: PortTable, sources: Sequence[str], layer: Layer
) -> str:
    """Add a layer that takes the outputs of several nodes; returns its id."""
    first, *others = sources
    joined = grow(document, ports, first, layer)
    for source in others:
        port = commands.free_port(document.graph, ports, joined)
        if port is None:
            raise ValueError(f"{layer[0]} takes one tensor")
        document.apply(commands.connect(document, Edge(source, joined, port)))
    return joined


def laid_out(document: Document, ports: PortTable, setup: Setup) -> Document:
    """Lay a document out from top to bottom, and set it up for training."""
    shapes = card_shapes(document.graph, ports, Flow.TOP_TO_BOTTOM)
    made = tidy(make_sketch(document.graph, shapes))
    document.apply(arrangement_edit(document.graph, made, "Tidy layout"))
    document.apply(ChangeSetup(setup))
    return document
