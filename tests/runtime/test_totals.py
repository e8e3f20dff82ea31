"""What a model adds up to, shared layers once and unknown nodes left out."""

from __future__ import annotations

import pytest

from studio.commands.checking import infer
from studio.graph.document import Document
from studio.graph.graph import Graph
from studio.graph.grouping import group
from studio.graph.model import LayerDefinition, Node, NodeKind
from studio.protocol.messages import NodeFacts, OutputFacts
from studio.runtime.analysis import analyze
from studio.runtime.totals import Measure, Total, flops_text, model_totals
from tests.repairs.models import convnet, mlp

DENSE = LayerDefinition("l1", "keras.layers.Dense", "dense", {"units": 8})
DOCUMENT = Document(
    Graph(
        nodes=(
            Node("n1", NodeKind.LAYER, "l1"),
            Node("n2", NodeKind.LAYER, "l1"),
            Node("n3", NodeKind.OUTPUT),
        ),
        definitions=(DENSE,),
    )
)
OUTPUTS = (OutputFacts("0", (None, 8), "float32"),)
TOLD = (Measure.PARAMS, Measure.TRAINABLE, Measure.WEIGHTS, Measure.FLOPS)


def facts(node: str, flops: int | None = 144, known: bool = True) -> NodeFacts:
    """A Dense layer of 8 units on 8 features, its bias not trained."""
    return NodeFacts(
        node, OUTPUTS, 72, 64, flops=flops, weight_bytes=288, weights_known=known
    )


def totals(known: dict[str, NodeFacts]) -> list[Total]:
    found = model_totals(DOCUMENT, known)
    return [found[measure] for measure in TOLD]


def test_weights_of_a_shared_layer_count_once_and_its_work_twice() -> None:
    known = {node: facts(node) for node in ("n1", "n2")}
    assert totals(known) == [Total(n, False) for n in (72, 64, 288, 288)]


LEAST = [Total(0, True)] * 4
WEIGHED = [Total(n, False) for n in (72, 64, 288)]


@pytest.mark.parametrize(
    ("known", "told"),
    [
        ({}, LEAST),
        ({"n1": NodeFacts("n1")}, LEAST),
        ({"n2": facts("n2")}, [*WEIGHED, Total(144, True)]),
        ({"n2": facts("n2", None)}, [*WEIGHED, Total(0, True)]),
        ({"n1": facts("n1", None, False)}, LEAST),
        (
            {"n1": facts("n1", None, False), "n2": facts("n2")},
            [*WEIGHED, Total(144, True)],
        ),
    ],
)
def test_what_is_not_known_is_left_out(
    known: dict[str, NodeFacts], told: list[Total]
) -> None:
    assert totals(known) == told


@pytest.mark.engine
def test_weights_that_keras_could_not_make_are_not_counted_as_none(engine) -> None:
    model = convnet().set("conv", kernel_size=(9, 9))
    model.document.apply(group(model.document, [model.ids["head"]])[0])
    known = {node.node: node for node in infer(model.document, engine).nodes}
    analysis = analyze(model.document, known, ())
    assert analysis.totals == model_totals(model.document, known)
    assert analysis.totals[Measure.PARAMS].is_least
    numbers = {row.layer: row.numbers[Measure.PARAMS] for row in analysis.rows}
    assert (numbers["Conv2D"], numbers["Dense"], numbers["Block"]) == (None,) * 3
    assert (numbers["MaxPooling2D"], numbers["Flatten"]) == (0, 0)


@pytest.mark.engine
def test_a_whole_model_is_known_whole(engine) -> None:
    document = mlp().document
    known = {node.node: node for node in infer(document, engine).nodes}
    assert not any(total.is_least for total in model_totals(document, known).values())


def test_work_is_told_in_the_unit_that_fits() -> None:
    told = [flops_text(n) for n in (0, 640, 1_500, 12_300_000, 4_100_000_000)]
    assert told == ["0 FLOPs", "640 FLOPs", "1.5 kFLOPs", "12.3 MFLOPs", "4.1 GFLOPs"]
