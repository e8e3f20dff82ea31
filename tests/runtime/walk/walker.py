"""One class or op of the catalog on its way: document, inference, code, numbers."""

from __future__ import annotations

import json
import subprocess
import sys

from studio.codegen.model_code import generate_model
from studio.errors import StudioError
from studio.graph.document import Document
from studio.graph.graph import Graph
from studio.graph.model import Edge, LayerDefinition, Node, NodeKind
from studio.graph.naming import keras_name
from studio.graph.values import freeze, from_jsonable
from studio.protocol.messages import Infer, Inferred

CHILD = [sys.executable, "-m", "tests.runtime.walk.child"]


class Walker:
    """Walks entries of a catalog, one after the other."""

    def __init__(self, catalog, engine):
        self._catalog = catalog
        self._engine = engine
        pipe = subprocess.PIPE
        self._child = subprocess.Popen(
            CHILD, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, text=True
        )

    def close(self):
        """End the child."""
        self._child.stdin.close()
        self._child.stdout.close()
        self._child.wait(timeout=200)

    def walk(self, spec):
        """What goes wrong with an entry, as text; None if nothing does."""
        sample = self._ask("sample", spec.path)
        if not isinstance(sample, dict):
            return f"no sample call: {sample}"
        graph = drawn(spec, sample)
        request = Infer(
            self._engine.next_request(),
            0,
            tuple(graph.nodes.values()),
            tuple(graph.definitions.values()),
            tuple(graph.edges.values()),
        )
        try:
            told = self._engine.ask(request, Inferred)
        except StudioError as error:
            return f"inference fails: {error}"
        if told.problems:
            return f"inference: {told.problems[0].text}"
        keys = [
            out.key
            for facts in told.nodes
            if facts.node == "x"
            for out in facts.outputs
        ]
        if not keys:
            return "inference gives no outputs"
        document = Document(with_outputs(graph, keys))
        try:
            script = generate_model(document, self._catalog).text
        except Exception as error:
            return f"code: {type(error).__name__}: {error}"
        tensors, constants = sample["tensors"], sample["constants"]
        found = self._ask("compare", spec.path, script, tensors, constants, keys)
        return found and f"{found}\n{script}"

    def _ask(self, *request):
        print(json.dumps(request), file=self._child.stdin, flush=True)
        return json.loads(self._child.stdout.readline())


def drawn(spec, sample):
    """Graph of one call of the entry, with an input for each tensor."""
    nodes, definitions, edges = [], [], []
    for name, value in sample["tensors"].items():
        several = bool(value[0]) and isinstance(value[0][0], list)
        for index, one in enumerate(value if several else [value]):
            number = len(nodes)
            parameters = _input(*one[:2])
            definition = LayerDefinition(
                f"l{number}", "keras.layers.InputLayer", f"input_{number}", parameters
            )
            definitions.append(definition)
            nodes.append(Node(f"n{number}", NodeKind.INPUT, definition.id))
            port = f"{name}[{index}]" if several else name
            edges.append(Edge(f"n{number}", "x", port, "0"))
    constants = freeze(from_jsonable(sample["constants"]))
    name = keras_name(spec.name) + "_x"
    definitions.append(LayerDefinition("lx", spec.path, name, constants))
    nodes.append(Node("x", NodeKind.LAYER, "lx"))
    return Graph(nodes, definitions, edges)


def with_outputs(graph, keys):
    """The graph with every output of the call as a model output."""
    outputs = [
        Node(f"y{i}", NodeKind.OUTPUT, place=_place(i, keys))
        for i, _ in enumerate(keys)
    ]
    edges = [Edge("x", f"y{i}", "inputs", key) for i, key in enumerate(keys)]
    return Graph(
        [*graph.nodes.values(), *outputs],
        graph.definitions.values(),
        [*graph.edges.values(), *edges],
    )


def _place(index, keys):
    return (index,) if len(keys) > 1 else ()


def _input(shape, dtype):
    given = {"dtype": dtype} if dtype != "float32" else {}
    if shape and shape[0] is None:
        return {"shape": tuple(shape[1:]), **given}
    return {"batch_shape": tuple(shape), **given}
