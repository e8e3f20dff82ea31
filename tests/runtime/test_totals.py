"""What a model adds up to, shared layers once and unknown nodes left out."""

from __future__ import annotations

import pytest

from studio.graph.graph import Graph
from studio.graph.model import LayerDefinition, Node, NodeKind
from studio.protocol.messages import NodeFacts, OutputFacts
from studio.runtime.totals import ModelTotals, flops_text, model_totals

DENSE = LayerDefinition("l1", "keras.layers.Dense", "dense", {"units": 8})
GRAPH = Graph(
    nodes=(
        Node("n1", NodeKind.LAYER, "l1"),
        Node("n2", NodeKind.LAYER, "l1"),
        Node("n3", NodeKind.OUTPUT),
    ),
    definitions=(DENSE,),
)
OUTPUTS = (OutputFacts("0", (None, 8), "float32"),)


def facts(node: str, flops: int | None = 144) -> NodeFacts:
    """A Dense layer of 8 units on 8 features, its bias not trained."""
    return NodeFacts(node, OUTPUTS, 72, 64, flops=flops, weight_bytes=288)


def test_weights_of_a_shared_layer_count_once_and_its_work_twice() -> None:
    known = {node: facts(node) for node in ("n1", "n2")}
    assert model_totals(GRAPH, known) == ModelTotals(72, 64, 288, 288, 2, 2, 2)


@pytest.mark.parametrize(
    ("known", "total"),
    [
        ({}, ModelTotals(nodes=2)),
        ({"n1": NodeFacts("n1")}, ModelTotals(nodes=2)),
        ({"n2": facts("n2")}, ModelTotals(72, 64, 288, 144, 1, 1, 2)),
        ({"n2": facts("n2", None)}, ModelTotals(72, 64, 288, 0, 1, 0, 2)),
    ],
)
def test_what_is_not_known_is_left_out(
    known: dict[str, NodeFacts], total: ModelTotals
) -> None:
    assert model_totals(GRAPH, known) == total


def test_work_is_told_in_the_unit_that_fits() -> None:
    told = [flops_text(n) for n in (0, 640, 1_500, 12_300_000, 4_100_000_000)]
    assert told == ["0 FLOPs", "640 FLOPs", "1.5 kFLOPs", "12.3 MFLOPs", "4.1 GFLOPs"]
