"""What a node's card says: plain data, made from the document and Keras' facts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from studio.catalog.spec import Catalog, ClassSpec
from studio.graph.block import Block, shown_name
from studio.graph.block_ports import block_ports
from studio.graph.card_shape import Port, shown_ports
from studio.graph.graph import Graph
from studio.graph.model import Flow, Node, NodeKind
from studio.graph.ports import with_outputs
from studio.graph.problems import Severity
from studio.protocol.messages import NodeFacts
from studio.ui.canvas.labels import (
    SEPARATOR,
    count_text,
    parameters_text,
    shape_text,
    value_text,
)


@dataclass(frozen=True, slots=True)
class Card:
    """Everything a node shows.

    Attributes:
        node: the node's id.
        title: the layer's name.
        line: class and key parameters: ``Conv2D · 32 · 3×3 · relu``.
        shape: output shape, empty while it is unknown.
        params: number of weights, empty for none.
        category: Keras' own package, or ``input``, ``output``.
        severity: of its worst problem.
        callers: how many nodes share its layer's weights; 1 for its own.
        muted: whether the call is left out.
        flow: which way wires run.
    """

    node: str
    title: str
    line: str
    category: str
    inputs: tuple[Port, ...] = ()
    outputs: tuple[Port, ...] = ()
    shape: str = ""
    params: str = ""
    severity: Severity | None = None
    callers: int = 1
    muted: bool = False
    flow: Flow = Flow.TOP_TO_BOTTOM


BLOCK_CATEGORY = "block"
"""Category of nodes that stand for a graph of their own."""


@dataclass(frozen=True, slots=True)
class CardSource:
    """What cards are made from.

    Attributes:
        essential: names of a class' most telling parameters.
        blocks: the document's nested models and groups.
        flow: which way wires run.
    """

    graph: Graph
    catalog: Catalog
    facts: Mapping[str, NodeFacts]
    severities: Mapping[str, Severity]
    essential: Callable[[ClassSpec], Sequence[str]]
    blocks: Mapping[str, Block] = field(default_factory=dict)
    flow: Flow = Flow.TOP_TO_BOTTOM

    def card(self, node_id: str, callers: int = 1) -> Card:
        """Card of a node."""
        node = self.graph.nodes[node_id]
        facts = self.facts.get(node_id)
        inputs, outputs = self.ports(node)
        return Card(
            node_id,
            shown_name(self.graph.title_of(node_id)),
            self._line(node),
            self._category(node),
            inputs,
            outputs,
            _shape(facts),
            count_text(facts.params) if facts and facts.params else "",
            self.severities.get(node_id),
            callers,
            node.muted,
            self.flow,
        )

    def ports(self, node: Node) -> tuple[tuple[Port, ...], tuple[Port, ...]]:
        """Input and output ports of a node, as drawn."""
        definition = self.graph.definition_of(node.id)
        layer_class = definition.layer_class if definition else None
        facts = self.facts.get(node.id)
        told = facts.outputs if facts and node.kind is not NodeKind.OUTPUT else ()
        found = [output.key for output in told]
        block = self.blocks.get((definition and definition.block) or "")
        known = (
            self.catalog.ports_of(node, layer_class)
            if block is None
            else block_ports(block)
        )
        return shown_ports(self.graph, node, with_outputs(known, found))

    def _category(self, node: Node) -> str:
        if node.kind is not NodeKind.LAYER:
            return node.kind.value
        definition = self.graph.definition_of(node.id)
        if definition is not None and definition.block is not None:
            return BLOCK_CATEGORY
        spec = self.catalog.find(definition.layer_class) if definition else None
        return spec.category if spec else ""

    def _line(self, node: Node) -> str:
        definition = self.graph.definition_of(node.id)
        if definition is None:
            return "Output"
        is_input = node.kind is NodeKind.INPUT
        name = "Input" if is_input else definition.class_name
        if definition.is_op:
            name = f"ops.{name}"
        block = self.blocks.get(definition.block or "")
        if block is not None:
            name = block.name
        spec = self.catalog.find(definition.layer_class)
        if spec is None:
            texts = [value_text(v) for v in definition.parameters.values()]
            return SEPARATOR.join([name, *texts])
        words = parameters_text(spec, definition.parameters, self.essential(spec))
        return SEPARATOR.join(filter(None, (name, words)))


def _shape(facts: NodeFacts | None) -> str:
    if facts is None or not facts.outputs:
        return ""
    first, *others = facts.outputs
    text = shape_text(first.shape)
    if first.dtype != "float32":
        text += f" {first.dtype}"
    return f"{text}  +{len(others)}" if others else text
