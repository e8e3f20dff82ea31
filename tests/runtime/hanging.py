"""A project with a layer of the user's own that never returns."""

from __future__ import annotations

from studio.graph.document import Document
from studio.graph.graph import Graph
from studio.graph.setup import CodeSettings, Setup
from tests.runtime.drawing import Drawing

CODE = """
import keras

class Endless(keras.layers.Layer):
    def call(self, inputs):
        while True:
            pass
"""


def drawn():
    drawing = Drawing().input("n1", 4)
    drawing.add("n2", "custom.Endless", {}, inputs="n1")
    drawing.add("n3", "Dense", {"units": 3}, inputs="n1")
    graph = Graph(drawing.nodes, drawing.definitions, drawing.edges)
    return Document(graph, setup=Setup(code=CodeSettings(custom=CODE)))
