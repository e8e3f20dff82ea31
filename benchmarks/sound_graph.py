"""A large model that Keras accepts, for benchmarks of the whole window."""

from __future__ import annotations

from studio.graph.document import Document
from studio.graph.graph import Graph
from studio.graph.grouping import group
from studio.graph.model import (
    INPUT_CLASS,
    Edge,
    LayerDefinition,
    Node,
    NodeKind,
    Point,
)

_LAYERS = (
    ("Conv2D", {"filters": 8, "kernel_size": (3, 3), "padding": "same"}),
    ("BatchNormalization", {}),
    ("Activation", {"activation": "relu"}),
    ("Dropout", {"rate": 0.25}),
    ("SpatialDropout2D", {"rate": 0.1}),
    ("LayerNormalization", {}),
)
_PITCH = (304.0, 128.0)
_JOIN = 7
"""Every so many nodes one adds its two predecessors' outputs."""


def sound_document(nodes: int, in_block: int = 100) -> tuple[Document, str]:
    """A chain of pictures with additions, in columns; also a block's node.

    The last layers before the end, `in_block` of them, are in the block.
    """
    definitions, placed, edges = [], [], []
    columns = max(int((nodes * _PITCH[1] / _PITCH[0]) ** 0.5), 1)
    rows = -(-nodes // columns)
    for index in range(nodes):
        name, parameters = _LAYERS[index % len(_LAYERS)]
        if index and index % _JOIN == 0 and index > _JOIN:
            name, parameters = "Add", {}
        path = INPUT_CLASS if index == 0 else f"keras.layers.{name}"
        values = {"shape": (16, 16, 8)} if index == 0 else parameters
        definitions.append(LayerDefinition(f"l{index}", path, f"layer_{index}", values))
        column, row = divmod(index, rows)
        kind = NodeKind.INPUT if index == 0 else NodeKind.LAYER
        at = Point(column * _PITCH[0], row * _PITCH[1])
        placed.append(Node(f"n{index}", kind, f"l{index}", at))
        if name == "Add":
            edges.append(Edge(f"n{index - 1}", f"n{index}", "inputs[0]"))
            edges.append(Edge(f"n{index - 2}", f"n{index}", "inputs[1]"))
        elif index:
            edges.append(Edge(f"n{index - 1}", f"n{index}", "inputs"))
    document = Document(Graph(placed, definitions, edges))
    first = (nodes - in_block - 1) // _JOIN * _JOIN + 1
    inside = [f"n{index}" for index in range(first, first + in_block)]
    edit, block = group(document, inside)
    document.apply(edit)
    return document, block
