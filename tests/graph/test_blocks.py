"""Blocks: graphs in a document, edits inside them, their ports, copies."""

from __future__ import annotations

from dataclasses import replace

import pytest

from studio.graph import commands, edits
from studio.graph.block import (
    Block,
    BlockKind,
    block_parameter,
    inner_first,
    parameter_name,
    with_arguments,
)
from studio.graph.block_ports import DocumentPorts, block_ports
from studio.graph.changes import BlockChanged, NodeAdded
from studio.graph.document import Document
from studio.graph.edits import EditRefused
from studio.graph.fragment import Fragment, copy_fragment, paste
from studio.graph.graph import join_port, port_order, split_port
from studio.graph.model import (
    BLOCK_CLASS,
    INPUT_CLASS,
    MODEL_CLASS,
    LayerDefinition,
    Node,
    NodeKind,
    Point,
)
from studio.graph.scoping import scoped
from tests.graph.strategies import PORTS

DENSE = "keras.layers.Dense"


def block(block_id, *inner, inputs=((),), outputs=((),), kind=BlockKind.MODEL):
    """A block with inputs and outputs at these places, standing for `inner`."""
    layers = [
        LayerDefinition(f"{block_id}l{n}", INPUT_CLASS, f"in_{n}")
        for n in range(len(inputs))
    ]
    nodes = [
        Node(f"{block_id}n{n}", NodeKind.INPUT, layer.id, place=place)
        for n, (layer, place) in enumerate(zip(layers, inputs, strict=True))
    ]
    marks = [
        Node(f"{block_id}o{n}", NodeKind.OUTPUT, place=place)
        for n, place in enumerate(outputs)
    ]
    used = [
        LayerDefinition(f"{block_id}u{n}", MODEL_CLASS, f"use_{n}", block=name)
        for n, name in enumerate(inner)
    ]
    return Block(
        block_id, block_id, kind, (*nodes, *marks), definitions=(*layers, *used)
    )


def standing_for(document, block_id, layer_class=BLOCK_CLASS):
    """Place a node that stands for a block; returns its id."""
    layer = LayerDefinition(document.new_id("l"), layer_class, "it", block=block_id)
    node = Node(document.new_id("n"), NodeKind.LAYER, layer.id)
    document.apply(
        edits.Compound("", (edits.AddDefinition(layer), edits.AddNode(node)))
    )
    return node.id


@pytest.fixture
def document():
    return Document(blocks=[block("b2", "b1"), block("b1")])


def test_inner_blocks_come_first(document):
    assert list(document.blocks) == ["b1", "b2"]
    again = {b.id: b for b in reversed(list(document.blocks.values()))}
    assert [b.id for b in inner_first(again)] == ["b1", "b2"]


def test_blocks_that_contain_one_another_are_refused(document):
    with pytest.raises(EditRefused, match="contain one another"):
        document.apply(edits.ChangeBlock(block("b1", "b2")))
    with pytest.raises(ValueError, match="contain one another"):
        Document(blocks=[block("b1", "b2"), block("b2", "b1")])


def test_a_block_in_use_stays(document):
    with pytest.raises(EditRefused, match="still in use"):
        document.apply(edits.RemoveBlock("b1"))
    node = standing_for(document, "b2")
    with pytest.raises(EditRefused, match="still in use"):
        document.apply(edits.RemoveBlock("b2"))
    document.apply(commands.delete_nodes(document, [node]))
    document.apply(edits.RemoveBlock("b2"))
    document.apply(edits.RemoveBlock("b1"))
    assert not document.blocks


def test_a_definition_needs_its_block(document):
    layer = LayerDefinition("l1", BLOCK_CLASS, "it", block="b9")
    with pytest.raises(EditRefused, match="missing b9"):
        document.apply(edits.AddDefinition(layer))


def test_an_edit_inside_tells_what_changed_there(document):
    seen = []
    document.subscribe(lambda edit, changes: seen.extend(changes))
    before = document.blocks["b1"]
    edit, node = commands.place_layer(document, DENSE, Point(1, 2))
    inverse = document.apply(edits.InBlock("b1", edit))
    (change,) = seen
    assert isinstance(change, BlockChanged)
    assert (change.old, change.new) == (before, document.blocks["b1"])
    assert [type(c) for c in change.inside][-1] is NodeAdded
    assert node in document.scope("b1").nodes
    assert node not in document.scope(None).nodes
    document.apply(inverse)
    assert document.blocks["b1"] == before


def test_ids_given_out_inside_are_not_given_out_again(document):
    edit, node = commands.place_layer(document, DENSE, Point(0, 0))
    document.apply(edits.InBlock("b1", edit))
    opened = Document(blocks=document.blocks.values())
    assert opened.new_id("n") > node


def test_an_edit_inside_that_does_not_fit_changes_nothing(document):
    before = document.blocks["b1"]
    with pytest.raises(EditRefused):
        document.apply(edits.InBlock("b1", edits.RemoveNode("n99")))
    with pytest.raises(EditRefused):
        document.apply(edits.InBlock("b9", edits.RemoveNode("n1")))
    assert document.blocks["b1"] is before


@pytest.mark.parametrize(
    ("inputs", "names"),
    [
        ([()], ["inputs"]),
        ([(0,)], ["inputs[0]"]),
        ([(), ()], ["inputs[0]", "inputs[1]"]),
        ([("b",), ("a", 1)], ["inputs[a][1]", "inputs[b]"]),
    ],
)
def test_inputs_of_a_model_are_places_in_its_one_argument(inputs, names):
    found = block_ports(block("b1", inputs=inputs))
    assert sorted(port.name for port in found.inputs) == names


@pytest.mark.parametrize(
    ("outputs", "keys"),
    [
        ([()], ("0",)),
        ([(0,), (1,)], ("0", "1")),
        ([("z",), ("a",)], ("a", "z")),
        ([("z",), ("a", 0)], ("0", "1")),
    ],
)
def test_outputs_have_names_only_in_a_plain_dict(outputs, keys):
    assert block_ports(block("b1", outputs=outputs)).outputs == keys


def test_a_groups_inputs_are_its_arguments():
    group = block("b1", inputs=[(), ()], kind=BlockKind.GROUP)
    assert [port.name for port in block_ports(group).inputs] == ["in_0", "in_1"]


def test_document_ports_ask_the_others_for_plain_layers(document):
    ports = DocumentPorts(document, PORTS)
    edit, node = commands.place_layer(document, "keras.layers.Add", Point(0, 0))
    document.apply(edit)
    plain = document.graph.nodes[node]
    assert ports.ports_of(plain, "keras.layers.Add").inputs[0].many
    stand = document.graph.nodes[standing_for(document, "b1", MODEL_CLASS)]
    assert ports.ports_of(stand, MODEL_CLASS) == block_ports(document.blocks["b1"])


def test_copies_bring_their_blocks_into_another_document(document):
    node = standing_for(document, "b2")
    text = copy_fragment(document, [node]).to_text()
    other = Document()
    edit, _ = paste(other, Fragment.from_text(text))
    inverse = other.apply(edit)
    kinds = [[len(b.nodes), len(b.uses())] for b in other.blocks.values()]
    assert kinds == [[2, 0], [2, 1]]
    other.apply(inverse)
    assert not other.blocks


def test_copies_in_the_same_document_stand_for_the_same_block(document):
    node = standing_for(document, "b2")
    edit, (copy,) = paste(document, copy_fragment(document, [node]))
    document.apply(edit)
    assert document.graph.definition_of(copy).block == "b2"
    assert len(document.block_users("b2")) == 2


def test_what_is_pasted_twice_is_one_block(document):
    text = copy_fragment(document, [standing_for(document, "b2")]).to_text()
    other = Document()
    for _ in range(2):
        edit, _ = paste(other, Fragment.from_text(text))
        other.apply(edit)
    assert len(other.blocks) == 2
    used = [d.block for d in other.graph.definitions.values()]
    assert len(used) == 2
    assert used[0] == used[1]


def test_a_block_is_another_once_something_in_it_differs(document):
    text = copy_fragment(document, [standing_for(document, "b1")]).to_text()
    other = Document()
    edit, (first,) = paste(other, Fragment.from_text(text))
    other.apply(edit)
    (block,) = other.blocks.values()
    moved = [replace(n, position=Point(7, 7)) for n in block.nodes[:1]]
    nodes = (*moved, *block.nodes[1:])
    other.apply(edits.ChangeBlock(replace(block, nodes=nodes)))
    edit, (second,) = paste(other, Fragment.from_text(text))
    other.apply(edit)
    assert len(other.blocks) == 2
    layers = other.graph.definition_of
    assert layers(first).block != layers(second).block


@pytest.mark.parametrize("text", [True, False])
def test_a_block_pasted_into_itself_is_a_copy(document, text):
    fragment = copy_fragment(document, [standing_for(document, "b2")])
    if text:
        other = Document()
        edit, _ = paste(other, Fragment.from_text(fragment.to_text()))
        other.apply(edit)
        document = other
    outer = next(b.id for b in document.blocks.values() if b.uses())
    before = set(document.blocks)
    inside = document.inside(outer)
    edit, _ = paste(inside, fragment)
    document.apply(scoped(edit, outer))
    new = set(document.blocks) - before
    assert len(new) == 1
    assert new < document.blocks[outer].uses()


def test_a_changed_block_is_pasted_as_another(document):
    node = standing_for(document, "b1")
    fragment = copy_fragment(document, [node])
    changed = replace(document.blocks["b1"], name="changed")
    document.apply(edits.ChangeBlock(changed))
    edit, (copy,) = paste(document, fragment)
    document.apply(edit)
    pasted = document.blocks[document.graph.definition_of(copy).block]
    assert (pasted.id, pasted.name) == ("b3", "b1")


def test_arguments_take_the_place_of_parameters():
    value = {"units": block_parameter("units"), "more": (block_parameter("rate"), 1)}
    arguments = {"units": 3, "rate": (0.5,)}
    assert with_arguments(value, arguments) == {"units": 3, "more": ((0.5,), 1)}
    assert parameter_name(block_parameter("units")) == "units"
    assert parameter_name({"class_name": "Zeros", "config": {}}) is None
    with pytest.raises(KeyError):
        with_arguments(value, {})


def test_ports_split_into_name_and_place():
    for port in ("query", "inputs[2]", "inputs[a][0]", "x[mask]"):
        name, place = split_port(port)
        assert join_port(name, place) == port
    ports = ["inputs[a]", "inputs[10]", "inputs[2]", "inputs"]
    assert sorted(ports, key=port_order) == ports[::-1]
