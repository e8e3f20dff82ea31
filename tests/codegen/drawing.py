"""Draws documents in tests, as gestures would."""

from __future__ import annotations

from studio.graph import commands
from studio.graph.document import Document
from studio.graph.edits import AddNode, Connect
from studio.graph.model import INPUT_CLASS, Edge, Node, NodeKind, Point


class Drawing:
    """A document and the shortest way to place and wire things in it."""

    def __init__(self, catalog):
        self.catalog = catalog
        self.document = Document()

    def input(self, *shape, **parameters):
        parameters = {"shape": shape, **parameters}
        return self._place(INPUT_CLASS, parameters)

    def layer(self, class_name, *sources, name=None, ports=None, **parameters):
        """Place a layer, and wire the sources to its ports in order."""
        path = f"keras.layers.{class_name}"
        node = self._place(path, parameters)
        self._wire(node, path, sources, ports)
        if name:
            self.document.apply(commands.rename(self.document, node, name))
        return node

    def again(self, node, *sources, ports=None):
        """Call the layer of `node` once more."""
        graph = self.document.graph
        definition = graph.definition_of(node)
        copy = Node(self.document.new_id("n"), NodeKind.LAYER, definition.id)
        self.document.apply(AddNode(copy))
        self._wire(copy.id, definition.layer_class, sources, ports)
        return copy.id

    def output(self, source, x=0.0):
        edit, node = commands.place_output(self.document, Point(x, 0))
        self.document.apply(edit)
        self.document.apply(Connect(self._edge(source, node, "inputs")))
        return node

    def _place(self, path, parameters):
        edit, node = commands.place_layer(self.document, path, Point(0, 0), parameters)
        self.document.apply(edit)
        return node

    def _wire(self, node, path, sources, ports):
        inputs = self.catalog.find(path).inputs
        for index, source in enumerate(sources):
            if ports:
                port = ports[index]
            elif inputs[0].many:
                port = f"{inputs[0].name}[{index}]"
            else:
                port = inputs[index].name
            self.document.apply(Connect(self._edge(source, node, port)))

    def _edge(self, source, node, port):
        """A source is a node id, or node id and output key."""
        source, output = source if isinstance(source, tuple) else (source, "0")
        return Edge(source, node, port, output)
