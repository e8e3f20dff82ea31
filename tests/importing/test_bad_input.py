"""Configs that something damaged: kept, marked, or refused in a sentence."""

from __future__ import annotations

import copy
import json
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from studio.errors import StudioError
from studio.graph.document import Document
from studio.graph.rules import check
from studio.importing.archive import import_file, parse_json
from studio.importing.config import import_config
from studio.importing.imported import ImportedModel
from studio.project.store import load, save
from tests.importing.sample import (
    ALL,
    calls,
    catalog,
    config,
    definition,
    imported,
    wires,
)

ODD = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-5, 5),
    st.floats(),
    st.sampled_from(["", "dense", "__parameter__", "keras.layers", "../x", "\ud800"]),
    st.just([]),
    st.just({}),
    st.just([["dense", 0, 0]]),
    st.just({"class_name": "__parameter__", "config": {}}),
    st.just({"class_name": "__keras_tensor__", "config": {"keras_history": ["a"]}}),
    st.just({"class_name": 3, "config": 4}),
)


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    found = [path] if path else []
    items = (
        value.items()
        if isinstance(value, dict)
        else enumerate(value)
        if isinstance(value, list)
        else ()
    )
    for key, item in items:
        found += places(item, (*path, key))
    return found


def mutate(draw: Any, data: Any) -> None:
    path = draw(st.sampled_from(places(data)))
    owner = data
    for key in path[:-1]:
        owner = owner[key]
    last = path[-1]
    match draw(st.sampled_from(["delete", "replace", "double", "rename"])):
        case "delete":
            del owner[last]
        case "replace":
            owner[last] = copy.deepcopy(draw(ODD))
        case "double":
            if isinstance(owner, list):
                owner.append(copy.deepcopy(owner[last]))
        case "rename":
            if isinstance(owner, dict):
                owner[f"{last}_"] = owner.pop(last)


@given(st.data(), st.sampled_from(ALL), st.integers(1, 4))
@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_damaged_configs_open_or_are_refused_in_a_sentence(
    tmp_path_factory, data, name, times
):
    damaged = config(name)
    for _ in range(times):
        mutate(data.draw, damaged)
    text = json.dumps(damaged).encode()
    model = outcome(lambda: import_config(parse_json(text, "a"), catalog()))
    if isinstance(model, ImportedModel):
        check(model.document, catalog())
        path = tmp_path_factory.mktemp("saved") / "a.studio"
        if not isinstance(outcome(lambda: save(model.document, path, "a")), str):
            again = load(path)
            assert again.warnings == ()
            assert again.document.same_content(model.document)


def outcome(job: Callable[[], Any]) -> Any:
    """What a job gives, or the sentence in which it was refused."""
    try:
        return job()
    except StudioError as error:
        sentence = str(error)
    assert sentence.endswith(".")
    return sentence


@given(st.sampled_from(ALL), st.integers(0, 5000), st.binary(max_size=4))
@settings(max_examples=150, deadline=None)
def test_damaged_texts_open_or_are_refused(tmp_path_factory, name, place, junk):
    text = json.dumps(config(name)).encode()
    path = tmp_path_factory.mktemp("text") / "a.json"
    path.write_bytes(text[:place] + junk + (text[place + 1 :] if junk else b""))
    outcome(lambda: import_file(path, catalog()))


@pytest.mark.parametrize("name", ALL)
def test_no_file_is_opened_but_the_one_given(tmp_path, name):
    path = tmp_path / "a.json"
    path.write_text(json.dumps(config(name)))
    assert watched(path) == {str(path)}


def watched(path: Path) -> set[str]:
    """What Python opens, imports or executes while a file is imported."""
    import_file(path, catalog())  # imports what it needs itself
    noted: set[str] = set()
    active = [threading.get_ident()]

    def note(event: str, arguments: tuple[Any, ...]) -> None:
        is_ours = threading.get_ident() in active
        if is_ours and event in ("open", "import", "exec", "os.system"):
            noted.add(str(arguments[0]))

    sys.addaudithook(note)
    try:
        import_file(path, catalog())
    finally:
        active.clear()
    return noted


def without_layer(name: str) -> dict[str, Any]:
    start = config("functional")
    layers = start["config"]["layers"]
    start["config"]["layers"] = [data for data in layers if data["name"] != name]
    return start


def test_wires_to_a_layer_that_is_missing_are_open():
    model = import_config(without_layer("conv"), catalog())
    assert model.warnings == (
        "“dropout” takes a tensor of “conv” that does not exist; its “inputs” is open.",
    )
    assert wires(model.document.graph, "flatten") == [{"inputs": "dropout:0"}]


def test_output_that_is_missing_is_told():
    model = import_config(without_layer("dense"), catalog())
    assert "An output of the model does not exist." in model.warnings


def test_layer_without_config_is_a_placeholder():
    start = config("functional")
    del start["config"]["layers"][1]["config"]
    graph = import_config(start, catalog()).document.graph
    assert definition(graph, "conv").layer_class == "keras.layers.Conv2D"
    assert wires(graph, "dropout") == [{"inputs": "conv:0"}]


def test_unknown_class_keeps_its_whole_config():
    start = config("functional")
    layer = start["config"]["layers"][1]
    layer |= {"module": "my.package", "class_name": "Thing"}
    layer["config"]["inner"] = {"deep": [1, {"x": None}]}
    graph = import_config(start, catalog()).document.graph
    thing = definition(graph, "conv")
    assert thing.layer_class == "my.package.Thing"
    assert thing.parameters["inner"] == {"deep": (1, {"x": None})}
    kept = set(layer["config"]) - {"name"}
    assert set(thing.parameters) == kept


def test_missing_arguments_are_left_to_the_rules():
    start = config("functional")
    del start["config"]["layers"][1]["config"]["filters"]
    graph = import_config(start, catalog()).document.graph
    assert "filters" not in definition(graph, "conv").parameters


def test_two_layers_of_one_name_are_both_kept():
    start = config("functional")
    layers = start["config"]["layers"]
    layers.insert(2, copy.deepcopy(layers[1]))
    model = import_config(start, catalog())
    names = {d.name for d in model.document.graph.definitions.values()}
    assert {"conv", "conv_1"} <= names
    assert "Two layers are called “conv”" in model.warnings[0]
    assert wires(model.document.graph, "dropout") == [{"inputs": "conv:0"}]


def test_loops_are_kept_for_the_rules_to_tell():
    start = config("functional")
    tensor = start["config"]["layers"][1]["inbound_nodes"][0]["args"][0]
    tensor["config"]["keras_history"][0] = "dropout"
    model = import_config(start, catalog())
    codes = {problem.code for problem in check(model.document, catalog())}
    assert "G-CYCLE" in codes


def test_arguments_this_keras_does_not_take_are_kept_and_told():
    start = config("functional")
    start["config"]["layers"][1]["config"]["future"] = 3
    model = import_config(start, catalog())
    assert definition(model.document.graph, "conv").parameters["future"] == 3
    assert "takes no “future”; it is kept" in model.warnings[0]


def test_deep_nests_are_refused():
    data = config("sequential")
    for _ in range(60):
        data = {"class_name": "Sequential", "config": {"layers": [data]}}
    with pytest.raises(StudioError, match="nested"):
        import_config(data, catalog())


def test_shared_input_of_thousands_opens():
    start = config("functional")
    dense = start["config"]["layers"][-1]
    flatten = start["config"]["layers"][3]
    layers = [*start["config"]["layers"][:4]]
    before = "flatten"
    call = flatten["inbound_nodes"][0]["args"][0]
    for index in range(2000):
        layer = copy.deepcopy(dense)
        layer["name"] = layer["config"]["name"] = f"d{index}"
        first, second = copy.deepcopy(call), copy.deepcopy(call)
        first["config"]["keras_history"] = [before, 0, 0]
        second["config"]["keras_history"] = ["image", 0, 0]
        layer["inbound_nodes"] = [{"args": [first], "kwargs": {"mask": second}}]
        layers.append(layer)
        before = f"d{index}"
    start["config"] |= {"layers": layers, "output_layers": [before, 0, 0]}
    assert len(import_config(start, catalog()).document.graph.nodes) == 2005


def test_documents_of_all_samples_are_saved_and_read_as_they_are(tmp_path):
    for name in ALL:
        document = imported(name).document
        assert isinstance(document, Document)
        save(document, tmp_path / f"{name}.studio", name)
        assert load(tmp_path / f"{name}.studio").document.same_content(document)
        assert calls(
            document.graph, next(iter(document.graph.definitions.values())).name
        )
