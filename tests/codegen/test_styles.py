"""Styles of the model's code, and what a style cannot write."""

from dataclasses import replace

import pytest

from studio.codegen.custom import custom_code
from studio.codegen.model_code import generate_model
from studio.codegen.training_code import generate_training
from studio.errors import StudioError
from studio.graph import commands
from studio.graph.model import MODEL_CLASS
from studio.graph.setup import (
    CodeHeader,
    CodeSettings,
    CodeStyle,
    FitSettings,
    ModelSettings,
    Setup,
    WeightsFile,
)
from studio.graph.values import keras_object
from tests.codegen import samples
from tests.codegen.linting import lint
from tests.codegen.samples import Sketch, layer

CUSTOM = """\
import numpy as np
from tensorflow import keras


class Scaled(keras.layers.Layer):
    \"\"\"Scale.\"\"\"

    def call(self, x: keras.KerasTensor) -> keras.KerasTensor:
        \"\"\"Scale it.\"\"\"
        return x * np.pi
"""


def sequential(sketch, catalog):
    return generate_model(sketch.document(style=CodeStyle.SEQUENTIAL), catalog)


def test_what_branches_is_named(catalog):
    sketch = Sketch()
    start = layer(sketch, "Dense", "start", sketch.input("in", 4), units=3)
    layer(sketch, "Dense", "left", start, units=3)
    layer(sketch, "Dense", "right", start, units=3)
    with pytest.raises(StudioError, match=r"2 outputs.*functional style"):
        sequential(sketch, catalog)


def test_what_joins_is_named(catalog):
    sketch = Sketch()
    start = layer(sketch, "Dense", "start", sketch.input("in", 4), units=3)
    sketch.call("keras.layers.Add", "sum", inputs__0=start, inputs__1=start)
    with pytest.raises(StudioError, match="sum joins several tensors"):
        sequential(sketch, catalog)


def test_a_frozen_input_is_an_input(catalog):
    """Whoever freezes all layers freezes the input, too."""
    document = samples.chain()
    for definition in list(document.graph.definitions.values()):
        edit = commands.set_parameters(document, definition.id, {"trainable": False})
        document.apply(edit)
    text = generate_model(document, catalog).text
    (line,) = (line for line in text.splitlines() if "keras.Input(" in line)
    assert "trainable" not in line
    assert "trainable=False" in text


def test_several_inputs_are_named(catalog):
    with pytest.raises(StudioError, match="2 inputs: left, right"):
        generate_model(samples.nested(CodeStyle.SEQUENTIAL), catalog)


def test_a_group_is_no_layer_of_a_chain(catalog):
    with pytest.raises(StudioError, match="block1 is no layer"):
        generate_model(samples.grouped(CodeStyle.SEQUENTIAL), catalog)


def test_a_frozen_model_in_a_chain_has_a_variable(catalog):
    sketch = Sketch()
    features = sketch.input("in", 108)
    given = {"trainable": False}
    head = sketch.call("keras.Sequential", "head", given, "b3", inputs=features)
    layer(sketch, "Dense", "last", head, units=1)
    document = sketch.document(samples.head(), style=CodeStyle.SEQUENTIAL)
    text = generate_model(document, catalog).text
    assert "    head = build_head()\n    head.trainable = False\n" in text
    assert "            head,\n" in text


@pytest.mark.parametrize("style", CodeStyle)
def test_lines_of_all_nodes_are_known_in_every_style(catalog, style):
    document = samples.chain(style)
    source = generate_model(document, catalog)
    assert source.lines_of.keys() == document.graph.nodes.keys()


@pytest.mark.parametrize("style", [CodeStyle.FUNCTIONAL, CodeStyle.SUBCLASS])
def test_nodes_inside_blocks_have_lines(catalog, style):
    for document in (samples.grouped(style), samples.nested(style)):
        source = generate_model(document, catalog)
        graphs = [document.graph, *(b.graph for b in document.blocks.values())]
        called = {
            node.id
            for graph in graphs
            for node in graph.nodes.values()
            if node.kind == "layer"
        }
        assert called <= source.lines_of.keys()


def test_everything_passes_the_linter(catalog, tmp_path):
    modules = {}
    for style in CodeStyle:
        for header in CodeHeader:
            documents = {"chain": samples.chain(style)}
            if style is not CodeStyle.SEQUENTIAL:
                documents["grouped"] = samples.grouped(style)
                documents["nested"] = samples.nested(style)
            for name, document in documents.items():
                code = CodeSettings(style, header, CUSTOM)
                fit = FitSettings(callbacks=(early_stopping(),))
                weights = WeightsFile("w.weights.h5", "0" * 64)
                model = ModelSettings("my_model", weights=weights)
                document._setup = Setup(fit=fit, model=model, code=code)
                for kind in (generate_model, generate_training):
                    stem = f"{kind.__name__}_{name}_{style}_{header}"
                    modules[stem] = kind(document, catalog).text
    assert lint(modules, tmp_path) == ""


def early_stopping():
    return keras_object("keras.callbacks.EarlyStopping", {"patience": 3})


def test_callbacks_come_before_those_of_the_caller(catalog):
    document = samples.chain()
    document._setup = Setup(fit=FitSettings(callbacks=(early_stopping(),)))
    text = generate_training(document, catalog).text
    assert (
        "        callbacks=[keras.callbacks.EarlyStopping(patience=3), *callbacks],\n"
    ) in text


@pytest.mark.parametrize("device", ["auto", "all"])
def test_weights_are_loaded_before_training(catalog, tmp_path, device):
    weights = WeightsFile("mine.weights.h5", "0" * 64)
    document = samples.chain(weights=weights)
    document._setup = replace(document.setup, fit=FitSettings(device=device))
    text = generate_training(document, catalog, tmp_path).text
    path = str(tmp_path / "mine.weights.h5")
    names: dict[str, str] = {}
    start = text.index("WEIGHTS = ")
    exec(text[start : text.index("\n\n", start)], names)
    assert names["WEIGHTS"] == path
    main = [line.strip() for line in text.split("def main()")[1].splitlines()]
    built = main.index("model = build_model()")
    assert main[built + 1] == "model.load_weights(WEIGHTS)"


def test_weights_of_layers_that_changed_are_loaded_by_name(catalog):
    ids = {d.name: d.id for d in samples.chain().graph.definitions.values()}
    layers = {ids["flatten"]: "flatten", ids["hidden"]: "old", "gone": "dense"}
    weights = WeightsFile("mine.weights.h5", "0" * 64, is_partial=True, layers=layers)
    text = generate_training(samples.chain(weights=weights), catalog).text
    assert 'NAMES_IN_FILE: dict[str, str] = {"hidden": "old", "dense": ""}\n' in text
    assert "print(load_known_weights(model))\n" in text
    assert "model.load_weights(WEIGHTS)" not in text


def test_the_header_says_where_keras_comes_from(catalog):
    document = samples.chain()
    assert "\nfrom tensorflow import keras\n" in generate_model(document, catalog).text
    document._setup = Setup(code=CodeSettings(header=CodeHeader.KERAS))
    text = generate_model(document, catalog).text
    assert "\nimport keras\n" in text
    assert "tensorflow" not in text


def test_own_classes_are_defined_once_and_used(catalog):
    sketch = Sketch()
    x = sketch.input("in", 4)
    x = sketch.call("custom.Scaled", "scaled", {"factor": 2}, inputs=x)
    sketch.call("custom.Scaled", "scaled_1", inputs=x)
    document = sketch.document()
    document._setup = Setup(code=CodeSettings(custom=CUSTOM))
    text = generate_model(document, catalog).text
    assert text.count("class Scaled(") == 1
    assert text.count("from tensorflow import keras\n") == 1
    assert "x = Scaled(factor=2)(inputs)" in text
    assert text.index("import numpy as np") < text.index("class Scaled(")


def test_a_class_that_is_not_there_is_named(catalog):
    sketch = Sketch()
    sketch.call("custom.Other", "other", inputs=sketch.input("in", 4))
    document = sketch.document()
    document._setup = Setup(code=CodeSettings(custom=CUSTOM))
    with pytest.raises(StudioError, match=r"other uses 'custom\.Other'"):
        generate_model(document, catalog)


def test_own_code_that_is_no_python_is_refused_with_its_line():
    with pytest.raises(StudioError, match="line 2"):
        custom_code("import os\nclass :\n")


def test_a_nested_model_has_no_other_settings(catalog):
    sketch = Sketch()
    x = sketch.input("in", 8, 8, 3)
    model = sketch.call(MODEL_CLASS, "encoder", {"dtype": "float16"}, "b2", inputs=x)
    sketch.output((model, "code"))
    with pytest.raises(StudioError, match="encoder is a nested model"):
        generate_model(sketch.document(samples.encoder()), catalog)


def loop_of(catalog, *names, widths=()):
    text = generate_model(samples.repeated(*names, widths=widths), catalog).text
    lines = text.split("def build_model")[1].splitlines()
    start = next(i for i, line in enumerate(lines) if line.startswith("    for "))
    return [line[4:] for line in lines[start - 1 : start + 2]]


def test_alike_blocks_in_a_row_are_a_loop(catalog):
    assert loop_of(catalog, "block1", "block2", "block3") == [
        "x = inputs",
        "for number in range(1, 4):",
        '    x = residual_block(x, name=f"block{number}")',
    ]


def test_a_loop_runs_over_what_is_different(catalog):
    assert loop_of(catalog, "s1_out", "s2_out", "s3_out", widths=(8, 16, 32))[1:] == [
        "for number, filters in enumerate((8, 16, 32), start=1):",
        '    x = residual_block(x, filters, name=f"s{number}_out")',
    ]


def test_a_loop_runs_over_names_without_numbers(catalog):
    assert loop_of(catalog, "low", "middle", "high", widths=(8, 8, 32))[1:] == [
        'for block_name, filters in (("low", 8), ("middle", 8), ("high", 32)):',
        "    x = residual_block(x, filters, name=block_name)",
    ]


def test_two_blocks_are_no_loop(catalog):
    text = generate_model(samples.grouped(), catalog).text
    assert "for " not in text.split("def build_model")[1].split('"""')[2]


def test_loops_pass_the_linter_and_name_their_nodes(catalog, tmp_path):
    modules = {}
    for number, names in enumerate(
        (["a1", "a2", "a3"], ["x" * 30 + w for w in "abcd"])
    ):
        document = samples.repeated(*names, widths=(8, 16, 24, 32))
        source = generate_model(document, catalog)
        modules[f"loop_{number}"] = source.text
        calls = {n.id for n in document.graph.nodes.values() if n.kind == "layer"}
        assert calls <= source.lines_of.keys()
    assert lint(modules, tmp_path) == ""


def chain_inside(**config):
    layers = (
        keras_object("keras.layers.InputLayer", {"batch_shape": (None, 4)}),
        keras_object("keras.layers.Dense", {"units": 2, "name": "small"}),
    )
    return keras_object("keras.Sequential", {"layers": layers, **config})


def wrapped(model):
    sketch = Sketch()
    x = sketch.input("in", 3, 4)
    layer(sketch, "TimeDistributed", "each", x, layer=model)
    return sketch.document()


def test_a_chain_inside_a_wrapper_is_written_in_place(catalog, tmp_path):
    text = generate_model(wrapped(chain_inside(name="step")), catalog).text
    assert "keras.Sequential(\n" in text
    assert 'keras.layers.Dense(2, name="small"),\n' in text
    assert 'name="step",\n' in text
    assert lint({"wrapped": text}, tmp_path) == ""


def test_a_frozen_chain_inside_a_wrapper_is_refused(catalog):
    with pytest.raises(StudioError, match="each holds a frozen model"):
        generate_model(wrapped(chain_inside(trainable=False)), catalog)
