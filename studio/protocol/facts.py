"""What Keras says of a node: shapes, weights, work."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, replace
from operator import attrgetter

Shape = tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class OutputFacts:
    """One output tensor: shape with the batch axis first (None), and dtype."""

    key: str
    shape: Shape
    dtype: str


@dataclass(frozen=True, slots=True)
class NodeFacts:
    """What Keras says of one node.

    `outputs` is empty where nothing is known (an error, or one upstream).
    `params` counts all weights of the layer, `trainable_params` those trained.
    What is computed and kept is told for one sample, as docs/flops.md explains;
    None where an open size decides.

    Attributes:
        macs: multiply-adds of one call.
        flops: arithmetic operations of one call; a multiply-add counts as two.
        weight_bytes: memory of all weights of the layer.
        activation_bytes: memory of the outputs.
        policy: name of the layer's dtype policy, e.g. ``mixed_float16``.
        block: block whose graph holds the node; None for the document's own.
        is_partial: whether the node follows an error or a gap, so that an open
            size may be one that is only not known yet.
        weight_shapes: shape of each weight of the layer.
        instance: name of the block's instance in which all this holds: the first.
        weights_known: whether the layer has all its weights: one that could not be
            called may have others yet.
    """

    node: str
    outputs: tuple[OutputFacts, ...] = ()
    params: int = 0
    trainable_params: int = 0
    macs: int | None = None
    flops: int | None = None
    weight_bytes: int = 0
    activation_bytes: int | None = None
    policy: str = ""
    block: str | None = None
    is_partial: bool = False
    weight_shapes: tuple[tuple[int, ...], ...] = ()
    instance: str = ""
    weights_known: bool = True

    @property
    def frozen_params(self) -> int:
        """Weights that training leaves as they are."""
        return self.params - self.trainable_params


_rest = attrgetter(*(field.name for field in fields(NodeFacts)[1:]))


@dataclass(frozen=True, slots=True)
class AlikeNodes:
    """Nodes of one graph of which Keras says the same.

    Attributes:
        facts: of each of them; its `node` is empty.
    """

    nodes: tuple[str, ...]
    facts: NodeFacts

    def each(self) -> Iterator[NodeFacts]:
        """Facts of every node."""
        rest = _rest(self.facts)
        return (NodeFacts(node, *rest) for node in self.nodes)


def alike(facts: Iterable[NodeFacts]) -> tuple[AlikeNodes, ...]:
    """Put together what is the same."""
    groups: dict[NodeFacts, list[str]] = {}
    for each in facts:
        groups.setdefault(replace(each, node=""), []).append(each.node)
    return tuple(AlikeNodes(tuple(nodes), said) for said, nodes in groups.items())
