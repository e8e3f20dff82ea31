from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.graph import commands, edits
from studio.graph.document import Document
from studio.graph.fragment import Fragment, copy_fragment, duplicate, paste
from studio.graph.model import INPUT_CLASS, Edge, Point
from studio.graph.naming import FreeNames, keras_name, name_problem, unique_name
from tests.graph.strategies import PORTS


def chain(*class_names: str) -> tuple[Document, list[str]]:
    document, ids = Document(), []
    for name in class_names:
        path = INPUT_CLASS if name == "Input" else f"keras.layers.{name}"
        edit, node = commands.place_layer(document, path, Point(0, 80.0 * len(ids)))
        document.apply(edit)
        if ids:
            port = commands.free_port(document.graph, PORTS, node)
            document.apply(commands.connect(document, Edge(ids[-1], node, port)))
        ids.append(node)
    return document, ids


def wires(document: Document) -> set[tuple[str, str]]:
    return {(e.source, e.target) for e in document.graph.edges.values()}


def test_delete_heals_the_wire_or_keeps_the_gap():
    document, (a, b, c) = chain("Input", "Dense", "Dense")
    healed, gapped = (commands.delete_nodes(document, [b], heal=h) for h in (1, 0))
    undo = document.apply(healed)
    assert wires(document) == {(a, c)}
    assert len(document.graph.definitions) == 2
    document.apply(undo)
    document.apply(gapped)
    assert wires(document) == set()


def test_delete_heals_over_several_deleted_nodes():
    document, (a, b, c, d) = chain("Input", "Dense", "Dense", "Dense")
    document.apply(commands.delete_nodes(document, [b, c]))
    assert wires(document) == {(a, d)}


def test_insert_on_a_wire():
    document, (a, b) = chain("Input", "Dense")
    edit, new = commands.place_layer(document, "keras.layers.Conv2D", Point(0, 0))
    document.apply(edit)
    (edge,) = document.graph.edges.values()
    document.apply(commands.insert_on_edge(document, PORTS, new, edge))
    assert wires(document) == {(a, new), (new, b)}
    (again,) = document.graph.edges_into(new)
    assert commands.insert_on_edge(document, PORTS, new, again) is None


def test_insert_after_wires_the_new_layer():
    document, (a,) = chain("Input")
    edit, new = commands.insert_after(
        document, PORTS, a, "keras.layers.Add", Point(0, 0)
    )
    document.apply(edit)
    assert [e.port for e in document.graph.edges_into(new)] == ["inputs[0]"]
    assert commands.free_port(document.graph, PORTS, new) == "inputs[1]"


def test_parameters_are_set_and_reset():
    document, (_, dense) = chain("Input", "Dense")
    layer = document.graph.nodes[dense].definition
    document.apply(commands.set_parameters(document, layer, {"units": 3, "k": [1]}))
    document.apply(commands.set_parameters(document, layer, {}, reset=["units"]))
    assert document.graph.definitions[layer].parameters == {"k": (1,)}


def test_copies_share_nothing_with_the_original_but_layers_stay_shared_among_them():
    document, (_, b) = chain("Input", "Dense")
    layer = document.graph.nodes[b].definition
    twin = edits.Compound(
        "twin", (edits.AddNode(type(document.graph.nodes[b])("n9", "layer", layer)),)
    )
    document.apply(twin)
    edit, ids = duplicate(document, [b, "n9"])
    document.apply(edit)
    copies = {document.graph.nodes[i].definition for i in ids}
    assert len(copies) == 1
    assert copies != {layer}
    document.apply(commands.make_unique(document, ids[0]))
    assert len({document.graph.nodes[i].definition for i in ids}) == 2


def test_fragment_text_round_trip_and_paste_elsewhere():
    document, ids = chain("Input", "Conv2D", "Dense")
    fragment = copy_fragment(document, ids)
    again = Fragment.from_text(fragment.to_text())
    assert again == fragment
    other = Document()
    edit, new = paste(other, again, Point(100, 200))
    other.apply(edit)
    assert len(new) == 3
    assert len(other.graph.edges) == 2
    assert other.graph.nodes[new[0]].position == Point(100, 200)
    assert [d.name for d in other.graph.definitions.values()] == [
        "input",
        "conv2d",
        "dense",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hello",
        "[" * 100_000,
        "{}",
        '{"format": "layer-studio-fragment", "version": 9}',
        '{"format": "layer-studio-fragment", "version": 1, "nodes": [1]}',
        '{"format": "layer-studio-fragment", "version": 1, "nodes": '
        '[{"id": "n1", "kind": "layer", "definition": "l1"}], '
        '"definitions": [], "edges": []}',
    ],
)
def test_foreign_clipboard_text_is_refused_in_a_sentence(text):
    with pytest.raises(ValueError, match=r"^The .*\.$"):
        Fragment.from_text(text)


def test_names():
    assert keras_name("Conv2D") == "conv2d"
    assert keras_name("MultiHeadAttention") == "multi_head_attention"
    document, (_, dense) = chain("Input", "Dense")
    assert unique_name(document, "dense") == "dense_1"
    assert unique_name(document, "dense", {"dense_1"}) == "dense_2"
    layer = document.graph.nodes[dense].definition
    assert name_problem(document, layer, "dense") is None
    assert "already" in name_problem(document, layer, "input")
    assert "“_” for other" in name_problem(document, layer, "a/b")


@given(st.lists(st.sampled_from(["a", "a_0", "a_1", "a_3", "a_9", "b_2", ""])))
def test_names_given_out_in_a_row_are_each_the_next_free_one(bases):
    document, _ = chain("Input", "Dense")
    given_out, names = set(), FreeNames(document)
    for base in bases:
        wanted = unique_name(document, base, given_out)
        assert names.new(base) == wanted
        given_out.add(wanted)
