"""Models in a model, replaced by their layers."""

import pytest

from studio.graph.edits import EditRefused
from studio.graph.unpacking import unpack, unpack_built
from tests.importing.sample import calls, definition, imported, outputs, wires


def parts(document):
    return [sorted(map(repr, part)) for part in document.graph.parts()]


def test_nested_model_gives_way_to_its_layers():
    document = imported("slice_of_model").document
    before = parts(document)
    (node,) = calls(document.graph, "feat")
    edit, ids = unpack(document, node.id)
    inverse = document.apply(edit)
    graph = document.graph
    assert [graph.title_of(n) for n in ids] == ["conv", "dropout", "flatten"]
    assert wires(graph, "conv") == [{"inputs": "input_layer:0"}]
    assert wires(graph, "dense_1") == [{"inputs": "flatten:0"}]
    document.apply(inverse)
    assert parts(document) == before


def test_shared_model_is_not_unpacked():
    document = imported("nested").document
    first, _ = calls(document.graph, "inner")
    with pytest.raises(EditRefused, match="called 2 times"):
        unpack(document, first.id)


def test_layer_is_not_unpacked():
    document = imported("nested").document
    (node, _) = calls(document.graph, "shared")
    with pytest.raises(EditRefused):
        unpack(document, node.id)


def test_built_model_with_several_inputs_and_models_inside():
    document = imported("slice_of_model").document
    (node,) = calls(document.graph, "feat")
    built = imported("twice").document
    edit, _ = unpack_built(document, node.id, built)
    document.apply(edit)
    graph = document.graph
    deep = definition(graph, "deep")
    assert wires(graph, "deep") == [{"inputs": "input_layer:0"}]
    inside = document.blocks[deep.block].graph
    assert wires(inside, "inner") == [{"inputs": "a:0"}, {"inputs": "inner:0"}]
    assert wires(graph, "dense_1") == [{"inputs": "deep:0"}]
    assert outputs(graph) == {(): "dense_1:0"}


def test_frozen_model_gives_frozen_layers():
    document = imported("slice_of_model").document
    (node,) = calls(document.graph, "feat")
    layer = document.graph.definition_of(node.id)
    layer.parameters["trainable"] = False
    document.apply(unpack(document, node.id)[0])
    assert definition(document.graph, "conv").parameters["trainable"] is False
