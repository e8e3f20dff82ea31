"""Models found in scripts that are executed after trust."""

import json

import pytest

from studio.protocol.model_messages import ModelsRead, ReadScript
from studio.runtime.script_models import read_models
from studio.runtime.session import EngineSession

pytestmark = pytest.mark.engine

HEAD = "import keras\nfrom keras import layers\n"


@pytest.fixture(scope="module")
def read(tmp_path_factory):
    """Reads scripts in one engine; Studio itself takes a fresh one for each."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("STUDIO_HOME", str(tmp_path_factory.mktemp("engine-home")))
        with EngineSession("infer") as session:

            def ask(text):
                number = session.next_request()
                return session.ask(ReadScript(number, HEAD + text, 60.0), ModelsRead)

            yield ask


def titles(answer):
    return [model.title for model in answer.models]


def dense(name, units=1):
    return (
        f"keras.Sequential([keras.Input((2,)), layers.Dense({units})], name='{name}')"
    )


def test_build_model_alone_counts(read):
    answer = read(
        f"def build_model(units=3):\n    return {dense('built', 3)}\n"
        f"def other():\n    return {dense('other')}\n"
    )
    assert titles(answer) == ["build_model()"]
    assert answer.problems == ()
    [config] = map(json.loads, answer.configs())
    assert config["config"]["name"] == "built"
    assert answer.models[0].layers == 1


def test_names_functions_and_forgotten_models_are_found(read):
    answer = read(
        f"model = {dense('first')}\n"
        f"model = {dense('second')}\n"
        f"def tiny():\n    return {dense('third')}\n"
        f"def scale(x):\n    return x * 2\n"
        f"def main():\n    model.fit([[1, 2]], [1])\n    return model\n"
    )
    assert titles(answer) == ["tiny()", "model", "first"]
    names = [json.loads(config)["config"]["name"] for config in answer.configs()]
    assert names == ["third", "second", "first"]


def test_parts_of_a_model_are_named_only_where_the_script_names_them(read):
    answer = read(
        "x = keras.Input((2,))\n"
        f"encoder = {dense('encoder')}\n"
        f"whole = keras.Model(x, {dense('hidden')}(encoder(x)), name='whole')\n"
    )
    assert titles(answer) == ["encoder", "whole"]


def test_a_script_is_read_up_to_its_training(read):
    answer = read(
        f"model = {dense('first')}\nmodel.compile(loss='mse')\n"
        "model.fit([[1.0, 2.0]], [1.0])\nraise SystemExit\n"
    )
    assert titles(answer) == ["model"]
    [problem] = answer.problems
    assert problem.line == 5
    assert "begins to train here" in problem.text


def test_errors_name_the_line_and_keep_what_was_found(read):
    answer = read(f"model = {dense('first')}\nlayers.Dense(-1)\n")
    assert titles(answer) == ["model"]
    [problem] = answer.problems
    assert problem.line == 4
    assert "units" in problem.text


def test_what_is_no_python_is_told(read):
    [problem] = read("def build_model(:\n").problems
    assert (problem.line, problem.text[:17]) == (3, "This is no Python")


def test_subclassed_and_shapeless_models_are_told(read):
    answer = read(
        "class Mine(keras.Model):\n    def call(self, x):\n        return x\n"
        "mine = Mine()\nvague = keras.Sequential([layers.Dense(2)])\n"
    )
    assert answer.models == ()
    assert "subclass of keras.Model" in answer.problems[0].text
    assert "keras.Input(shape)" in answer.problems[1].text


def test_a_script_without_a_model_says_so(read):
    [problem] = read("x = 1\n").problems
    assert "makes no Keras model" in problem.text


def test_an_endless_script_is_ended_and_its_models_are_kept(read):
    answer = read_models(
        f"{HEAD}model = {dense('first')}\nwhile True:\n    pass\n", seconds=3.0
    )
    assert titles(answer) == ["model"]
    assert "did not finish within 3 seconds" in answer.problems[0].text
