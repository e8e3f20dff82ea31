"""A model that a layer holds travels in the layer's own parameter."""

from pathlib import Path

from studio.catalog.store import load_catalog
from studio.codegen.model_code import generate_model
from studio.importing.archive import import_file
from studio.model_values import is_model, model_blocks
from studio.project.store import load, save
from studio.ui.canvas.labels import value_text

PATH = Path(__file__).parent / "models" / "held_model.json"


def test_the_model_is_a_value_with_its_own_graph(tmp_path):
    catalog = load_catalog()
    document = import_file(PATH, catalog).document
    (held,) = (
        value
        for definition in document.graph.definitions.values()
        for value in definition.parameters.values()
        if is_model(value)
    )
    (model,) = model_blocks(held, "a.")
    assert model.name == "backbone"
    assert [d.name for d in model.definitions][1:] == [
        "conv2d",
        "global_average_pooling2d",
    ]
    assert all(node.id.startswith("a.") for node in model.nodes)
    assert document.blocks == {}
    save(document, tmp_path / "film.studio", "Film")
    again = load(tmp_path / "film.studio").document
    assert again.graph == document.graph


def test_its_code_is_a_function_of_its_own():
    catalog = load_catalog()
    document = import_file(PATH, catalog).document
    source = generate_model(document, catalog)
    assert "def build_backbone() -> keras.Sequential:" in source.text
    assert "keras.layers.TimeDistributed(build_backbone())(film)" in source.text
    assert source.lines_of.keys() == document.graph.nodes.keys()


def test_a_card_tells_its_name():
    document = import_file(PATH, load_catalog()).document
    (wrapper,) = (
        d for d in document.graph.definitions.values() if d.name == "time_distributed"
    )
    assert value_text(wrapper.parameters["layer"]) == "backbone"
