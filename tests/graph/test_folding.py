"""Repeated structure: found, folded into one block, undone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from studio.graph import commands, edits
from studio.graph.block import block_parameter
from studio.graph.document import Document
from studio.graph.folding import fold_repeats
from studio.graph.model import BLOCK_CLASS, INPUT_CLASS, Edge, Point
from studio.graph.repeats import best_repeat
from tests.graph.test_edits import as_sets, state_of

CONV, NORM, RELU, ADD = (
    f"keras.layers.{name}" for name in ("Conv2D", "BatchNormalization", "ReLU", "Add")
)


class Drawing:
    """Draws a graph call by call."""

    def __init__(self):
        self.document = Document()

    def put(self, layer_class, *sources, name="", **parameters):
        edit, node = commands.place_layer(
            self.document, layer_class, Point(0, 0), parameters
        )
        self.document.apply(edit)
        if name:
            self.document.apply(commands.rename(self.document, node, name))
        for index, source in enumerate(sources):
            port = f"inputs[{index}]" if layer_class == ADD else "inputs"
            self.document.apply(edits.Connect(Edge(source, node, port)))
        return node

    def residual(self, source, name="", **parameters):
        """Conv, norm, relu, and the input added."""
        prefix = f"{name}_" if name else ""
        names = [prefix + part if name else "" for part in ("conv", "norm", "add")]
        x = self.put(CONV, source, name=names[0], kernel_size=(3, 3), **parameters)
        x = self.put(NORM, x, name=names[1])
        return self.put(ADD, x, source, name=names[2])


def default_of(layer_class, name):
    return {"strides": (1, 1)}.get(name)


def folded(document):
    edit = fold_repeats(document, default_of)
    document.apply(edit)
    return document


def classes(document):
    return [d.class_name for d in document.graph.definitions.values()]


@pytest.fixture
def drawing():
    return Drawing()


def test_named_blocks_become_instances_that_keep_their_names(drawing):
    x = drawing.put(INPUT_CLASS)
    for number, filters in enumerate((8, 8, 16), start=1):
        x = drawing.residual(x, f"stage_{number}", filters=filters)
    drawing.put("keras.layers.Flatten", x)
    document = folded(drawing.document)
    (block,) = document.blocks.values()
    instances = [d for d in document.graph.definitions.values() if d.block]
    assert [d.layer_class for d in instances] == [BLOCK_CLASS] * 3
    assert [d.name for d in instances] == ["stage_1", "stage_2", "stage_3"]
    assert [d.parameters for d in instances] == [{}, {}, {"filters": 16}]
    assert block.name == "residual_block"
    assert [d.name for d in block.definitions[1:]] == [
        "{name}_conv",
        "{name}_norm",
        "{name}_add",
    ]
    assert block.definitions[1].parameters["filters"] == block_parameter("filters")
    assert block.definitions[1].parameters["kernel_size"] == (3, 3)


def test_a_parameter_that_some_leave_out_has_its_default(drawing):
    x = drawing.put(INPUT_CLASS)
    x = drawing.residual(x, "a", filters=8)
    x = drawing.residual(x, "b", filters=8)
    drawing.residual(x, "c", filters=8, strides=(2, 2))
    document = folded(drawing.document)
    (block,) = document.blocks.values()
    assert [(p.name, p.default) for p in block.parameters] == [("strides", (1, 1))]
    (last,) = (d for d in document.graph.definitions.values() if d.name == "c")
    assert last.parameters == {"strides": (2, 2)}


def test_layers_with_automatic_names_are_named_after_their_instance(drawing):
    x = drawing.put(INPUT_CLASS)
    for _ in range(3):
        x = drawing.put(CONV, x, filters=4)
        x = drawing.put(NORM, x)
        x = drawing.put(RELU, x)
    document = folded(drawing.document)
    (block,) = document.blocks.values()
    names = [d.name for d in document.graph.definitions.values() if d.block]
    assert names == ["conv2d_block", "conv2d_block_1", "conv2d_block_2"]
    assert [d.name for d in block.definitions[1:]] == [
        "{name}_conv2d",
        "{name}_batch_normalization",
        "{name}_re_lu",
    ]


def test_what_is_repeated_in_branches_is_found(drawing):
    image = drawing.put(INPUT_CLASS)
    ends = []
    for _ in range(3):
        x = drawing.put(CONV, image, filters=4)
        x = drawing.put(NORM, x)
        ends.append(drawing.put(RELU, x))
    drawing.put(ADD, *ends)
    document = folded(drawing.document)
    assert sorted(classes(document)) == ["Add", "Block", "Block", "Block", "InputLayer"]
    add = next(
        n for n in document.graph.nodes if len(document.graph.edges_into(n)) == 3
    )
    ports = [edge.port for edge in document.graph.edges_into(add)]
    assert ports == ["inputs[0]", "inputs[1]", "inputs[2]"]


def test_nothing_is_folded_where_nothing_repeats(drawing):
    x = drawing.put(INPUT_CLASS)
    x = drawing.put(CONV, x)
    x = drawing.put(NORM, x)
    drawing.put(RELU, x)
    assert fold_repeats(drawing.document, default_of) is None
    assert fold_repeats(Document(), default_of) is None


def test_shared_layers_stay_as_they_are(drawing):
    x = drawing.put(INPUT_CLASS)
    first = drawing.put(CONV, x)
    norm = drawing.put(NORM, first)
    relu = drawing.put(RELU, norm)
    document = drawing.document
    layer = document.graph.nodes[first].definition
    source = relu
    for layer_class in (CONV, NORM, RELU):
        source = drawing.put(layer_class, source)
        if layer_class == CONV:
            node = document.graph.nodes[source]
            old = node.definition
            document.apply(edits.ChangeNode(replace(node, definition=layer)))
            document.apply(edits.RemoveDefinition(old))
    assert best_repeat(document.graph) == []


def test_a_tensor_used_from_outside_keeps_its_node_outside(drawing):
    x = drawing.put(INPUT_CLASS)
    inner = []
    for _ in range(3):
        x = drawing.put(CONV, x, filters=4)
        inner.append(x)
        x = drawing.put(NORM, x)
        x = drawing.put(RELU, x)
    drawing.put(ADD, *inner)
    for instance in best_repeat(drawing.document.graph):
        assert not set(instance[:-1]) & set(inner)


def test_folding_is_undone_as_one_step(drawing):
    x = drawing.put(INPUT_CLASS)
    for number in range(4):
        x = drawing.residual(x, f"b{number}", filters=2**number)
    document = drawing.document
    before = state_of(document)
    inverse = document.apply(fold_repeats(document, default_of))
    assert len(document.graph.nodes) == 5
    document.apply(inverse)
    assert as_sets(state_of(document)) == as_sets(before)


def test_names_that_somebody_gave_are_never_lost(drawing):
    x = drawing.put(INPUT_CLASS)
    for names in (("stem", "norm_a", "act"), ("second", "n2", "relu_b")):
        for layer_class, name in zip((CONV, NORM, RELU), names, strict=True):
            x = drawing.put(layer_class, x, name=name)
    assert best_repeat(drawing.document.graph) == []
