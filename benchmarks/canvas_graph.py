"""A large graph for the canvas benchmarks, with what Keras would say of it."""

from __future__ import annotations

from studio.graph.document import Document
from studio.graph.graph import Graph
from studio.graph.model import (
    INPUT_CLASS,
    Edge,
    LayerDefinition,
    Node,
    NodeKind,
    Point,
)
from studio.graph.problems import Problem, Severity
from studio.protocol.messages import NodeFacts, OutputFacts

WIRES_AT_HUB = 10
_LAYERS = (
    ("Dense", {"units": 64, "activation": "relu"}),
    ("Conv2D", {"filters": 32, "kernel_size": (3, 3), "activation": "relu"}),
    ("Dropout", {"rate": 0.25}),
    ("BatchNormalization", {}),
    ("MaxPooling2D", {"pool_size": (2, 2)}),
    ("LayerNormalization", {}),
)
_PITCH = (304.0, 128.0)
_SKIP = 7
"""Every so many nodes a wire skips over three of the chain."""
_PROBLEM_EVERY = 50


def large_document(nodes: int) -> tuple[Document, str]:
    """A chain with skips, folded into a square; also the hub with ten wires."""
    definitions, placed, edges = [], [], []
    columns = max(int((nodes * _PITCH[1] / _PITCH[0]) ** 0.5), 1)
    rows = -(-nodes // columns)
    hub = f"n{columns // 2 * rows + rows // 2}"
    for index in range(nodes):
        name, parameters = _LAYERS[index % len(_LAYERS)]
        path = INPUT_CLASS if index == 0 else f"keras.layers.{name}"
        values = {"shape": (32, 32, 3)} if index == 0 else parameters
        definitions.append(LayerDefinition(f"l{index}", path, f"layer_{index}", values))
        column, row = divmod(index, rows)
        at = Point(column * _PITCH[0], row * _PITCH[1])
        kind = NodeKind.INPUT if index == 0 else NodeKind.LAYER
        placed.append(Node(f"n{index}", kind, f"l{index}", at))
        if index:
            edges.append(Edge(f"n{index - 1}", f"n{index}", "inputs"))
        if index > _SKIP and index % _SKIP == 0:
            edges.append(Edge(f"n{index - 4}", f"n{index}", "mask"))
    wires = sum(hub in (edge.source, edge.target) for edge in edges)
    far = int(hub[1:]) + 1
    while wires < WIRES_AT_HUB:
        far += 1
        edges.append(Edge(hub, f"n{far}", "extra"))
        wires += 1
    return Document(Graph(placed, definitions, edges)), hub


def facts_of(document: Document) -> dict[str, NodeFacts]:
    """Shapes and parameter counts of every node."""
    shape = OutputFacts("0", (None, 32, 32, 64), "float32")
    return {
        node: NodeFacts(node, (shape,), 36_928, 36_928) for node in document.graph.nodes
    }


def problems_of(document: Document) -> list[Problem]:
    """An error or a warning on some of the nodes."""
    marks = (Severity.ERROR, Severity.WARNING)
    return [
        Problem(
            marks[number % 2], "K-SHAPE", "The kernel is larger than its input.", node
        )
        for number, node in enumerate(list(document.graph.nodes)[::_PROBLEM_EVERY])
    ]
