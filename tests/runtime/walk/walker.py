"""One class or op of the catalog on its way: document, inference, code, numbers."""

from __future__ import annotations

from studio.codegen.model_code import generate_model
from studio.graph.document import Document
from studio.graph.graph import Graph
from studio.graph.model import Edge, LayerDefinition, Node, NodeKind
from studio.graph.naming import keras_name
from studio.graph.values import freeze, from_jsonable
from studio.runtime.engine.calls import Calls
from studio.runtime.engine.infer import Inference
from studio.runtime.engine.layers import Workshop
from tests.runtime.walk.keras_calls import compare, sample


class Walker:
    """Walks entries of a catalog, one after the other."""

    def __init__(self, catalog):
        self._catalog = catalog
        self._inference = Inference(Calls(Workshop(catalog)))

    def walk(self, path):
        """What goes wrong with an entry, as text; None if nothing does."""
        spec, said = self._catalog.find(path), sample(path)
        if said is None:
            return "no sample call"
        graph = drawn(spec, said)
        told = self._inference.about(Document(graph))
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
        script = generate_model(Document(with_outputs(graph, keys)), self._catalog).text
        found = compare(path, script, said["tensors"], said["constants"], keys)
        return found and f"{found}\n{script}"


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
