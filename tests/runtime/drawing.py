"""Graphs drawn in a line or two, and what an engine says of them."""

from __future__ import annotations

from studio.graph.block import Block
from studio.graph.model import Edge, LayerDefinition, Node, NodeKind
from studio.graph.setup import Setup
from studio.protocol.messages import Infer, Inferred


class Drawing:
    """Nodes named after their layers: ``add("d", "Dense", {"units": 3}, inputs="a")``.

    A wire is ``"node"`` or ``"node:output"``; a list wires ``port[0]``, ``port[1]``,
    a dict ``port[key]``.
    """

    def __init__(self):
        self.nodes, self.definitions, self.edges = [], [], []
        self.blocks = []
        self.setup = Setup()

    def input(self, name, *shape, **parameters):
        return self.add(name, "InputLayer", {"shape": shape, **parameters})

    def add(self, name, layer, parameters=None, call=None, block=None, **wires):
        path = layer if "." in layer else f"keras.layers.{layer}"
        definition = LayerDefinition(f"of_{name}", path, name, parameters or {}, block)
        self.definitions.append(definition)
        return self.call(name, name, call, **wires)

    def block(self, block_id, kind, inside, *parameters):
        """A block with the nodes of another drawing."""
        self.blocks.append(
            Block(
                block_id,
                block_id,
                kind,
                tuple(inside.nodes),
                tuple(inside.definitions),
                tuple(inside.edges),
                parameters=parameters,
            )
        )
        return self

    def call(self, node, name, call=None, **wires):
        """Another node that calls the layer called `name`."""
        kind = NodeKind.LAYER if wires else NodeKind.INPUT
        self.nodes.append(Node(node, kind, f"of_{name}", call=call or {}))
        return self._wire(node, wires)

    def output(self, node, source, *place):
        self.nodes.append(Node(node, NodeKind.OUTPUT, place=place))
        return self._wire(node, {"inputs": source})

    def _wire(self, node, wires):
        for port, sources in wires.items():
            if isinstance(sources, str):
                self._edge(sources, node, port)
            elif isinstance(sources, dict):
                self._wire(node, {f"{port}[{k}]": s for k, s in sources.items()})
            else:
                self._wire(node, {f"{port}[{i}]": s for i, s in enumerate(sources)})
        return self

    def _edge(self, source, target, port):
        source, _, output = source.partition(":")
        self.edges.append(Edge(source, target, port, output or "0"))


def one(layer, parameters, *shape, port="inputs", **more):
    """An input of a shape and one layer called ``x`` on it."""
    drawing = Drawing().input("a", *shape, **more)
    return drawing.add("x", layer, parameters, **{port: "a"})


def two(layer, parameters, first, second):
    """Two inputs of their shapes and one layer called ``x`` on both."""
    drawing = Drawing().input("a", *first).input("b", *second)
    return drawing.add("x", layer, parameters, inputs=["a", "b"])


class Told:
    """An answer, by node."""

    def __init__(self, answer):
        self.answer = answer
        self.facts = {facts.node: facts for facts in answer.nodes}

    def shape(self, node, output=0):
        return self.facts[node].outputs[output].shape

    @property
    def problems(self):
        return [(p.node, p.code, p.parameter) for p in self.answer.problems]

    @property
    def texts(self):
        return [p.text for p in self.answer.problems]


def question(session, drawing, revision=0, **more):
    return Infer(
        session.next_request(),
        revision,
        tuple(drawing.nodes),
        tuple(drawing.definitions),
        tuple(drawing.edges),
        tuple(drawing.blocks),
        setup=drawing.setup,
        **more,
    )


def ask(session, drawing, revision=0, **more):
    request = question(session, drawing, revision, **more)
    return Told(session.ask(request, Inferred))
