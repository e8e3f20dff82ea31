import ast
from dataclasses import replace

import pytest

from studio.codegen.training_code import generate_training
from studio.errors import StudioError
from studio.graph.edits import ChangeSetup
from studio.graph.setup import (
    CompileSettings,
    DataSource,
    FitSettings,
    OutputSettings,
    Setup,
)
from studio.graph.values import keras_object
from tests.codegen.drawing import Drawing
from tests.codegen.test_literals import HOSTILE
from tools.make_examples import build_examples


@pytest.fixture
def model(draw):
    draw.layer("Dense", draw.input(4), units=3)
    return draw.document


def script(document, catalog, setup, **options):
    document.apply(ChangeSetup(setup))
    return generate_training(document, catalog, **options).text


def test_the_same_document_gives_the_same_bytes(catalog):
    for one, again in zip(
        build_examples(catalog), build_examples(catalog), strict=True
    ):
        first = generate_training(one.document, catalog, title=one.title)
        assert first == generate_training(again.document, catalog, title=one.title)
        assert first == generate_training(one.document, catalog, title=one.title)


def test_lines_of_nodes_hold_in_the_whole_script(catalog):
    for example in build_examples(catalog):
        source = generate_training(example.document, catalog)
        lines = source.text.splitlines()
        graph = example.document.graph
        for node_id, ranges in source.lines_of.items():
            class_name = graph.definition_of(node_id).class_name
            shown = "Input" if class_name == "InputLayer" else class_name
            (first, _), *_ = ranges
            assert (
                f" = keras.{'' if shown == 'Input' else 'layers.'}{shown}("
                in (lines[first - 1])
            )
        assert source.lines_of.keys() == graph.nodes.keys()


def test_compile_arguments(model, catalog):
    settings = CompileSettings(
        keras_object(
            "keras.optimizers.SGD",
            {
                "learning_rate": keras_object(
                    "keras.optimizers.schedules.ExponentialDecay",
                    {
                        "initial_learning_rate": 0.1,
                        "decay_steps": 100,
                        "decay_rate": 0.5,
                    },
                ),
                "momentum": 0.9,
                "nesterov": False,
            },
        ),
        "mse",
        ("mae", keras_object("keras.metrics.TopKCategoricalAccuracy", {"k": 3})),
    )
    text = script(model, catalog, Setup(DataSource("iris"), settings))
    assert "momentum=0.9," in text
    assert "nesterov" not in text
    assert 'loss="mse",' in text
    assert 'metrics=["mae", keras.metrics.TopKCategoricalAccuracy(k=3)],' in text
    assert "keras.optimizers.schedules.ExponentialDecay(" in text


def two_outputs(catalog, settings):
    draw = Drawing(catalog)
    start = draw.input(4)
    kind = draw.layer("Dense", start, units=3, name="kind")
    size = draw.layer("Dense", start, units=1, name="size")
    setup = Setup(DataSource("npz", "/a.npz"), settings(kind, size))
    return script(draw.document, catalog, setup)


def test_several_outputs_are_compiled_by_name(catalog):
    text = two_outputs(
        catalog,
        lambda kind, size: CompileSettings(
            outputs={size: OutputSettings("mse", 0.5, ("mae",))}
        ),
    )
    assert '"kind": keras.losses.SparseCategoricalCrossentropy()' in text
    assert '"size": "mse"' in text
    assert 'loss_weights={"kind": 1.0, "size": 0.5},' in text
    assert 'metrics={"kind": ["accuracy"], "size": ["mae"]},' in text
    assert 'OUTPUTS = {"kind": "kind", "size": "size"}' in text


def test_what_is_alike_for_several_outputs_is_still_by_name(catalog):
    text = two_outputs(
        catalog,
        lambda kind, size: CompileSettings(
            None, "mse", ("mae",), {size: OutputSettings(metrics=())}
        ),
    )
    assert 'model.compile(loss={"kind": "mse", "size": "mse"}, ' in text
    assert "loss_weights" not in text
    assert 'metrics={"kind": ["mae"]})' in text


def test_outputs_that_names_cannot_tell_apart_are_refused(catalog):
    draw = Drawing(catalog)
    end = draw.layer("Dense", draw.input(4), units=3)
    for x in (0, 300):
        draw.output(end, x)
    with pytest.raises(StudioError, match="2 outputs of the model are called"):
        script(draw.document, catalog, Setup(DataSource("npz", "/a.npz")))


def test_no_metrics(model, catalog):
    text = script(model, catalog, Setup(compile=CompileSettings(metrics=())))
    assert "metrics=" not in text


def test_an_unknown_optimizer_is_refused(model, catalog):
    settings = CompileSettings(keras_object("os.abort"))
    with pytest.raises(StudioError, match="The optimizer uses"):
        script(model, catalog, Setup(DataSource("iris"), settings))


def test_constants_come_from_the_fit_settings(model, catalog):
    text = script(model, catalog, Setup(fit=FitSettings(7, 16, 42)))
    assert "\nSEED = 42\nEPOCHS = 7\nBATCH_SIZE = 16\n" in text


def test_all_devices_share_the_work(model, catalog):
    setup = Setup(DataSource("digits"), fit=FitSettings(device="all"))
    assert "with strategy().scope():" in script(model, catalog, setup)
    setup = replace(setup, fit=FitSettings(device="gpu:0"))
    assert "strategy" not in script(model, catalog, setup)


def test_without_validation_or_test_samples_nothing_uses_them(model, catalog):
    text = script(model, catalog, Setup(DataSource("digits", "", {}, 0.0, 0.0)))
    assert "validation_data=" not in text
    assert "evaluate" not in text
    text = script(model, catalog, Setup(DataSource("mnist", "", {}, 0.0, 0.0)))
    assert "evaluate" in text


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_held_as_it_is_or_not_at_all(draw, catalog, text):
    draw.layer("Dense", draw.input(4), units=3, name=f"n{text}", activation=text)
    options = {"target": f"t{text}"}
    setup = Setup(DataSource("csv", f"p{text}", options))
    code = script(draw.document, catalog, setup, title=text)
    tree = ast.parse(code)
    constants = {n.value for n in ast.walk(tree) if isinstance(n, ast.Constant)}
    assert {f"n{text}", text, f"t{text}", f"p{text}"} <= constants
    code.encode()
    imported = {
        name.name
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in node.names
    }
    assert imported == {
        "csv", "math", "numpy", "tensorflow", "keras", "Sequence",
    }  # fmt: skip
