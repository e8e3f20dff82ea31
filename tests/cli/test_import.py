"""`studio import`."""

from __future__ import annotations

import json

import h5py

from studio.catalog.foreign import fingerprint
from studio.graph.model import Flow
from studio.project.approvals import TrustedCode
from studio.project.store import load
from studio.project.trusted_folders import TrustedFolders
from studio.protocol.model_messages import FoundModel, ModelsRead, ScriptProblem
from studio.runtime import script_models
from tests.importing import files
from tests.importing.sample import config


def test_model_becomes_a_project_with_its_weights_beside_it(studio, tmp_path):
    data = files.weights({"layers/dense": "a"}, {"layers/dense/vars/0": [[1.0]]})
    source = files.keras_file(tmp_path / "seq.keras", config("sequential"), data)
    (tmp_path / "out").mkdir()
    target = tmp_path / "out" / "mine.studio"
    outcome = studio("import", source, "-o", target)
    assert outcome.code == 0
    project = load(target)
    assert project.title == "seq"
    assert project.warnings == ()
    weights = project.document.setup.model.weights
    assert weights.path in outcome.out
    with h5py.File(target.parent / weights.path) as root:
        assert root["layers/dense/vars/0"][()].tolist() == [[1.0]]


def test_a_file_that_is_there_is_not_replaced(studio, tmp_path):
    source = tmp_path / "a.json"
    source.write_text(json.dumps(config("functional")))
    target = tmp_path / "a.studio"
    target.write_text("mine")
    assert "already" in studio("import", source, "-o", target).sentence()
    assert target.read_text() == "mine"
    assert studio("import", source, "-o", target, "--force").code == 0
    assert len(load(target).document.graph.nodes) == 6


def test_a_project_ends_in_studio(studio, tmp_path):
    source = tmp_path / "a.json"
    source.write_text(json.dumps(config("functional")))
    sentence = studio("import", source, "-o", tmp_path / "b.txt").sentence()
    assert "b.studio" in sentence
    assert not (tmp_path / "b.txt").exists()


def test_only_the_chosen_model_of_a_script_is_read(studio, tmp_path, monkeypatch):
    good = json.dumps(config("functional")).encode()
    found = [FoundModel("build()", "good", 3, len(good)), FoundModel("x", "bad", 1, 2)]
    read = ModelsRead(1, tuple(found), (), good + b"{}")
    monkeypatch.setattr(script_models, "read_models", lambda text: read)
    source, target = tmp_path / "a.py", tmp_path / "a.studio"
    source.write_text("build()\n")
    job = ["import", source, "-o", target, "--trust"]
    sentence = studio(*job).sentence()
    assert "“build() (good)”, “x (bad)”. Choose one with --model" in sentence
    assert studio(*job, "--model", "build()").code == 0
    target.unlink()
    assert studio(*job, "--model", "good").code == 0
    assert load(target).title == "good"
    assert "no layers" in studio(*job, "--force", "--model", "bad").sentence()


def test_a_script_without_a_model_says_why(studio, tmp_path, monkeypatch):
    source, target = tmp_path / "a.py", tmp_path / "a.studio"
    source.write_text("\nbuild()\n")
    job = ["import", source, "-o", target, "--trust"]
    problem = ScriptProblem(2, "NameError: name 'build' is not defined.")
    read = ModelsRead(1, (), (problem,))
    monkeypatch.setattr(script_models, "read_models", lambda text: read)
    assert "line 2: NameError" in studio(*job).sentence()


def test_classes_that_a_trusted_script_defines_come_along(
    studio, tmp_path, monkeypatch
):
    own = "class Scale(keras.layers.Layer):\n    pass\n"
    text = f"import keras\n\n{own}\n\nmodel = keras.Sequential([Scale()])\n"
    known = config("sequential")
    layer = known["config"]["layers"][-1]
    layer.update(module="studio_script", class_name="Scale", registered_name="Scale")
    layer["config"] = {"name": "mine"}
    payload = json.dumps(known).encode()
    found = FoundModel("model", "", 2, len(payload))
    read = ModelsRead(1, (found,), (), payload)
    monkeypatch.setattr(script_models, "read_models", lambda text: read)
    source, target = tmp_path / "a.py", tmp_path / "a.studio"
    source.write_text(text)
    assert studio("import", source, "-o", target, "--trust").code == 0
    document = load(target).document
    code = document.setup.code
    assert own.strip() in code.custom
    assert "Sequential" not in code.custom
    assert TrustedCode().trusts(fingerprint(code.custom, code.modules))
    classes = {d.layer_class for d in document.graph.definitions.values()}
    assert "custom.Scale" in classes


def test_models_of_keras_2_open(studio, tmp_path):
    source = tmp_path / "a.json"
    source.write_text(json.dumps(config("k2_nested")))
    target = tmp_path / "a.studio"
    assert studio("import", source, "-o", target).code == 0
    assert len(load(target).document.blocks) == 2


def test_what_is_no_model_is_told_in_a_sentence(studio, tmp_path):
    source = tmp_path / "a.json"
    source.write_text("{}")
    outcome = studio("import", source, "-o", tmp_path / "a.studio")
    assert "no layers" in outcome.sentence()
    assert not (tmp_path / "a.studio").exists()


def test_weights_are_opened_onto_a_project(studio, tmp_path):
    source = tmp_path / "a.json"
    source.write_text(json.dumps(config("sequential")))
    project, target = tmp_path / "a.studio", tmp_path / "b.studio"
    assert studio("import", source, "-o", project).code == 0
    weights = tmp_path / "w.weights.h5"
    names = {"layers/dense": "a", "layers/dense_1": "dense"}
    weights.write_bytes(files.weights(names, {"layers/dense/vars/0": [1.0]}))
    assert studio("import", weights, "--onto", project, "-o", target).code == 0
    kept = load(target).document.setup.model.weights
    assert (tmp_path / kept.path).read_bytes() == weights.read_bytes()
    weights.write_bytes(files.weights({}, {"layers/conv2d/vars/0": [1.0]}))
    outcome = studio("import", weights, "--onto", project, "-o", tmp_path / "c.studio")
    assert "does not fit this model" in outcome.sentence()


def test_a_saved_model_runs_only_after_a_yes_to_its_content(studio, tmp_path):
    source, target = tmp_path / "exported", tmp_path / "a.studio"
    source.mkdir()
    (source / "saved_model.pb").write_bytes(b"x")
    outcome = studio("import", source, "-o", target)
    assert outcome.code == 0
    assert "does not run before you import its folder again" in outcome.err
    assert not TrustedFolders().trusts(source)
    outcome = studio("import", source, "-o", target, "--force", "--trust")
    assert "is not trained" in outcome.err
    assert TrustedFolders().trusts(source)
    assert "is not trained" in studio("import", source, "-o", target, "--force").err
    (source / "saved_model.pb").write_bytes(b"y")
    assert not TrustedFolders().trusts(source)


def test_a_saved_model_with_links_is_never_trusted(studio, tmp_path):
    source = tmp_path / "exported"
    source.mkdir()
    (source / "saved_model.pb").write_bytes(b"x")
    (source / "variables").symlink_to(tmp_path)
    outcome = studio("import", source, "-o", tmp_path / "a.studio", "--trust")
    assert "is no ordinary file" in outcome.sentence()


def test_wires_run_as_one_says(studio, tmp_path):
    source = tmp_path / "a.json"
    source.write_text(json.dumps(config("k2_nested")))
    down, across = tmp_path / "down.studio", tmp_path / "across.studio"
    studio("import", source, "-o", down)
    studio("import", source, "-o", across, "--flow", "left_to_right")
    assert load(down).document.setup.canvas.flow is Flow.TOP_TO_BOTTOM
    document = load(across).document
    assert document.setup.canvas.flow is Flow.LEFT_TO_RIGHT
    for graph in (document.graph, *(b.graph for b in document.blocks.values())):
        for edge in graph.edges.values():
            ends = graph.nodes[edge.source], graph.nodes[edge.target]
            assert ends[0].position.x < ends[1].position.x
