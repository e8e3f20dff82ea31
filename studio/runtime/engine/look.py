"""One look at a graph: what Keras says of each of its nodes, blocks entered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from studio.graph.algorithms import topological_order
from studio.graph.block import INSTANCE_NAME, with_arguments
from studio.graph.graph import Graph
from studio.graph.model import Edge, LayerDefinition, Node, NodeKind
from studio.graph.values import Value, canonical
from studio.runtime.engine.arguments import Constant, assemble
from studio.runtime.engine.call_rules import is_unmet, unknown_argument, with_first_name
from studio.runtime.engine.calls import Answer
from studio.runtime.engine.flops import Work
from studio.runtime.engine.layers import Fault
from studio.runtime.engine.scene import (
    Question,
    Result,
    Scene,
    Setting,
    Tensor,
    Wires,
    World,
)
from studio.runtime.engine.sizes import Weights, total_of
from studio.runtime.engine.symbolic import TensorSpec, call_parameters

Seen = tuple[LayerDefinition, Node, tuple[Any, ...]]
"""What a node was, the layer it called, and what stood around the call."""


class Look:
    """Results of all nodes of a graph; those of an earlier look that still hold stay.

    Attributes:
        results: by node id.
        ends: by definition id, the last result of its layer.
        renewed: nodes of which the earlier look had another result.
    """

    def __init__(
        self,
        graph: Graph,
        world: World,
        setting: Setting,
        earlier: Look | None = None,
    ) -> None:
        self.graph = graph
        self.setting = setting
        self.results: dict[str, Result] = {}
        self.ends: dict[str, Result] = dict(setting.start)
        self._world = world
        self._earlier = earlier.results if earlier else {}
        self._seen: dict[str, Seen] = {}
        self._seen_earlier = earlier._seen if earlier and self._is_like(earlier) else {}
        self.renewed = 0
        for node_id in topological_order(graph):
            result = self.results[node_id] = self._visit(graph.nodes[node_id])
            self.renewed += result is not self._earlier.get(node_id)
        for node in graph.nodes.values():
            if node.id not in self.results:  # on a loop, or behind one
                self.results[node.id] = self._stuck(node)
        self._earlier, self._seen_earlier = {}, {}

    @property
    def unsettled(self) -> int:
        """Nodes of which not all calls were traced."""
        return sum(not result.is_settled for result in self.results.values())

    @property
    def is_settled(self) -> bool:
        """Whether all calls were traced."""
        return self.unsettled == 0

    def weights(self) -> Weights:
        """Weights of all layers, each counted once."""
        found: dict[str, Weights] = {}
        for node_id, result in self.results.items():
            definition = self.graph.definition_of(node_id)
            if definition is None:
                continue
            key = node_id if self._world.is_group(definition) else definition.id
            if key not in found or not result.faults:
                found[key] = result.known_weights
        return total_of(found.values())

    def work(self) -> Work | None:
        """Work of all nodes; None if that of one is not known."""
        total = Work()
        for work in self.works().values():
            if work is None:
                return None
            total += work
        return total

    def works(self) -> dict[str, Work | None]:
        """Work of each node that calls a layer; None where a size is open."""
        kinds = {node_id: node.kind for node_id, node in self.graph.nodes.items()}
        return {
            node_id: result.work
            for node_id, result in self.results.items()
            if kinds[node_id] is NodeKind.LAYER
        }

    def _visit(self, node: Node) -> Result:
        self._world.calls.place = self.setting.block, node.id
        if node.definition is None:
            return self._output(node)
        definition = self.definition_of(node)
        if isinstance(definition, Result):
            return definition
        if node.kind is NodeKind.INPUT:
            result = self._input(node, definition)
        else:
            result = self._called(node, definition)
        if result.answer is not None or result.inside is not None:
            self.ends[definition.id] = result
        return result

    def definition_of(self, node: Node) -> LayerDefinition | Result:
        """Layer a node calls, values in place of the block's parameters."""
        definition = self.graph.definitions[node.definition or ""]
        if self.setting.values is None:
            return definition
        try:
            given = with_arguments(definition.parameters, self.setting.values)
        except KeyError as error:
            text = f"uses the parameter “{error.args[0]}”, which its block lacks."
            fault = Fault("K-PARAMETER", f"{text} Add it, or give a value.")
            return Result(faults=(fault,), is_partial=True)
        return replace(definition, parameters=given)

    def _output(self, node: Node) -> Result:
        for edge in self.graph.edges_into(node.id):
            tensor, _ = self._tensor(edge)
            if tensor is not None:
                outputs = {"0": tensor.spec}
                return Result(outputs, is_partial=tensor.is_partial, work=Work())
        return Result(is_partial=True)

    def _input(self, node: Node, definition: LayerDefinition) -> Result:
        if self.setting.tensors is not None:
            given = self.setting.tensors.get(node.id)
            if given is None:
                return Result(is_partial=True)
            return Result({"0": given.spec}, is_partial=given.is_partial, work=Work())
        made = self._world.calls.made(definition)
        if made.faults:
            return self._unmade(node, made)
        layer = made.layer
        spec = TensorSpec(tuple(layer.batch_shape), layer.dtype, bool(layer.sparse))
        policy = layer.dtype_policy.name
        return Result({"0": spec}, work=Work(), policy=policy, answer=made)

    def _is_like(self, other: Look) -> bool:
        """Whether the other look stands where this one does."""
        mine, its = self.setting, other.setting
        return (mine.name, mine.is_frozen) == (its.name, its.is_frozen)

    def _called(self, node: Node, definition: LayerDefinition) -> Result:
        before = self.ends.get(definition.id)
        edges = self.graph.edges_into(node.id)
        sources = [self.results.get(edge.source) for edge in edges]
        around = (self.graph.is_first_caller(node), before, *edges, *sources)
        seen = self._seen_earlier.get(node.id)
        made = self._made(definition, node, seen)
        earlier = self._holding(node)
        if made is not None:
            self._seen[node.id] = definition, node, around
        if earlier is not None and _is_as_seen(seen, definition, node, around):
            return earlier
        wires, fault = self._wires(edges)
        question = self._question(node, definition, made, wires, fault, before)
        if earlier is not None and earlier.question == question:
            return earlier
        if made is not None and before is None:
            known = self._world.answered.get(question)
            if known is not None:
                return known
        if fault is not None:
            result = Result(faults=(fault,), is_partial=True)
        elif made is None:
            last = self._earlier.get(node.id)
            inside = last.inside if last else None
            scene = Scene(self.setting, definition, wires, before, inside)
            result = self._world.enter(self._world, scene)
        elif made.faults:
            result = self._unmade(node, made)
        else:
            result = self._layer(node, definition, made, dict(wires), before)
        weights = result.weights
        if self.setting.is_frozen:
            weights = replace(weights, trainable=0)
        result = replace(result, weights=weights, made=made, question=question)
        if made is not None and before is None:
            self._world.answered[question] = result
        return result

    def _holding(self, node: Node) -> Result | None:
        """Result of the earlier look, if it says as much as is wanted now."""
        earlier = self._earlier.get(node.id)
        is_enough = earlier and (earlier.is_settled or self._world.calls.is_hasty)
        return earlier if is_enough else None

    def _made(
        self, definition: LayerDefinition, node: Node, seen: Seen | None
    ) -> Answer | None:
        """Answer about a node's layer; None for a block."""
        if definition.block is not None:
            return None
        known = self._earlier[node.id].made if seen and seen[0] is definition else None
        return known or self._world.calls.made(definition)

    def _question(
        self,
        node: Node,
        definition: LayerDefinition,
        made: Answer | None,
        wires: Wires,
        fault: Fault | None,
        before: Result | None,
    ) -> Question:
        """All that the result of a call depends on; 1, 1.0 and true differ."""
        what = made or self._world.token(definition)
        constants = _constants(node, definition)
        ports = canonical(constants) if constants else ""
        frozen, is_first = self.setting.is_frozen, self.graph.is_first_caller(node)
        return (what, ports, wires, fault, before, is_first, frozen)

    def _wires(self, edges: Iterable[Edge]) -> tuple[Wires, Fault | None]:
        found = []
        for edge in edges:
            tensor, fault = self._tensor(edge)
            if fault is not None:
                return (), fault
            found.append((edge.port, tensor))
        return tuple(found), None

    def _tensor(self, edge: Edge) -> tuple[Tensor | None, Fault | None]:
        source = self.results.get(edge.source)
        if source is None:
            return None, None
        spec = source.outputs.get(edge.output)
        if spec is not None:
            return Tensor(spec, source.is_partial), None
        if source.is_partial:
            return None, None
        return None, self._no_output(edge)

    def _no_output(self, edge: Edge) -> Fault:
        return Fault(
            "K-OUTPUT",
            f"takes output {edge.output} of {self.title_of(edge.source)}, which has "
            "no such output any more. Remove the wire, or set what gives that output "
            "again.",
            edge.port,
        )

    def title_of(self, node_id: str) -> str:
        """What a person calls a node here."""
        return self.graph.title_of(node_id).replace(INSTANCE_NAME, self.setting.name)

    def _layer(
        self,
        node: Node,
        definition: LayerDefinition,
        made: Answer,
        wires: Mapping[str, Tensor | None],
        before: Result | None,
    ) -> Result:
        calls, takes = self._world.calls, call_parameters(made.layer)
        ports = _constants(node, definition)
        fault = unknown_argument(definition, takes, ports)
        if fault is not None:
            return Result(faults=(fault,), is_partial=True)
        known = {port: t.spec for port, t in wires.items() if t is not None}
        constants = {port: Constant(value) for port, value in ports.items()}
        arguments = with_first_name(takes, assemble({**constants, **known}))
        last = before.answer if before and before.answer else made
        is_sure = len(known) == len(wires) and not any(
            tensor and tensor.is_partial for tensor in wires.values()
        )
        table = calls.workshop.ports_of(definition)
        is_whole = is_sure and not is_unmet(table, takes, arguments)
        ask = calls.called if is_whole else calls.guessed
        answer = ask(last, definition, arguments)
        policy = getattr(made.layer, "dtype_policy", None)
        return Result(
            answer.outputs,
            answer.faults,
            answer.is_partial,
            answer.weights,
            answer.work,
            policy.name if policy else "",
            last if answer.faults or answer.is_partial else answer,
            is_settled=answer.is_settled,
        )

    def _unmade(self, node: Node, made: Answer) -> Result:
        """A layer that cannot be made; the first node that calls it says so."""
        faults = made.faults if self.graph.is_first_caller(node) else ()
        return Result(faults=faults, is_partial=True)

    def _stuck(self, node: Node) -> Result:
        if node.definition is None:
            return Result(is_partial=True)
        definition = self.definition_of(node)
        if isinstance(definition, Result) or definition.block is not None:
            return Result(is_partial=True)
        return self._unmade(node, self._world.calls.made(definition))


def _constants(node: Node, definition: LayerDefinition) -> dict[str, Value]:
    """Constant arguments of a call by port; those of an op are its parameters."""
    return (definition.parameters if definition.is_op else {}) | node.call


def _is_as_seen(
    seen: Seen | None, definition: LayerDefinition, node: Node, around: tuple[Any, ...]
) -> bool:
    """Whether nothing changed; equal values may differ, as 1, 1.0 and true do."""
    return (
        seen is not None
        and seen[0] is definition
        and seen[1] is node
        and seen[2] == around
    )
