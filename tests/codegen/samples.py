"""Documents with groups, nested models and ops, drawn by hand."""

from __future__ import annotations

from dataclasses import replace

from studio.graph.block import Block, BlockKind, BlockParameter, block_parameter
from studio.graph.document import Document
from studio.graph.graph import Graph
from studio.graph.model import (
    BLOCK_CLASS,
    INPUT_CLASS,
    MODEL_CLASS,
    SEQUENTIAL_CLASS,
    Edge,
    LayerDefinition,
    Node,
    NodeKind,
)
from studio.graph.setup import CodeSettings, CodeStyle, Setup


class Sketch:
    """A graph in the making, one call a line; ids are given out by a counter."""

    def __init__(self, first: int = 1):
        self.nodes, self.definitions, self.edges = [], [], []
        self._next = first

    def input(self, name, *shape, place=()):
        parameters = {"shape": shape} if shape else {}
        return self._node(NodeKind.INPUT, INPUT_CLASS, name, parameters, place)

    def call(self, path, name, parameters=None, block=None, **ports):
        """Call what is at `path`, each port given a node, or a node and output."""
        node = self._node(NodeKind.LAYER, path, name, parameters, (), block)
        self._wire(node, ports)
        return node

    def again(self, node, **ports):
        """Call once more what a node calls."""
        definition = next(n.definition for n in self.nodes if n.id == node)
        copy = Node(self._id("n"), NodeKind.LAYER, definition)
        self.nodes.append(copy)
        self._wire(copy.id, ports)
        return copy.id

    def output(self, source, *place):
        node = Node(self._id("n"), NodeKind.OUTPUT, place=place)
        self.nodes.append(node)
        self._wire(node.id, {"inputs": source})

    def block(self, block_id, name, kind, *parameters):
        parts = tuple(map(tuple, (self.nodes, self.definitions, self.edges)))
        return Block(block_id, name, kind, *parts, parameters=parameters)

    def document(self, *blocks, style=CodeStyle.FUNCTIONAL):
        graph = Graph(self.nodes, self.definitions, self.edges)
        setup = Setup(code=CodeSettings(style=style))
        return Document(graph, blocks=blocks, setup=setup)

    def _id(self, prefix):
        self._next += 1
        return f"{prefix}{self._next}"

    def _node(self, kind, path, name, parameters, place, block=None):
        layer = LayerDefinition(self._id("l"), path, name, parameters or {}, block)
        self.definitions.append(layer)
        node = Node(self._id("n"), kind, layer.id, place=place)
        self.nodes.append(node)
        return node.id

    def _wire(self, node, ports):
        for port, source in ports.items():
            name = port.replace("__", "[") + "]" if "__" in port else port
            source, output = source if isinstance(source, tuple) else (source, "0")
            self.edges.append(Edge(source, node, name, output))


def layer(sketch, class_name, name, source, **parameters):
    path = f"keras.layers.{class_name}"
    return sketch.call(path, name, parameters, inputs=source)


def residual():
    """A group of two branches that are added, its width and strides given."""
    sketch = Sketch(100)
    x = sketch.input("x")
    width, strides = block_parameter("filters"), block_parameter("strides")
    y = layer(
        sketch,
        *("Conv2D", "{name}_1_conv", x),
        filters=width,
        kernel_size=3,
        strides=strides,
        padding="same",
    )
    y = layer(sketch, "BatchNormalization", "{name}_1_bn", y)
    short = layer(
        sketch,
        *("Conv2D", "{name}_0_conv", x),
        filters=width,
        kernel_size=1,
        strides=strides,
    )
    added = sketch.call("keras.layers.Add", "{name}_add", inputs__0=short, inputs__1=y)
    sketch.output(added)
    parameters = (BlockParameter("filters", 64), BlockParameter("strides", 1))
    return sketch.block("b1", "residual_block", BlockKind.GROUP, *parameters)


def encoder():
    """A nested model that returns a dict."""
    sketch = Sketch(200)
    image = sketch.input("image", 8, 8, 3)
    x = layer(sketch, "Conv2D", "conv2d", image, filters=3, kernel_size=3)
    sketch.output(layer(sketch, "Flatten", "flatten", x), "code")
    sketch.output(x, "map")
    return sketch.block("b2", "encoder", BlockKind.MODEL)


def head():
    """A nested sequential model."""
    sketch = Sketch(300)
    x = sketch.input("features", 108)
    x = layer(sketch, "Dense", "dense", x, units=10)
    layer(sketch, "Dense", "dense_1", x, units=3, activation="softmax")
    return sketch.block("b3", "head", BlockKind.SEQUENTIAL)


def grouped(style=CodeStyle.FUNCTIONAL):
    """Two residual blocks and a pooling layer."""
    sketch = Sketch()
    x = sketch.input("image", 8, 8, 3)
    for name, values in (
        ("block1", {"filters": 8}),
        ("block2", {"filters": 16, "strides": 2}),
    ):
        x = sketch.call(BLOCK_CLASS, name, values, "b1", x=x)
    layer(sketch, "GlobalAveragePooling2D", "pool", x)
    return sketch.document(residual(), style=style)


def repeated(*names, style=CodeStyle.FUNCTIONAL, widths=()):
    """A chain of residual blocks, of these names and widths, and a pooling layer."""
    sketch = Sketch()
    x = sketch.input("image", 8, 8, 3)
    for number, name in enumerate(names):
        values = {"filters": widths[number]} if widths else {}
        x = sketch.call(BLOCK_CLASS, name, values, "b1", x=x)
    layer(sketch, "GlobalAveragePooling2D", "pool", x)
    return sketch.document(residual(), style=style)


def nested(style=CodeStyle.FUNCTIONAL):
    """A frozen encoder called twice, and a head on both codes."""
    sketch = Sketch()
    left, right = sketch.input("left", 8, 8, 3), sketch.input("right", 8, 8, 3)
    code = sketch.call(MODEL_CLASS, "encoder", {"trainable": False}, "b2", inputs=left)
    other = sketch.again(code, inputs=right)
    joined = sketch.call(
        "keras.layers.Subtract",
        "subtract",
        inputs__0=(code, "code"),
        inputs__1=(other, "code"),
    )
    sketch.call(SEQUENTIAL_CLASS, "head", {}, "b3", inputs=joined)
    return sketch.document(encoder(), head(), style=style)


def chain(style=CodeStyle.FUNCTIONAL, **model):
    """A plain chain of layers."""
    sketch = Sketch()
    x = sketch.input("image", 8, 8, 1)
    x = layer(sketch, "Flatten", "flatten", x)
    x = layer(sketch, "Dense", "hidden", x, units=16, activation="relu")
    layer(sketch, "Dense", "dense", x, units=3)
    document = sketch.document(style=style)
    settings = replace(document.setup.model, **model)
    document._setup = replace(document.setup, model=settings)
    return document
