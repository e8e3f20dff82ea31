"""The code that loads a folder of pictures, as text; `tests/runtime` executes it."""

from pathlib import Path

import pytest

from studio.codegen.notebook import notebook
from studio.codegen.training_code import generate_data, generate_training
from studio.errors import StudioError
from studio.graph.edits import ChangeSetup
from studio.graph.setup import DataSource, Setup
from tests.codegen.drawing import Drawing
from tests.codegen.linting import lint

OPTIONS = [
    {},
    {"image_size": (32, 48), "scaling": "unit", "resizing": "crop"},
    {"color_mode": "grayscale", "scaling": "symmetric", "resizing": "pad"},
]


def source(options=None, validation=0.2, test=0.2):
    return DataSource("images", "flowers", options or {}, validation, test)


def script(catalog, data):
    drawing = Drawing(catalog)
    flat = drawing.layer("Flatten", drawing.input(8, 8, 3))
    drawing.layer("Dense", flat, units=3)
    drawing.document.apply(ChangeSetup(Setup(data)))
    return generate_training(drawing.document, catalog, Path("/home/me")).text


def test_the_folder_stands_at_the_top(catalog):
    text = script(catalog, source({"image_size": (32, 48)}))
    assert '\nDATA_PATH = "/home/me/flowers"\n' in text
    assert "\nIMAGE_SIZE = (32, 48)  # height, width\n" in text
    assert "\nNeeds only tensorflow. Run it to train the model,\n" in text


def test_a_split_is_given_to_keras_as_one(catalog):
    text = script(catalog, source())
    assert "model.fit(\n        train_data,\n" in text
    assert "model.evaluate(test_data, " in text
    assert "batch_size=BATCH_SIZE" not in text


@pytest.mark.parametrize("options", OPTIONS)
@pytest.mark.parametrize("split", [(0.2, 0.2), (0.0, 0.3), (0.3, 0.0), (0.0, 0.0)])
def test_scripts_are_tidy(catalog, tmp_path, options, split):
    data = source(options, *split)
    modules = {"script": script(catalog, data), "data": generate_data(data, 1)}
    assert lint(modules, tmp_path) == ""
    assert "DATA_PATH" in notebook(modules["script"])


def test_what_cannot_be_is_refused(catalog):
    with pytest.raises(StudioError, match="No data folder is chosen"):
        generate_data(DataSource("images"), 0)
    with pytest.raises(StudioError, match="one of rgb, grayscale"):
        generate_data(source({"color_mode": "cmyk"}), 0)
