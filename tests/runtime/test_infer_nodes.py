"""What Keras says of ops, nested models, groups, builders and unknown classes."""

from __future__ import annotations

import pytest

from studio.graph.block import BlockKind, BlockParameter, block_parameter
from tests.runtime.drawing import Drawing

pytestmark = pytest.mark.engine


def test_ops_take_tensors_and_constants(said):
    drawing = Drawing().input("a", 7, 4).input("b", 7, 4)
    drawing.add("sum", "keras.ops.add", {}, x1="a", x2="b")
    drawing.add("more", "keras.ops.add", {"x1": 2.0}, x2="a")
    drawing.add("mean", "keras.ops.mean", {"axis": (1,), "keepdims": True}, x="a")
    drawing.add("joined", "keras.ops.concatenate", {"axis": 1}, xs=["a", "b"])
    drawing.add("filled", "keras.ops.stack", {"x[1]": 3}, **{"x[0]": "a"})
    drawing.add(
        "split", "keras.ops.split", {"indices_or_sections": 2, "axis": 2}, x="a"
    )
    drawing.add(
        "product",
        "keras.ops.einsum",
        {"subscripts": "bij,bkj->bik"},
        operands=["a", "b"],
    )
    told = said(drawing)
    assert [p for p in told.problems if p[0] != "filled"] == []
    assert told.shape("sum") == told.shape("more") == (None, 7, 4)
    assert told.shape("mean") == (None, 1, 4)
    assert told.shape("joined") == (None, 14, 4)
    assert [o.shape for o in told.facts["split"].outputs] == [(None, 7, 2)] * 2
    assert told.shape("product") == (None, 7, 7)
    assert told.facts["product"].macs == 7 * 7 * 4
    assert (told.facts["sum"].flops, told.facts["sum"].params) == (28, 0)


def test_what_follows_arithmetic_with_a_number_is_no_sparse_tensor(said):
    head = ({"class_name": "__slice__", "config": {"start": None, "stop": 4}},)
    drawing = Drawing().input("a", 7)
    drawing.add("twice", "keras.ops.multiply", {"x2": 2}, x1="a")
    drawing.add("first", "keras.ops.get_item", {"key": (*head, 0)}, x="twice")
    told = said(drawing)
    assert told.problems == []
    assert told.shape("twice") == (None, 7)


def test_parts_of_samples_in_the_batch_are_put_together_again(said):
    drawing = Drawing().input("a", 8, 8, 4)
    drawing.add("parts", "keras.ops.reshape", {"newshape": (-1, 16)}, x="a")
    drawing.add("whole", "keras.ops.reshape", {"newshape": (-1, 256)}, x="parts")
    told = said(drawing)
    assert told.problems == []
    assert told.shape("whole") == (None, 256)


def test_indexing_is_an_op(said):
    first = {
        "class_name": "__slice__",
        "config": {"start": None, "stop": None, "step": None},
    }
    drawing = Drawing().input("a", 7, 4)
    drawing.add("x", "keras.ops.get_item", {"key": (first, 0)}, x="a")
    assert said(drawing).shape("x") == (None, 4)


def test_what_is_wrong_with_an_op_is_told(said):
    drawing = Drawing().input("a", 7).input("b", 8)
    drawing.add("x", "keras.ops.add", {}, x1="a", x2="b")
    drawing.add("y", "keras.ops.mean", {"axes": 1}, x="a")
    drawing.add("z", "keras.ops.no_such_op", {}, x="a")
    problems = {node: code for node, code, _ in said(drawing).problems}
    assert problems == {"x": "K-SHAPE", "y": "K-PARAMETER", "z": "K-CLASS"}


def nested():
    inside = Drawing().input("in", 8)
    inside.add("hidden", "Dense", {"units": 4}, inputs="in")
    inside.add("last", "Dense", {"units": 2}, inputs="hidden")
    return inside.output("out", "last")


def test_a_nested_model_has_its_weights_once(said):
    drawing = Drawing().block("b1", BlockKind.MODEL, nested())
    drawing.input("a", 8).input("b", 8)
    drawing.add("m", "keras.Model", block="b1", inputs="a").call("n", "m", inputs="b")
    told = said(drawing)
    assert told.problems == []
    assert told.shape("m") == told.shape("n") == (None, 2)
    assert told.facts["m"].params == told.answer.total_params == 36 + 10
    assert told.facts["m"].macs == 32 + 8
    assert told.facts["hidden"].params == 36
    assert told.facts["hidden"].block == "b1"


def test_a_frozen_model_trains_nothing(said):
    drawing = Drawing().block("b1", BlockKind.MODEL, nested()).input("a", 8)
    drawing.add("m", "keras.Model", {"trainable": False}, block="b1", inputs="a")
    told = said(drawing)
    assert (told.answer.total_params, told.answer.trainable_params) == (46, 0)
    assert told.facts["hidden"].frozen_params == 36


def test_a_nested_model_takes_what_it_is_made_for(said):
    drawing = Drawing().block("b1", BlockKind.MODEL, nested()).input("a", 9)
    drawing.add("m", "keras.Model", block="b1", inputs="a")
    drawing.add("after", "Dense", {"units": 5}, inputs="m")
    told = said(drawing)
    assert told.problems == [("m", "K-SHAPE", None)]
    assert "samples of (8,) and gets (9,)" in told.texts[0]
    assert told.shape("after") == (None, 5)
    assert told.facts["after"].params == 15
    assert told.facts["after"].is_partial


def test_a_call_brings_sizes_that_a_model_left_open(said):
    inside = Drawing().input("in", None, None, 3)
    inside.add("conv", "Conv2D", {"filters": 4, "kernel_size": 3}, inputs="in")
    drawing = Drawing().block("b1", BlockKind.MODEL, inside).input("a", 8, 8, 3)
    drawing.add("m", "keras.Model", block="b1", inputs="a")
    told = said(drawing)
    assert told.shape("m") == told.shape("conv") == (None, 6, 6, 4)
    assert told.facts["m"].macs == 3888
    assert told.answer.total_params == 112


def test_structures_of_inputs_and_outputs_keep_their_keys(said):
    inside = Drawing()
    inside.input("left", 4).input("right", 4)
    inside.nodes = [
        type(n)(n.id, n.kind, n.definition, place=(n.id,)) for n in inside.nodes
    ]
    inside.add("sum", "Add", {}, inputs=["left", "right"])
    inside.add("both", "Concatenate", {}, inputs=["left", "right"])
    inside.output("o", "sum", "total").output("p", "both", "all")
    drawing = Drawing().block("b1", BlockKind.MODEL, inside)
    drawing.input("a", 4).input("b", 4)
    drawing.add("m", "keras.Model", block="b1", inputs={"left": "a", "right": "b"})
    drawing.add("x", "Dense", {"units": 3}, inputs="m:all")
    told = said(drawing)
    assert told.problems == []
    assert {o.key: o.shape for o in told.facts["m"].outputs} == {
        "all": (None, 8),
        "total": (None, 4),
    }
    assert told.facts["x"].params == 27


def residual():
    inside = Drawing().input("x")
    inside.add("{name}_a", "Dense", {"units": block_parameter("units")}, inputs="x")
    inside.add("{name}_b", "Dense", {"units": 4}, inputs="{name}_a")
    inside.add("{name}_add", "Add", {}, inputs=["x", "{name}_b"])
    return inside.output("out", "{name}_add")


UNITS = BlockParameter("units", 2)


def test_a_group_is_expanded_with_its_parameters(said):
    units = BlockParameter("units", 2)
    drawing = Drawing().block("b1", BlockKind.GROUP, residual(), units).input("a", 4)
    drawing.add("one", "studio.Block", block="b1", x="a")
    drawing.add("two", "studio.Block", {"units": 3}, block="b1", x="one")
    told = said(drawing)
    assert told.problems == []
    assert told.shape("two") == (None, 4)
    assert told.facts["one"].params == (4 * 2 + 2) + (2 * 4 + 4)
    assert told.facts["two"].params == (4 * 3 + 3) + (3 * 4 + 4)
    assert told.answer.total_params == 22 + 31
    assert told.facts["{name}_a"].params == 10


def test_a_problem_in_a_block_names_block_and_node(said):
    drawing = Drawing().block(
        "b1", BlockKind.GROUP, residual(), BlockParameter("units", 2)
    )
    drawing.input("a", 5)
    drawing.add("one", "studio.Block", block="b1", x="a")
    drawing.add("two", "studio.Block", block="b1", x="a")
    answer = said(drawing).answer
    assert {(p.block, p.node, p.code) for p in answer.problems} == {
        ("b1", "{name}_add", "K-MERGE")
    }
    assert answer.problems[0].text.startswith("one_add ")


def test_facts_inside_a_block_say_whose_they_are_and_problems_of_all_are_told(said):
    drawing = Drawing().block("b1", BlockKind.GROUP, residual(), UNITS)
    drawing.input("a", 4).input("b", 5)
    drawing.add("one", "studio.Block", block="b1", x="a")
    drawing.add("two", "studio.Block", block="b1", x="b")
    told = said(drawing)
    assert told.shape("{name}_b") == (None, 4)
    assert told.facts["{name}_b"].instance == "one"
    assert told.facts["one"].instance == ""
    assert told.problems == [("{name}_add", "K-MERGE", None)]
    assert told.texts[0].startswith("two_add ")


def test_each_node_of_a_group_has_layers_of_its_own_and_counts(said):
    drawing = Drawing().block("b1", BlockKind.GROUP, residual(), UNITS).input("a", 4)
    drawing.add("one", "studio.Block", block="b1", x="a").call("two", "one", x="a")
    told = said(drawing)
    assert told.answer.total_params == 2 * told.facts["one"].params == 2 * 22


def test_blocks_stand_in_blocks(said):
    inner = (
        Drawing()
        .input("x")
        .add("d", "Dense", {"units": 3}, inputs="x")
        .output("o", "d")
    )
    outer = Drawing().input("y").add("g", "studio.Block", block="b1", x="y")
    outer.add("h", "studio.Block", block="b1", x="g").output("p", "h")
    drawing = Drawing().block("b1", BlockKind.GROUP, inner)
    drawing.block("b2", BlockKind.GROUP, outer).input("a", 2)
    drawing.add("top", "studio.Block", block="b2", y="a")
    told = said(drawing)
    assert told.answer.total_params == (2 * 3 + 3) + (3 * 3 + 3)
    assert told.shape("top") == (None, 3)


def test_known_models_are_built_without_their_weights(said):
    drawing = Drawing().input("a", 32, 32, 3)
    parameters = {"include_top": False, "input_shape": (32, 32, 3), "trainable": False}
    drawing.add("m", "keras.applications.MobileNetV2", parameters, inputs="a")
    told = said(drawing)
    assert told.problems == []
    assert told.shape("m") == (None, 1, 1, 1280)
    assert (told.answer.total_params, told.answer.trainable_params) == (2257984, 0)
    assert told.facts["m"].macs > 5_000_000


@pytest.mark.parametrize(
    ("name", "parameters", "found"),
    [
        ("MobileNetV2", {"weights": "/etc/passwd"}, ("K-PARAMETER", "weights")),
        ("MobileNetV2", {"depth": 3}, ("K-PARAMETER", "depth")),
        ("MobileNetV2", {"input_shape": (3, 3)}, ("K-PARAMETER", "input_shape")),
        ("NoSuchNet", {}, ("K-CLASS", None)),
    ],
)
def test_what_a_known_model_refuses(said, name, parameters, found):
    drawing = Drawing().input("a", 32, 32, 3)
    drawing.add("m", f"keras.applications.{name}", parameters, inputs="a")
    assert said(drawing).problems == [("m", *found)]


def test_unknown_classes_are_marked_and_what_follows_is_open(said):
    drawing = Drawing().input("a", 8, 8, 3)
    drawing.add("x", "somebody.layers.Magic", {"power": 3}, inputs="a")
    drawing.add("c", "Conv2D", {"filters": 4, "kernel_size": 3}, inputs="x")
    drawing.add("g", "GlobalAveragePooling2D", {}, inputs="c")
    drawing.add("d", "Dense", {"units": 2}, inputs="g")
    told = said(drawing)
    assert told.problems == [("x", "K-CLASS", None)]
    assert told.facts["x"].outputs == ()
    assert told.shape("c") == (None, None, None, 4)
    assert told.shape("d") == (None, 2)
    assert told.facts["d"].params == 10


def test_sizes_that_disagree_stay_open_behind_the_error(said):
    drawing = Drawing().input("a", 8, 8, 3)
    drawing.add("c", "Conv2D", {"filters": 4, "kernel_size": 3}, inputs="a")
    drawing.add("d", "Conv2D", {"filters": 4, "kernel_size": 1}, inputs="a")
    drawing.add("sum", "Add", {}, inputs=["c", "d"])
    drawing.add("e", "Conv2D", {"filters": 5, "kernel_size": 1}, inputs="sum")
    told = said(drawing)
    assert told.problems == [("sum", "K-MERGE", None)]
    assert told.shape("sum") == (None, None, None, 4)
    assert told.shape("e") == (None, None, None, 5)
    assert told.facts["e"].params == 25


def test_keyword_tensors_and_constants_of_calls(said):
    drawing = Drawing().input("a", 7, 4).input("m", 7, dtype="bool")
    call = {"training": False, "use_causal_mask": True}
    parameters = {"num_heads": 2, "key_dim": 4}
    drawing.add(
        "x", "MultiHeadAttention", parameters, call, query="a", value="a", key="a"
    )
    drawing.add("y", "LSTM", {"units": 3}, {"training": False}, sequences="a", mask="m")
    told = said(drawing)
    assert told.problems == []
    assert told.shape("y") == (None, 3)


def test_layers_that_known_models_have_for_themselves_are_made(said):
    home = "keras.src.applications.convnext"
    parameters = {"init_values": 1e-6, "projection_dim": 3}
    drawing = Drawing().input("a", 8, 8, 3)
    drawing.add("x", f"{home}.LayerScale", parameters, inputs="a")
    drawing.add("y", f"{home}.keras", {}, inputs="a")
    drawing.add("z", "keras.src.layers.core.lambda_layer.Lambda", {}, inputs="a")
    told = said(drawing)
    assert told.facts["x"].params == 3
    assert told.problems == [("y", "K-CLASS", None), ("z", "K-CLASS", None)]
