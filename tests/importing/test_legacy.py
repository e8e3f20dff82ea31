"""Models that Keras 2 wrote."""

from tests.importing.sample import calls, definition, imported, outputs, wires


def test_functional_model():
    model = imported("k2_functional")
    graph = model.document.graph
    assert model.warnings == ()
    assert wires(graph, "batch_normalization") == [{"inputs": "conv2d:0"}]
    assert definition(graph, "image").parameters == {"shape": (8, 8, 3)}
    assert definition(graph, "batch_normalization").parameters == {"axis": 3}
    slope = definition(graph, "leaky_re_lu").parameters["negative_slope"]
    assert abs(slope - 0.1) < 1e-6
    assert outputs(graph) == {(): "dense:0"}


def test_sequential_model_takes_its_shape_from_its_first_layer():
    graph = imported("k2_sequential").document.graph
    assert definition(graph, "dense_input").parameters == {"shape": (4,)}
    assert "batch_input_shape" not in definition(graph, "dense").parameters


def test_calls_of_nested_models_count_from_one():
    document = imported("k2_nested").document
    graph = document.graph
    assert wires(graph, "inner") == [{"inputs": "a:0"}, {"inputs": "b:0"}]
    assert wires(graph, "s")[2] == {"inputs": "s:0"}
    first, second, third = (node.id for node in calls(graph, "s"))
    assert [e.source for e in graph.edges_into(third)] == [first]
    adding = calls(graph, "add")[0]
    assert [e.source for e in graph.edges_into(adding.id)] == [first, second]


def test_tensorflow_functions_are_ops():
    graph = imported("k2_ops").document.graph
    found = {d.name: d for d in graph.definitions.values()}
    assert found["tf.math.multiply"].layer_class == "keras.ops.multiply"
    assert found["tf.math.multiply"].parameters == {"x2": 2.0}
    assert found["tf.concat"].layer_class == "keras.ops.concatenate"
    assert found["tf.math.reduce_mean"].parameters == {"axis": 1, "keepdims": True}
    assert found["tf.__operators__.getitem"].layer_class == "keras.ops.get_item"
    assert wires(graph, "tf.__operators__.add") == [{"x1": "a:0", "x2": "b:0"}]
    assert wires(graph, "tf.linalg.matmul") == [
        {"x1": "a:0", "x2": "tf.compat.v1.transpose:0"}
    ]
