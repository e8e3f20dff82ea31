import ast
import textwrap

import pytest

from studio.codegen.model_code import generate_model
from studio.errors import StudioError
from studio.graph import commands
from studio.graph.edits import Connect
from studio.graph.model import Edge
from studio.graph.values import keras_object


def body(document, catalog):
    """Statements of build_model, without its head."""
    text = generate_model(document, catalog).text
    inside = text.split("def build_model() -> keras.Model:\n")[1]
    return textwrap.dedent(inside.split('    """\n', 1)[1])


def test_a_chain_reuses_x_and_leaves_defaults_out(draw, catalog):
    image = draw.input(28, 28, 1)
    conv = draw.layer("Conv2D", image, filters=32, kernel_size=3, activation="relu")
    flat = draw.layer("Flatten", conv)
    draw.layer("Dense", flat, units=10, activation="softmax", use_bias=True)
    assert body(draw.document, catalog) == textwrap.dedent("""\
        inputs = keras.Input(shape=(28, 28, 1), name="input")
        x = keras.layers.Conv2D(32, 3, activation="relu")(inputs)
        x = keras.layers.Flatten()(x)
        outputs = keras.layers.Dense(10, activation="softmax")(x)
        return keras.Model(inputs, outputs)
        """)


def test_a_value_used_later_has_a_name_of_its_own(draw, catalog):
    start = draw.input(8)
    wide = draw.layer("Dense", start, units=8, name="skip")
    deep = draw.layer("Dense", wide, units=8)
    draw.layer("Add", wide, deep)
    assert body(draw.document, catalog) == textwrap.dedent("""\
        inputs = keras.Input(shape=(8,), name="input")
        skip = keras.layers.Dense(8, name="skip")(inputs)
        x = keras.layers.Dense(8)(skip)
        outputs = keras.layers.Add()([skip, x])
        return keras.Model(inputs, outputs)
        """)


def test_branches_are_written_one_after_the_other(draw, catalog):
    image, number = draw.input(4), draw.input(2)
    draw.document.apply(commands.rename(draw.document, image, "image"))
    draw.document.apply(commands.rename(draw.document, number, "class"))
    left = draw.layer("Dense", image, units=3)
    right = draw.layer("Dense", number, units=3)
    left = draw.layer("Dense", left, units=5)
    right = draw.layer("Dense", right, units=5)
    draw.layer("Concatenate", left, right)
    assert body(draw.document, catalog) == textwrap.dedent("""\
        image = keras.Input(shape=(4,), name="image")
        class_ = keras.Input(shape=(2,), name="class")
        x = keras.layers.Dense(3)(image)
        dense_2 = keras.layers.Dense(5, name="dense_2")(x)
        x = keras.layers.Dense(3)(class_)
        x = keras.layers.Dense(5, name="dense_3")(x)
        outputs = keras.layers.Concatenate()([dense_2, x])
        return keras.Model([image, class_], outputs)
        """)


def test_a_shared_layer_is_made_once_and_called_twice(draw, catalog):
    one, two = draw.input(4), draw.input(4)
    first = draw.layer("Dense", one, units=3, name="encoder")
    second = draw.again(first, two)
    draw.layer("Subtract", first, second)
    assert body(draw.document, catalog) == textwrap.dedent("""\
        input_ = keras.Input(shape=(4,), name="input")
        input_1 = keras.Input(shape=(4,), name="input_1")
        encoder = keras.layers.Dense(3, name="encoder")
        encoder_output = encoder(input_)
        x = encoder(input_1)
        outputs = keras.layers.Subtract()([encoder_output, x])
        return keras.Model([input_, input_1], outputs)
        """)
    lines = generate_model(draw.document, catalog).lines_of
    assert lines[first] == ((13, 14),)
    assert lines[second] == ((13, 13), (15, 15))


def test_other_ports_are_keywords_and_constants_follow(draw, catalog):
    words = draw.input(None, 8)
    attention = draw.layer(
        "MultiHeadAttention", words, words, words, num_heads=2, key_dim=4
    )
    edit = commands.set_call_argument(draw.document, attention, "use_causal_mask", True)
    draw.document.apply(edit)
    assert body(draw.document, catalog).splitlines()[1:5] == [
        "outputs = keras.layers.MultiHeadAttention(",
        "    num_heads=2,",
        "    key_dim=4,",
        ")(inputs, value=inputs, key=inputs, use_causal_mask=True)",
    ]


def test_outputs_of_one_call_are_picked_by_index(draw, catalog):
    words = draw.input(None, 8)
    memory = draw.layer("LSTM", words, units=4, return_state=True)
    draw.layer("LSTM", (memory, "0"), name="last", units=4)
    document = draw.document
    reader = draw.layer("Concatenate", (memory, "1"), (memory, "2"))
    draw.output(reader)
    assert body(document, catalog) == textwrap.dedent("""\
        inputs = keras.Input(shape=(None, 8), name="input")
        lstm = keras.layers.LSTM(4, return_state=True)(inputs)
        outputs = keras.layers.Concatenate()([lstm[1], lstm[2]])
        return keras.Model(inputs, outputs)
        """)


def test_the_only_output_of_a_call_that_returns_several(draw, catalog):
    words = draw.input(None, 8)
    memory = draw.layer("GRU", words, units=4, return_state=True)
    draw.layer("Dense", memory, units=1)
    assert "Dense(1)(gru[0])" in body(draw.document, catalog)


def test_initial_states_become_a_list(draw, catalog):
    words, hidden, cell = draw.input(None, 8), draw.input(4), draw.input(4)
    ports = ["sequences", "initial_state[0]", "initial_state[1]"]
    draw.layer("LSTM", words, hidden, cell, ports=ports, units=4)
    assert "(input_, initial_state=[input_1, input_2])" in body(draw.document, catalog)


def test_output_nodes_decide_what_comes_out_and_in_which_order(draw, catalog):
    start = draw.input(4)
    first = draw.layer("Dense", start, units=3, name="first")
    second = draw.layer("Dense", first, units=2, name="second")
    draw.layer("Dense", second, units=9, name="unused")
    right, left = draw.output(first, x=100), draw.output(second, x=0)
    text = body(draw.document, catalog)
    assert text.endswith("return keras.Model(inputs, [second, first])\n")
    assert "unused" not in text
    lines = generate_model(draw.document, catalog).lines_of
    assert lines[left] == lines[right] == ((14, 14),)


def test_open_ends_are_the_outputs_of_an_unmarked_model(draw, catalog):
    start = draw.input(4)
    draw.layer("Dense", start, units=3, name="price")
    draw.layer("Dense", start, units=2, name="colour")
    assert "keras.Model(inputs, [price, colour])" in body(draw.document, catalog)


def test_keras_objects_become_constructor_calls(draw, catalog):
    start = draw.input(4)
    draw.layer(
        "Dense",
        start,
        units=3,
        kernel_initializer=keras_object("keras.initializers.HeNormal", {"seed": 1}),
        bias_initializer="ones",
        kernel_regularizer=keras_object("keras.regularizers.L2"),
    )
    text = body(draw.document, catalog)
    assert "    kernel_initializer=keras.initializers.HeNormal(seed=1),\n" in text
    assert '    bias_initializer="ones",\n' in text
    assert "    kernel_regularizer=keras.regularizers.L2(),\n" in text


def test_wrapped_layers_count_in_keras_numbering(draw, catalog):
    words = draw.input(None, 8)
    inner = keras_object("keras.layers.LSTM", {"units": 4, "return_sequences": True})
    both = draw.layer("Bidirectional", words, layer=inner)
    draw.layer("LSTM", both, units=2)
    text = body(draw.document, catalog)
    assert "Bidirectional(keras.layers.LSTM(4, return_sequences=True))(inputs)" in text
    # Keras called the wrapped one "lstm"; the document calls this one so.
    assert 'keras.layers.LSTM(2, name="lstm")(x)' in text


def test_names_are_written_where_keras_would_choose_others(draw, catalog):
    start = draw.input(4)
    first = draw.layer("Dense", start, units=3, name="dense_1")
    second = draw.layer("Dense", first, units=3, name="dense")
    third = draw.layer("Dense", second, units=3, name="dense_9")
    assert len({first, second, third}) == 3
    assert [
        line.partition("Dense(")[2] for line in body(draw.document, catalog).split("\n")
    ][1:4] == ['3, name="dense_1")(inputs)', "3)(x)", '3, name="dense_9")(x)']


def test_what_does_not_fit_on_a_line_has_one_argument_a_line(draw, catalog):
    start = draw.input(4)
    draw.layer("Dense", start, units=3, name="a" * 60)
    assert body(draw.document, catalog).splitlines()[1:5] == [
        "outputs = keras.layers.Dense(",
        "    3,",
        f'    name="{"a" * 60}",',
        ")(inputs)",
    ]


def test_many_tensors_are_listed_one_a_line(draw, catalog):
    start = draw.input(4)
    parts = [draw.layer("Dense", start, units=3) for _ in range(15)]
    draw.layer("Concatenate", *parts)
    lines = body(draw.document, catalog).splitlines()
    assert lines[16:19] == [
        "outputs = keras.layers.Concatenate()(",
        "    [",
        "        dense,",
    ]
    assert lines[-3:-1] == ["    ],", ")"]


def test_an_unfinished_graph_says_what_is_missing(draw, catalog):
    with pytest.raises(StudioError, match="canvas is empty"):
        generate_model(draw.document, catalog)
    lonely = draw.layer("Dense", units=3)
    start = draw.input(4)
    with pytest.raises(StudioError, match="dense has no input"):
        generate_model(draw.document, catalog)
    draw.document.apply(Connect(Edge(start, lonely, "inputs")))
    assert "Dense(3)" in generate_model(draw.document, catalog).text


def test_a_cycle_is_named(draw, catalog):
    start = draw.input(4)
    one = draw.layer("Add", start)
    two = draw.layer("Dense", one, units=4)
    draw.document.apply(Connect(Edge(two, one, "inputs[1]")))
    with pytest.raises(StudioError, match="These layers form a loop"):
        generate_model(draw.document, catalog)


@pytest.mark.parametrize(
    "path",
    ["os.system", "keras.layers.Dense(1); import os", "keras.layers.Nonsense", "x\ny"],
)
def test_only_classes_of_the_catalog_get_into_code(draw, catalog, path):
    start = draw.input(4)
    edit, node = commands.place_layer(draw.document, path, (0, 0), {"units": 3})
    draw.document.apply(edit)
    draw.document.apply(Connect(Edge(start, node, "inputs")))
    with pytest.raises(StudioError, match="does not have"):
        generate_model(draw.document, catalog)


def test_only_objects_of_the_catalog_get_into_code(draw, catalog):
    start = draw.input(4)
    evil = {"module": "os", "class_name": "system", "config": {"command": "true"}}
    draw.layer("Dense", start, units=3, kernel_initializer=evil)
    with pytest.raises(StudioError, match=r"dense uses 'os\.system'"):
        generate_model(draw.document, catalog)


def test_an_argument_name_that_is_code_stays_text(draw, catalog):
    start = draw.input(4)
    name = "units=1); import os; f(x"
    draw.layer("Dense", start, units=3, **{name: 1, "class": 2})
    tree = ast.parse(generate_model(draw.document, catalog).text)
    assert not any(isinstance(node, ast.Import) for node in ast.walk(tree))
    texts = {n.value for n in ast.walk(tree) if isinstance(n, ast.Constant)}
    assert {name, "class"} <= texts


def test_nodes_are_found_by_line(draw, catalog):
    start = draw.input(4)
    dense = draw.layer("Dense", start, units=3, name="a" * 60)
    source = generate_model(draw.document, catalog)
    assert source.lines_of == {start: ((11, 11),), dense: ((12, 15),)}
    assert source.nodes_at(11) == (start,)
    assert source.nodes_at(14) == (dense,)
    assert source.nodes_at(1) == source.nodes_at(16) == ()


def test_a_mask_may_be_wired_and_is_a_keyword(draw, catalog):
    series, mask = draw.input(9, 4), draw.input(9, dtype="bool")
    layer = draw.layer("GRU", series, units=3)
    assert commands.free_port(draw.document.graph, catalog, layer) == "initial_state[0]"
    draw.document.apply(Connect(Edge(mask, layer, "mask")))
    assert ".GRU(3)(input_, mask=input_1)" in body(draw.document, catalog)


def test_what_tensorflow_has_an_older_class_of_comes_from_keras(draw, catalog):
    start = draw.input(4)
    draw.layer("AlphaDropout", start, rate=0.1)
    text = generate_model(draw.document, catalog).text
    assert "from keras.layers import AlphaDropout\nfrom tensorflow import" in text
    assert "outputs = AlphaDropout(0.1)(inputs)" in text


def test_a_pair_stays_a_pair_where_keras_takes_no_number(draw, catalog):
    image = draw.input(32, 32, 3)
    pooled = draw.layer("MaxPooling2D", image, pool_size=(3, 3))
    grid = (4, 4)
    draw.layer(
        "ContrastLimitedAdaptiveHistogramEqualization",
        pooled,
        value_range=(0, 255),
        tile_grid_size=grid,
    )
    code = body(draw.document, catalog)
    assert "MaxPooling2D(pool_size=3)" in code
    assert "tile_grid_size=(4, 4)" in code
