"""One look at a graph: what Keras says of each of its nodes, blocks entered."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from studio.graph.algorithms import topological_order
from studio.graph.block import INSTANCE_NAME, Block, BlockKind, with_arguments
from studio.graph.graph import Graph
from studio.graph.model import Edge, LayerDefinition, Node, NodeKind
from studio.graph.values import Value
from studio.runtime.engine.arguments import Constant, assemble
from studio.runtime.engine.call_rules import is_unmet, unknown_argument, with_first_name
from studio.runtime.engine.calls import Answer, Calls
from studio.runtime.engine.flops import Work
from studio.runtime.engine.layers import Fault
from studio.runtime.engine.sizes import NO_WEIGHTS, Weights
from studio.runtime.engine.symbolic import TensorSpec

Question = tuple[Any, ...]
Wires = tuple[tuple[str, "Tensor | None"], ...]
"""Port and tensor of each wire into a node; None where nothing is known of it."""


@dataclass(frozen=True, slots=True)
class Tensor:
    """What comes out of a wire; `is_partial` where it follows an error."""

    spec: TensorSpec
    is_partial: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Result:
    """What is known of one node.

    Attributes:
        outputs: by key; none where nothing is known.
        is_partial: whether it follows an error or a gap: sizes may be unknown.
        answer: what was said of the layer last; its next call goes on from it.
        inside: the look into the node's block.
        question: all that the result depends on.
    """

    outputs: Mapping[str, TensorSpec] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()
    is_partial: bool = False
    weights: Weights = NO_WEIGHTS
    work: Work | None = None
    policy: str = ""
    answer: Answer | None = None
    inside: Look | None = None
    question: Question = ()


@dataclass(frozen=True, slots=True)
class World:
    """What all looks share.

    Attributes:
        enter: gives the result of a node that stands for a block.
    """

    calls: Calls
    blocks: Mapping[str, Block]
    enter: Enter

    def is_group(self, definition: LayerDefinition) -> bool:
        """Whether each node of the definition has layers of its own."""
        block = self.blocks.get(definition.block or "")
        return block is not None and block.kind is BlockKind.GROUP

    def token(self, block_id: str) -> tuple[Any, ...]:
        """Equal for equal blocks, all that is inside included."""
        block = self.blocks[block_id]
        return (block, *(self.token(inner) for inner in sorted(block.uses())))


@dataclass(frozen=True, slots=True)
class Setting:
    """Where a graph stands.

    Attributes:
        block: id of the block whose graph it is.
        name: name of the block's instance.
        tensors: what the block's inputs are given; None where they speak for
            themselves.
        values: of the block's parameters.
        start: results after which shared layers are called again.
        is_frozen: whether a model around it is not trained.
    """

    block: str | None = None
    name: str = ""
    tensors: Mapping[str, Tensor] | None = None
    values: Mapping[str, Value] | None = None
    start: Mapping[str, Result] = field(default_factory=dict)
    is_frozen: bool = False


@dataclass(frozen=True, slots=True)
class Scene:
    """A node that stands for a block, as its graph sees it.

    Attributes:
        outer: where the node's graph stands.
        before: result of the definition's last call, or None.
        earlier: the look into the block that the node had before an edit.
    """

    outer: Setting
    definition: LayerDefinition
    wires: Wires
    before: Result | None
    earlier: Look | None


Enter = Callable[[World, Scene], Result]


class Look:
    """Results of all nodes of a graph; those of an earlier look that still hold stay.

    Attributes:
        results: by node id.
        ends: by definition id, the last result of its layer.
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
        for node_id in topological_order(graph):
            self.results[node_id] = self._visit(graph.nodes[node_id])
        for node in graph.nodes.values():
            if node.id not in self.results:  # on a loop, or behind one
                self.results[node.id] = self._stuck(node)
        self._earlier = {}

    def weights(self) -> Weights:
        """Weights of all layers, each counted once."""
        found: dict[str, Weights] = {}
        for node_id, result in self.results.items():
            definition = self.graph.definition_of(node_id)
            if definition is None:
                continue
            key = node_id if self._world.is_group(definition) else definition.id
            if key not in found or not result.faults:
                found[key] = result.weights
        return sum(found.values(), Weights())

    def work(self) -> Work | None:
        """Work of all nodes; None if that of one is not known."""
        total = Work()
        for node_id, result in self.results.items():
            if self.graph.nodes[node_id].kind is NodeKind.LAYER:
                if result.work is None:
                    return None
                total += result.work
        return total

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

    def _called(self, node: Node, definition: LayerDefinition) -> Result:
        before = self.ends.get(definition.id)
        wires, fault = self._wires(node)
        frozen = self.setting.is_frozen
        question: Question = (definition, node.call, wires, fault, before, frozen)
        if definition.block is not None:
            question = (*question, self._world.token(definition.block))
        earlier = self._earlier.get(node.id)
        if earlier is not None and earlier.question == question:
            return earlier
        if fault is not None:
            result = Result(faults=(fault,), is_partial=True)
        elif definition.block is not None:
            inside = earlier.inside if earlier else None
            scene = Scene(self.setting, definition, wires, before, inside)
            result = self._world.enter(self._world, scene)
        else:
            result = self._layer(node, definition, dict(wires), before)
        if self.setting.is_frozen:
            weights = replace(result.weights, trainable=0)
            result = replace(result, weights=weights)
        return replace(result, question=question)

    def _wires(self, node: Node) -> tuple[Wires, Fault | None]:
        found = []
        for edge in self.graph.edges_into(node.id):
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
        wires: Mapping[str, Tensor | None],
        before: Result | None,
    ) -> Result:
        calls = self._world.calls
        made = calls.made(definition)
        if made.faults:
            return self._unmade(node, made)
        ports = dict(node.call)
        if definition.is_op:
            ports = definition.parameters | ports
        fault = unknown_argument(definition, made.layer, ports)
        if fault is not None:
            return Result(faults=(fault,), is_partial=True)
        known = {port: t.spec for port, t in wires.items() if t is not None}
        constants = {port: Constant(value) for port, value in ports.items()}
        arguments = with_first_name(made.layer, assemble({**constants, **known}))
        last = before.answer if before and before.answer else made
        is_sure = len(known) == len(wires) and not any(
            tensor and tensor.is_partial for tensor in wires.values()
        )
        table = calls.workshop.ports_of(definition)
        is_whole = is_sure and not is_unmet(table, made.layer, arguments)
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
        )

    def _unmade(self, node: Node, made: Answer) -> Result:
        """A layer that cannot be made; the first node that calls it says so."""
        first = self.graph.callers_of(node.definition or "")[0]
        faults = made.faults if first.id == node.id else ()
        return Result(faults=faults, is_partial=True)

    def _stuck(self, node: Node) -> Result:
        if node.definition is None:
            return Result(is_partial=True)
        definition = self.definition_of(node)
        if isinstance(definition, Result) or definition.block is not None:
            return Result(is_partial=True)
        return self._unmade(node, self._world.calls.made(definition))
