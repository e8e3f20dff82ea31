from dataclasses import replace

from studio.graph.block import BlockKind
from studio.graph.model import NodeKind
from studio.graph.setup import CodeStyle
from studio.importing.config import import_config
from tests.importing.sample import (
    calls,
    catalog,
    config,
    definition,
    imported,
    outputs,
    wires,
)


def test_functional_model_keeps_names_wires_and_arguments():
    model = imported("functional")
    graph = model.document.graph
    assert model.title == "fun"
    assert definition(graph, "image").parameters == {"shape": (8, 8, 3)}
    assert definition(graph, "conv").parameters["filters"] == 4
    assert wires(graph, "conv") == [{"inputs": "image:0"}]
    assert outputs(graph) == {(): "dense:0"}
    seeded = definition(graph, "dense").parameters["kernel_initializer"]
    assert seeded["config"] == {"seed": 3}
    assert "bias_initializer" not in definition(graph, "dense").parameters
    assert model.warnings == ()


def test_sequential_model_is_a_chain_and_stays_sequential():
    for name in ("sequential", "sequential_noinput"):
        document = imported(name).document
        assert document.setup.code.style is CodeStyle.SEQUENTIAL
        assert wires(document.graph, "dense") == [{"inputs": "a:0"}]
        assert outputs(document.graph) == {(): "dense:0"}
        kinds = [node.kind for node in document.graph.nodes.values()]
        assert kinds.count(NodeKind.INPUT) == 1


def test_unbuilt_sequential_model_says_that_its_input_is_missing():
    model = imported("sequential_unbuilt")
    assert "shape of its input" in model.warnings[0]


def test_nested_models_are_blocks_and_calls_are_counted_as_keras_does():
    document = imported("nested").document
    graph = document.graph
    inner = definition(graph, "inner")
    assert inner.layer_class == "keras.Model"
    assert inner.parameters == {"trainable": False}
    assert document.blocks[inner.block].kind is BlockKind.MODEL
    sequential = definition(graph, "s")
    assert sequential.layer_class == "keras.Sequential"
    assert document.blocks[sequential.block].kind is BlockKind.SEQUENTIAL
    first, second = calls(graph, "inner")
    assert wires(graph, "inner") == [{"inputs": "a:0"}, {"inputs": "b:0"}]
    assert [edge.source for edge in graph.edges_into(calls(graph, "s")[1].id)] == [
        second.id
    ]
    marks = [n for n in graph.nodes.values() if n.place == (2,)]
    assert [edge.source for edge in graph.edges_into(marks[0].id)] == [first.id]


def test_model_in_a_model_in_a_model():
    document = imported("twice").document
    deep = document.blocks[definition(document.graph, "deep").block].graph
    assert wires(deep, "inner") == [{"inputs": "a:0"}, {"inputs": "inner:0"}]
    inner = document.blocks[definition(deep, "inner").block].graph
    assert wires(inner, "d") == [{"inputs": "input_layer:0"}, {"inputs": "d:0"}]


def test_structures_of_inputs_and_outputs_have_places():
    graph = imported("structures").document.graph
    places = {
        graph.title_of(node.id): node.place
        for node in graph.nodes.values()
        if node.kind is NodeKind.INPUT
    }
    assert places == {"a": ("p",), "b": ("q", 0), "c": ("q", 1)}
    assert outputs(graph) == {
        ("one",): "one:0",
        ("two", 0): "add:0",
        ("two", 1): "concatenate:0",
    }
    assert wires(graph, "add") == [{"inputs[0]": "a:0", "inputs[1]": "b:0"}]


def test_states_of_a_recurrent_layer_are_wired_to_their_ports():
    graph = imported("rnn").document.graph
    assert wires(graph, "dec") == [
        {
            "sequences": "input_layer:0",
            "initial_state[0]": "enc:1",
            "initial_state[1]": "enc:2",
        }
    ]
    cell = definition(graph, "r").parameters["cell"]
    assert [c["class_name"] for c in cell["config"]["cells"]] == ["LSTMCell", "GRUCell"]
    assert definition(graph, "td").parameters["layer"]["config"]["units"] == 2


def test_attention_takes_its_tensors_by_keyword():
    graph = imported("masks").document.graph
    assert wires(graph, "mha2") == [
        {"query": "layer_normalization:0", "value": "lstm:0", "key": "lstm:0"}
    ]
    assert calls(graph, "mha2")[0].call == {"return_attention_scores": True}
    assert calls(graph, "mha")[0].call == {"use_causal_mask": True}
    assert outputs(graph)[1,] == "mha2:1"


def test_custom_layers_keep_their_config_and_lambdas_stay_text():
    graph = imported("custom").document.graph
    own = definition(graph, "own")
    assert own.layer_class == "mine>Own"
    assert own.parameters["n"] == 3
    function = definition(graph, "lam").parameters["function"]
    assert function["class_name"] == "__lambda__"
    assert isinstance(function["config"]["code"], str)


def test_policies_seeds_and_trainable_flags_are_kept():
    document = imported("policies").document
    graph = document.graph
    assert not document.setup.model.trainable
    assert definition(graph, "m").parameters["dtype"] == "mixed_float16"
    assert definition(graph, "m").parameters["trainable"] is False
    assert definition(graph, "input_layer").parameters["batch_size"] == 2
    assert definition(graph, "gaussian_noise").parameters["seed"] == 4
    regularizer = definition(graph, "dense_1").parameters["kernel_regularizer"]
    assert regularizer["config"] == {"l1": 0.1, "l2": 0.2}


def test_chain_of_5000_layers_opens():
    start = config("functional")
    dense = start["config"]["layers"][-1]
    layers = start["config"]["layers"][:4]
    before = "flatten"
    for index in range(5000):
        layer = {**dense, "name": f"d{index}"}
        layer["config"] = {**dense["config"], "name": f"d{index}"}
        tensor = {"keras_history": [before, 0, 0]}
        call = {"class_name": "__keras_tensor__", "config": tensor}
        layer["inbound_nodes"] = [{"args": [call], "kwargs": {}}]
        layers.append(layer)
        before = f"d{index}"
    start["config"] |= {"layers": layers, "output_layers": [before, 0, 0]}
    model = import_config(start, catalog())
    assert model.warnings == ()
    assert len(model.document.graph.nodes) == 5005


def test_bidirectional_layer_says_its_layer_once():
    start = config("rnn")
    both = definition(imported("rnn").document.graph, "bi").parameters
    assert set(both) == {"layer"}
    assert both["layer"]["config"] == {
        "name": "g",
        "return_sequences": True,
        "units": 3,
    }
    wrapper = next(d for d in start["config"]["layers"] if d["name"] == "bi")
    wrapper["config"]["backward_layer"]["config"]["activation"] = "relu"
    graph = import_config(start, catalog()).document.graph
    assert set(definition(graph, "bi").parameters) == {"layer", "backward_layer"}


def compiled(**settings):
    start = config("sequential")
    start["compile_config"] = settings
    return import_config(start, catalog())


def test_how_the_model_was_compiled_is_kept():
    adam = {
        "module": "keras.optimizers",
        "class_name": "Adam",
        "config": {"name": "adam", "learning_rate": 0.5, "beta_1": 0.9},
    }
    model = compiled(optimizer=adam, loss="mse", metrics=["mae"])
    settings = model.document.setup.compile
    assert settings.optimizer["class_name"] == "Adam"
    assert settings.optimizer["config"] == {"learning_rate": 0.5}
    assert settings.loss["class_name"] == "MeanSquaredError"
    assert settings.metrics == ("mae",)
    assert model.warnings == ()


def test_a_loss_that_keras_saved_as_an_object_has_no_name():
    """Losses take a name in Keras, but nobody sets it; a metric's is its title."""
    data = {"name": "mean_squared_error", "reduction": "sum", "dtype": "float32"}
    loss = {"module": "keras.losses", "class_name": "MeanSquaredError", "config": data}
    metric = {
        "module": "keras.metrics",
        "class_name": "Precision",
        "config": {"name": "hits", "top_k": 2},
    }
    settings = compiled(loss=loss, metrics=[metric]).document.setup.compile
    assert "name" not in settings.loss["config"]
    assert settings.loss["config"]["reduction"] == "sum"
    assert settings.metrics[0]["config"]["name"] == "hits"


def test_what_of_compiling_cannot_be_kept_is_told():
    model = compiled(optimizer={"class_name": "Own", "config": {}}, loss=["mse", "mae"])
    assert len(model.warnings) == 2
    odd = compiled(optimizer={"class_name": "Adam", "config": "x"})
    assert "optimizer of the model is unknown" in odd.warnings[0]
    usual = imported("sequential").document.setup.compile
    assert model.document.setup.compile == replace(usual, metrics=())
