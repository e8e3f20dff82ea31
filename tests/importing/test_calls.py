"""Arguments of calls: what is kept, and what Keras adds by itself."""

import pytest

from studio.importing.config import import_config
from tests.importing.sample import calls, catalog, config, definition, imported, wires

OPS = {
    "add": ({"x1": "a:0", "x2": "b:0"}, {}),
    "multiply": ({"x1": "add:0"}, {"x2": 2}),
    "subtract": ({"x2": "multiply:0"}, {"x1": 1}),
    "negative": ({"x": "subtract:0"}, {}),
    "concatenate": ({"xs[0]": "a:0", "xs[1]": "b:0"}, {"axis": -1}),
    "mean": ({"x": "negative:0"}, {"axis": 1, "keepdims": True}),
    "einsum": (
        {"operands[0]": "a:0", "operands[1]": "b:0"},
        {"subscripts": "bij,bkj->bik"},
    ),
    "reshape": ({"x": "a:0"}, {"newshape": (-1, 20)}),
    "split": ({"x": "a:0"}, {"indices_or_sections": (2,), "axis": 1}),
    "where": ({"condition": "greater:0", "x1": "a:0"}, {"x2": 0.0}),
    "power_1": ({"x2": "a:0"}, {"x1": 2}),
    "take": ({"x": "a:0"}, {"axis": 1, "indices": (0, 1)}),
}


@pytest.mark.parametrize("name", OPS)
def test_ops_have_tensors_on_ports_and_constants_as_parameters(name):
    graph = imported("opsm").document.graph
    ports, constants = OPS[name]
    assert wires(graph, name) == [ports]
    assert definition(graph, name).parameters == constants
    assert definition(graph, name).layer_class == f"keras.ops.{name.split('_1')[0]}"


def test_ops_are_told_from_layers_of_the_same_name():
    layer = definition(imported("structures").document.graph, "add")
    op = definition(imported("opsm").document.graph, "add")
    assert (layer.layer_class, op.layer_class) == ("keras.layers.Add", "keras.ops.add")


def test_slices_are_keys_of_an_item():
    graph = imported("opsm").document.graph
    every = {
        "class_name": "__slice__",
        "config": dict.fromkeys(("start", "stop", "step")),
    }
    item = definition(graph, "get_item")
    assert item.layer_class == "keras.ops.get_item"
    assert item.parameters == {"key": (every, 0)}
    dots = definition(graph, "get_item_1").parameters["key"][0]
    assert dots == {"class_name": "__ellipsis__", "config": {}}
    assert definition(graph, "get_item_2").parameters == {"key": (every, None)}


def test_training_that_nobody_gave_is_left_out():
    graph = imported("policies").document.graph
    assert calls(graph, "dropout")[0].call == {}
    assert calls(graph, "gaussian_noise")[0].call == {}


def test_training_that_differs_from_the_default_is_kept():
    start = config("k2_functional")
    layer = next(
        data
        for data in start["config"]["layers"]
        if data["class_name"] == "BatchNormalization"
    )
    layer["inbound_nodes"][0][0][3]["training"] = False
    graph = import_config(start, catalog()).document.graph
    assert calls(graph, "batch_normalization")[0].call == {"training": False}


def test_mask_of_a_masking_layer_comes_by_itself():
    graph = imported("masking_explicit").document.graph
    assert wires(graph, "gru") == [{"sequences": "mk:0"}]
    assert len(graph.nodes) == 5


def test_mask_of_an_embedding_comes_by_itself_and_one_that_was_given_stays():
    graph = imported("masks").document.graph
    assert wires(graph, "lstm") == [{"sequences": "emb:0"}]
    assert wires(graph, "global_average_pooling1d") == [
        {"inputs": "mha2:0", "mask": "not_equal_1:0"}
    ]
    names = {d.name for d in graph.definitions.values()}
    assert "not_equal" not in names


def test_mask_that_an_embedding_does_not_make_stays():
    start = config("masks")
    embedding = start["config"]["layers"][1]
    embedding["config"]["mask_zero"] = False
    graph = import_config(start, catalog()).document.graph
    assert wires(graph, "lstm") == [{"sequences": "emb:0", "mask": "not_equal:0"}]


def test_mask_that_is_used_for_more_stays():
    start = config("masking_explicit")
    start["config"]["output_layers"] = [["dense", 0, 0], ["any", 0, 0]]
    graph = import_config(start, catalog()).document.graph
    assert wires(graph, "gru") == [{"sequences": "mk:0", "mask": "any:0"}]


def test_activations_called_on_a_tensor_are_ops():
    relu = definition(imported("opsm").document.graph, "re_lu")
    assert relu.layer_class == "keras.activations.relu"
    assert relu.is_op
    assert relu.parameters == {}
    assert wires(imported("opsm").document.graph, "re_lu") == [{"x": "a:0"}]


def test_ops_without_a_module_are_found_by_their_class():
    start = config("opsm")
    for data in start["config"]["layers"]:
        del data["module"], data["registered_name"]
    graph = import_config(start, catalog()).document.graph
    assert definition(graph, "subtract").layer_class == "keras.ops.subtract"
    assert wires(graph, "subtract") == [{"x2": "multiply:0"}]


def test_private_layers_of_the_applications_are_known():
    start = config("functional")
    start["config"]["layers"][2] |= {
        "module": "keras.src.applications.convnext",
        "class_name": "LayerScale",
        "registered_name": "LayerScale",
        "config": {"name": "dropout", "init_values": 1e-6, "projection_dim": 4},
    }
    scale = definition(import_config(start, catalog()).document.graph, "dropout")
    assert scale.layer_class == "keras.src.applications.convnext.LayerScale"
    assert catalog().find(scale.layer_class) is not None


def test_what_was_learnt_replaces_what_says_how_much_to_learn():
    graph = imported("text").document.graph
    assert "num_bins" not in definition(graph, "dz").parameters
    assert "vocabulary_size" not in definition(graph, "il").parameters
