"""What a whole model adds up to, as far as it is known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from studio.graph.graph import Graph
from studio.graph.model import NodeKind
from studio.protocol.messages import NodeFacts


@dataclass(frozen=True, slots=True)
class ModelTotals:
    """Sums over the nodes of a graph.

    Attributes:
        params: weights; those of a layer that is called several times count once.
        trainable_params: of these, those that are trained.
        weight_bytes: their memory.
        flops: of one sample; a multiply-add counts as two.
        known: how many nodes are in the sums of weights.
        counted: how many are in that of operations: an open size hides its own.
        nodes: how many there are.
    """

    params: int = 0
    trainable_params: int = 0
    weight_bytes: int = 0
    flops: int = 0
    known: int = 0
    counted: int = 0
    nodes: int = 0


def model_totals(graph: Graph, facts: Mapping[str, NodeFacts]) -> ModelTotals:
    """Add up what is known of the nodes of `graph`, blocks as a whole."""
    params = trainable = weight_bytes = flops = known = counted = nodes = 0
    layers: set[str | None] = set()
    for node in graph.nodes.values():
        if node.kind is NodeKind.OUTPUT:
            continue
        nodes += 1
        fact = facts.get(node.id)
        if fact is None or not fact.outputs:
            continue
        known += 1
        counted += fact.flops is not None
        flops += fact.flops or 0
        if node.definition not in layers:
            layers.add(node.definition)
            params += fact.params
            trainable += fact.trainable_params
            weight_bytes += fact.weight_bytes
    return ModelTotals(params, trainable, weight_bytes, flops, known, counted, nodes)


def flops_text(flops: int) -> str:
    """Operations for a person: ``640 FLOPs``, ``1.5 MFLOPs``, ``12.3 GFLOPs``."""
    amount = float(flops)
    for prefix in ("", "k", "M", "G"):
        if amount < 1000:
            return f"{amount:.1f} {prefix}FLOPs" if prefix else f"{flops} FLOPs"
        amount /= 1000
    return f"{amount:.1f} TFLOPs"
