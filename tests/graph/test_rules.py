from __future__ import annotations

from dataclasses import replace

import pytest

from studio.catalog.store import load_catalog
from studio.graph import commands, edits
from studio.graph.algorithms import find_cycle, model_outputs, topological_order
from studio.graph.block import Block, BlockKind
from studio.graph.document import Document
from studio.graph.graph import Graph
from studio.graph.model import INPUT_CLASS, Edge, LayerDefinition, Node, NodeKind, Point
from studio.graph.ports import with_outputs
from studio.graph.rules import check, refuse_connection
from tests.graph.strategies import PORTS
from tests.graph.test_commands import chain


def codes(document: Document) -> list[str]:
    return [p.code for p in check(document, PORTS)]


def test_a_whole_model_has_no_problems():
    document, ids = chain("Input", "Conv2D", "Dense")
    assert codes(document) == []
    assert model_outputs(document.graph) == [(ids[-1], "0")]
    assert codes(Document()) == []


def test_a_loop_is_named_and_its_fix_removes_it():
    document, (_, b, c) = chain("Input", "Dense", "Dense")
    add, d = commands.place_layer(document, "keras.layers.Add", Point(0, 0))
    document.apply(add)
    document.apply(commands.connect(document, Edge(c, d, "inputs[0]")))
    document.apply(commands.connect(document, Edge(d, b, "inputs")))
    (problem,) = [p for p in check(document, PORTS) if p.code == "G-CYCLE"]
    assert "dense_1" in problem.text
    assert set(find_cycle(document.graph)) == {b, c, d}
    assert len(topological_order(document.graph)) == 1
    document.apply(problem.fixes[0].edit)
    assert "G-CYCLE" not in codes(document)


@pytest.mark.parametrize(
    ("classes", "said"),
    [
        (("Dense",), "dense has no input"),
        (("LSTM",), "lstm has no input"),
        (("Input", "Add"), "add joins at least 2 tensors and has 1"),
        (("Input", "Attention"), "attention needs a tensor for “value”"),
    ],
)
def test_missing_inputs_are_named(classes, said):
    document, _ = chain(*classes)
    assert any(
        said in p.text
        for p in check(document, PORTS)
        if p.code in ("G-INPUT", "G-ARITY")
    )


def test_duplicate_names_get_a_fix():
    document, (_, b, _) = chain("Input", "Dense", "Dense")
    document.apply(commands.rename(document, b, "dense_1"))
    (problem,) = check(document, PORTS)
    assert problem.code == "G-NAME"
    document.apply(problem.fixes[0].edit)
    assert codes(document) == []


@pytest.mark.parametrize(
    ("name", "ops", "clashes"),
    [
        ("add", 1, True),
        ("add_1", 1, False),
        ("add_1", 2, True),
        ("adder", 2, False),
        ("add", 0, False),
    ],
)
def test_names_that_operations_take_by_themselves_are_told(name, ops, clashes):
    document, ids = chain("Input", "Dense")
    for _ in range(ops):
        document.apply(commands.place_layer(document, "keras.ops.add", Point(0, 0))[0])
    for definition in list(document.graph.definitions.values()):
        if definition.is_op:  # what it is called in the document says nothing
            step = replace(definition, name=f"sum_{definition.id}")
            document.apply(edits.ChangeDefinition(step))
    document.apply(commands.rename(document, ids[1], name))
    found = [p for p in check(document, PORTS) if p.code == "G-NAME"]
    assert bool(found) is clashes
    if found:
        assert found[0].node == ids[1]
        document.apply(found[0].fixes[0].edit)
        assert "G-NAME" not in codes(document)


def test_no_input_and_no_layer():
    document, _ = chain("Input")
    assert "G-NO-LAYER" in codes(document)
    document, _ = chain("Dense")
    assert "G-NO-INPUT" in codes(document)


def test_dead_ends_are_a_warning_when_outputs_are_marked():
    document, (_, b, c) = chain("Input", "Dense", "Dense")
    edit, out = commands.place_output(document, Point(0, 0))
    document.apply(edit)
    document.apply(commands.connect(document, Edge(b, out, "inputs")))
    (problem,) = check(document, PORTS)
    assert (problem.code, problem.node) == ("G-DEAD-END", c)
    assert model_outputs(document.graph) == [(b, "0")]
    document.apply(problem.fixes[0].edit)
    assert codes(document) == []


def test_wires_into_ports_that_are_not_there():
    document, (_, b, c) = chain("Input", "Dense", "Dense")
    document.apply(edits.Connect(Edge(b, c, "mask")))
    (problem,) = check(document, PORTS)
    assert problem.code == "G-PORT"


def test_refused_wires_say_why():
    document, (a, b, c) = chain("Input", "Dense", "Dense")
    graph = document.graph
    document.apply(edits.AddNode(Node("n50", NodeKind.OUTPUT)))

    def why(*ends):
        return refuse_connection(graph, PORTS, Edge(*ends))

    assert why(a, c, "inputs") is None
    assert "cannot feed itself" in why(b, b, "inputs")
    assert "loop" in why(c, b, "inputs")
    assert "data enters" in why(b, a, "inputs")
    assert "no input “key”" in why(a, c, "key")
    assert "no output" in why("n50", c, "inputs")


def test_outputs_that_keras_found_can_be_wired():
    document, (_, b, c) = chain("Input", "Dense", "Dense")

    class Found:
        def ports_of(self, node, layer_class):
            return with_outputs(PORTS.ports_of(node, layer_class), ("0", "1"))

    second = Edge(b, c, "inputs", "1")
    assert "no output" in refuse_connection(document.graph, PORTS, second)
    assert refuse_connection(document.graph, Found(), second) is None


def test_blocks_are_looked_into_and_fixes_reach_there():
    inner, (_, dense) = chain("Input", "Dense")
    edge = replace(next(iter(inner.graph.edges.values())), port="nowhere")
    nodes, definitions, _ = inner.graph.parts()
    block = Block("b1", "stage", BlockKind.GROUP, nodes, definitions, (edge,))
    outer = Graph(
        (Node("n50", NodeKind.INPUT, "l50"),),
        (LayerDefinition("l50", INPUT_CLASS, "a"),),
    )
    document = Document(outer, blocks=[block])
    inside = [p for p in check(document, PORTS) if p.block == "b1"]
    assert {(p.code, p.node) for p in inside} == {("G-INPUT", dense), ("G-PORT", dense)}
    (fix,) = next(p.fixes for p in inside if p.code == "G-PORT")
    document.apply(fix.edit)
    assert not document.blocks["b1"].edges


def test_nobody_blames_the_ports_of_unknown_classes():
    catalog = load_catalog()
    document, (a, b) = chain("Input", "Dense")
    changed = replace(document.graph.definition_of(b), layer_class="somebody.Magic")
    document.apply(edits.ChangeDefinition(changed))
    assert check(document, catalog) == []
    document.apply(edits.Disconnect(b, "inputs"))
    assert "G-INPUT" in [p.code for p in check(document, catalog)]
    document.apply(edits.Connect(Edge(a, b, "anything[3]")))
    assert check(document, catalog) == []
