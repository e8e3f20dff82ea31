"""Generated scripts in a clean interpreter with the real Keras."""

import ast
import json
import re
import subprocess
import sys
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from studio.catalog.spec import Role
from studio.codegen.model_code import generate_model
from studio.codegen.objects import LAYER_MAKERS, Objects
from studio.codegen.training_code import generate_training
from studio.importing.config import import_config
from studio.importing.merge import merged
from tests.codegen import samples
from tests.codegen.random_models import RandomModel
from tools.make_examples import FOLDER, build_examples

CHILD = Path(__file__).parent / "child.py"
MODELS = 40


@settings(
    max_examples=50,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.randoms(use_true_random=False))
def test_random_models_are_python_with_a_call_for_every_node(catalog, random):
    model = RandomModel(catalog, random)
    source = generate_model(model.document, catalog)
    ast.parse(source.text)
    assert source.lines_of.keys() == model.document.graph.nodes.keys()
    assert source == generate_model(model.document, catalog)


@pytest.fixture(scope="module")
def random_models(catalog):
    return {f"model_{n:02}": RandomModel(catalog, Random(n)) for n in range(MODELS)}


def plain_calls(catalog):
    """Constructor calls of all layers that wrap no other."""
    for spec in catalog.of_role(Role.LAYER):
        parameters = spec.starting_parameters()
        if "class_name" not in json.dumps(parameters):
            objects = Objects(catalog, header="keras")
            yield spec, objects.constructor(spec, parameters, spec.name).flat()


def drawn_by_hand():
    return {
        "chain": samples.chain(name="net"),
        "nested": samples.nested(),
        "grouped": samples.grouped(),
        "looped": samples.repeated("a1", "a2", "a3", widths=(8, 8, 12)),
    }


@pytest.fixture(scope="module")
def results(catalog, random_models, tmp_path_factory):
    """What the child found: one process for everything, TensorFlow is slow."""
    folder = tmp_path_factory.mktemp("scripts")
    for name, model in random_models.items():
        text = generate_model(model.document, catalog).text
        (folder / f"{name}.py").write_text(text, encoding="utf-8")
    for name, document in drawn_by_hand().items():
        text = generate_model(document, catalog).text
        (folder / f"{name}.py").write_text(text, encoding="utf-8")
    for example in build_examples(catalog):
        text = generate_training(example.document, catalog, FOLDER).text
        text, changes = re.subn(r"(?m)^EPOCHS = \d+$", "EPOCHS = 1", text)
        assert changes == 1
        name = f"run_{example.name.replace('-', '_')}.py"
        (folder / name).write_text(text, encoding="utf-8")
    calls = {spec.path: call for spec, call in plain_calls(catalog)}
    (folder / "calls.json").write_text(json.dumps(calls))
    command = [sys.executable, "-I", str(CHILD), str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads((folder / "result.json").read_text())


@pytest.mark.engine
@pytest.mark.parametrize("number", range(MODELS))
def test_random_models_are_what_was_drawn(results, random_models, number):
    name = f"model_{number:02}"
    expected, found = random_models[name].expected, results[name]
    assert found["layers"] == expected.layers
    assert found["params"] == expected.params
    for layer, config in expected.configs.items():
        for parameter, value in json.loads(json.dumps(config)).items():
            assert found["configs"][layer][parameter] == value


@pytest.mark.engine
def test_the_document_of_its_own_code_is_itself(results, random_models, catalog):
    documents = {name: model.document for name, model in random_models.items()}
    for name, document in {**documents, **drawn_by_hand()}.items():
        config = json.loads(results[name]["json"])
        imported = import_config(config, catalog).document
        assert merged(document, imported, catalog).edits == (), name


@pytest.mark.engine
def test_examples_run_as_programs_in_an_empty_folder(results, catalog):
    for example in build_examples(catalog):
        found = results[f"run_{example.name.replace('-', '_')}"]
        definitions = example.document.graph.definitions.values()
        assert found["files"] == ["model.keras"]
        # Keras lists layers of branches by their depth.
        assert sorted(found["layers"]) == sorted(d.name for d in definitions)


@pytest.mark.engine
def test_layers_that_make_layers_are_known(results):
    assert set(results["made_inside"]) == LAYER_MAKERS
