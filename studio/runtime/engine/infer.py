"""What Keras says of a graph: shapes, weights and problems of every node."""

from __future__ import annotations

from collections.abc import Iterator

from studio.graph.algorithms import topological_order
from studio.graph.graph import Graph, split_port
from studio.graph.model import Edge, LayerDefinition, Node, NodeKind
from studio.graph.muting import without_muted
from studio.graph.problems import Problem, Severity
from studio.graph.values import Value
from studio.protocol.messages import Infer, Inferred, NodeFacts, OutputFacts
from studio.runtime.engine.calls import Answer, Calls
from studio.runtime.engine.context import Context
from studio.runtime.engine.flops import Work
from studio.runtime.engine.introspect import current_catalog
from studio.runtime.engine.layers import Fault, Workshop
from studio.runtime.engine.misfits import Inputs
from studio.runtime.engine.sizes import sample_bytes
from studio.runtime.engine.symbolic import TensorSpec


def infer(request: Infer, context: Context) -> None:
    """Answer with facts and problems of every node."""
    calls = context.keep(Calls, lambda: Calls(Workshop(current_catalog())))
    graph = Graph(request.nodes, request.definitions, request.edges)
    context.send(Inference(graph, calls).answer(request))


class Inference:
    """One look at a graph, from its inputs to its outputs."""

    def __init__(self, graph: Graph, calls: Calls) -> None:
        self._graph = without_muted(graph)
        self._calls = calls
        self._problems: list[Problem] = []
        self._facts: dict[str, NodeFacts] = {}
        self._outputs: dict[str, dict[str, TensorSpec]] = {}
        self._last: dict[str, Answer] = {}
        self._work: dict[str, Work] = {}

    def answer(self, request: Infer) -> Inferred:
        """Look at every node."""
        for definition in self._graph.definitions.values():
            self._look_at(definition)
        for node_id in topological_order(self._graph):
            self._visit(self._graph.nodes[node_id])
        nodes = tuple(self._facts_of(node) for node in request.nodes)
        layers = self._last.values()
        return Inferred(
            request.request,
            request.revision,
            nodes,
            tuple(self._problems),
            sum(answer.params for answer in layers),
            sum(answer.trainable_params for answer in layers),
        )

    def _look_at(self, definition: LayerDefinition) -> None:
        """Make the layer; problems of its own stand at the first node calling it."""
        callers = self._graph.callers_of(definition.id)
        if not callers:
            return
        made = self._calls.made(definition)
        for fault in made.faults:
            self._blame(callers[0], fault)
        if not made.faults:
            self._last[definition.id] = made

    def _visit(self, node: Node) -> None:
        if node.kind is NodeKind.OUTPUT:
            self._outputs[node.id] = dict(self._tensor_into(node))
            return
        last = self._last.get(node.definition or "")
        if last is None:
            return
        if node.kind is NodeKind.INPUT:
            layer = last.layer
            spec = TensorSpec(tuple(layer.batch_shape), layer.dtype, bool(layer.sparse))
            self._outputs[node.id] = {"0": spec}
            self._work[node.id] = Work()
            return
        self._call(node, last)

    def _call(self, node: Node, last: Answer) -> None:
        definition = self._graph.definitions[node.definition or ""]
        inputs = self._inputs_of(node, definition)
        constants = self._constants_of(node, definition)
        if inputs is None or constants is None:
            return
        answer = self._calls.called(last, definition, inputs, constants)
        for fault in answer.faults:
            self._blame(node, fault)
        if not answer.faults:
            self._last[definition.id] = answer
            self._outputs[node.id] = dict(answer.outputs)
            if answer.work is not None:
                self._work[node.id] = answer.work

    def _tensor_into(self, node: Node) -> Iterator[tuple[str, TensorSpec]]:
        for edge in self._graph.edges_into(node.id):
            spec = self._outputs.get(edge.source, {}).get(edge.output)
            if spec is not None:
                yield "0", spec

    def _inputs_of(self, node: Node, definition: LayerDefinition) -> Inputs | None:
        """Input specs by argument; None where the rules or a neighbour object."""
        arguments: dict[str, list[TensorSpec]] = {}
        for edge in self._graph.edges_into(node.id):
            known = self._outputs.get(edge.source)
            if known is None:
                return None
            if edge.output not in known:
                self._blame(node, _no_output(self._graph, edge))
                return None
            arguments.setdefault(split_port(edge.port)[0], []).append(
                known[edge.output]
            )
        ports = self._calls.workshop.spec_of(definition).inputs
        if not arguments.keys() <= {port.name for port in ports}:
            return None
        inputs: dict[str, TensorSpec | tuple[TensorSpec, ...]] = {}
        for port in ports:
            specs = arguments.get(port.name, [])
            if port.required and len(specs) < port.minimum:
                return None
            if len(specs) > 1 and not port.many:
                return None
            if specs:
                inputs[port.name] = tuple(specs) if port.many else specs[0]
        return inputs

    def _constants_of(
        self, node: Node, definition: LayerDefinition
    ) -> dict[str, Value] | None:
        spec = self._calls.workshop.spec_of(definition)
        known = {parameter.name for parameter in spec.call_parameters}
        for name in node.call:
            if name not in known:
                text = f"is called with “{name}”, which {spec.name} does not know."
                self._blame(node, Fault("K-PARAMETER", f"{text} Remove it.", name))
                return None
        return dict(node.call)

    def _blame(self, node: Node, fault: Fault) -> None:
        text = f"{self._graph.title_of(node.id)} {fault.text}"
        self._problems.append(
            Problem(Severity.ERROR, fault.code, text, node.id, fault.parameter)
        )

    def _facts_of(self, node: Node) -> NodeFacts:
        specs = self._outputs.get(node.id, {})
        outputs = tuple(
            OutputFacts(key, spec.shape, spec.dtype) for key, spec in specs.items()
        )
        last = self._last.get(node.definition or "")
        if last is None:
            return NodeFacts(node.id, outputs)
        work = self._work.get(node.id)
        return NodeFacts(
            node.id,
            outputs,
            last.params,
            last.trainable_params,
            work.macs if work else None,
            work.flops if work else None,
            last.weight_bytes,
            sample_bytes(specs.values()) if specs else None,
            last.layer.dtype_policy.name,
        )


def _no_output(graph: Graph, edge: Edge) -> Fault:
    source = graph.title_of(edge.source)
    return Fault(
        "K-OUTPUT",
        f"takes output {edge.output} of {source}, which has no such output any more. "
        "Remove the wire, or set what gives that output again.",
        edge.port,
    )
