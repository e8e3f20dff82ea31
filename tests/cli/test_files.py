"""Commands that need no engine: new, examples, code, runs."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys

import pytest

from studio.commands.consent import refusal
from studio.graph import commands, edits
from studio.project.approvals import Approvals
from studio.project.examples import list_examples
from studio.project.store import load, save
from studio.runtime.run_record import RunState
from studio.runtime.runs import RunSettings, RunStore
from tests.cli.conftest import chain


def test_examples(studio):
    outcome = studio("examples", "--json")
    names = [row["name"] for row in outcome.data["examples"]]
    assert names == [example.name for example in list_examples()]
    assert all(name in studio("examples").out for name in names)


@pytest.mark.parametrize("name", [e.name for e in list_examples()] + ["empty"])
def test_new(studio, tmp_path, name):
    path = tmp_path / "mine.studio"
    assert studio("new", name, "-o", path).code == 0
    assert load(path).warnings == ()
    before = path.read_bytes()
    assert "already" in studio("new", "empty", "-o", path).sentence()
    assert path.read_bytes() == before
    assert studio("new", "empty", "-o", path, "--force").code == 0
    assert not load(path).document.graph.nodes


@pytest.mark.parametrize("name", ["mine.txt", "mine", "mine.STUDIO.png"])
def test_a_new_project_ends_in_studio(studio, tmp_path, name):
    sentence = studio("new", "empty", "-o", tmp_path / name).sentence()
    assert "end it in .studio" in sentence
    assert not list(tmp_path.iterdir())


def test_new_from_nothing(studio, tmp_path):
    sentence = studio("new", "nothing", "-o", tmp_path / "a.studio").sentence()
    assert "no example “nothing”" in sentence
    assert list_examples()[0].name in sentence


def test_code(studio, softmax, tmp_path):
    script = studio("code", softmax).out
    functions = {n.name for n in ast.parse(script).body if hasattr(n, "name")}
    assert functions >= {"build_model", "load_data", "train", "main"}
    model = studio("code", softmax, "--what", "model").out
    functions = [n.name for n in ast.parse(model).body if hasattr(n, "name")]
    assert functions == ["build_model"]
    target = tmp_path / "out.py"
    assert studio("code", softmax, "-o", target).code == 0
    assert target.read_text() == script
    assert studio("export", softmax, "--to", "python", "-o", target).code == 0
    assert target.read_text() == script
    cells = tmp_path / "out.ipynb"
    assert studio("export", softmax, "--to", "notebook", "-o", cells).code == 0
    assert json.loads(cells.read_text())["nbformat"] == 4


@pytest.mark.parametrize(
    ("style", "words"),
    [
        ("functional", "keras.Model(inputs, outputs)"),
        ("sequential", "keras.Sequential("),
        ("subclass", "class Net(keras.Model):"),
    ],
)
def test_code_in_a_style(studio, softmax, style, words):
    before = softmax.read_bytes()
    for what in ("model", "training"):
        text = studio("code", softmax, "--what", what, "--style", style).out
        ast.parse(text)
        assert words in text
    assert softmax.read_bytes() == before


def test_code_of_an_unfinished_model(studio, tmp_path):
    path = tmp_path / "a.studio"
    document = chain(("Input", {"shape": (4,)}), ("Dense", {"units": 1}))
    document.apply(edits.Disconnect("n2", "inputs"))
    save(document, path, "")
    assert "dense" in studio("code", path).sentence()


def test_runs_of_an_empty_folder(studio, tmp_path):
    assert "no runs" in studio("runs", "--runs", tmp_path / "none").out
    data = studio("runs", "--runs", tmp_path, "--json").data
    assert data == {"ok": True, "folder": str(tmp_path), "runs": []}


def test_the_latest_run_is_the_newest_with_a_model(studio, tmp_path):
    store = RunStore(tmp_path / "runs")
    ask = "export", "latest", "--to", "python", "--runs", store.folder, "-o"
    assert "“studio train” makes one" in studio(*ask, tmp_path / "a.py").sentence()
    for script in ("old = 1\n", "new = 1\n"):
        run = store.create("", script, "Digits", RunSettings())
        run.model_path.write_bytes(b"a model")
        run.finish(RunState.FINISHED)
    store.create("", "stopped = 1\n", "Digits", RunSettings()).finish(RunState.STOPPED)
    assert studio(*ask, tmp_path / "a.py").code == 0
    assert (tmp_path / "a.py").read_text() == "new = 1\n"


@pytest.mark.parametrize("command", ["check", "code", "train", "picture", "export"])
def test_a_missing_file_is_named(studio, tmp_path, command):
    more = {
        "picture": ["-o", tmp_path / "a.svg"],
        "export": ["--to", "keras", "-o", tmp_path / "a.keras"],
    }
    path = tmp_path / "none.studio"
    sentence = studio(command, path, *more.get(command, [])).sentence()
    assert str(path) in sentence
    assert "no such file" in sentence


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b"PK\x03\x04", "zip archive"),
        (b"\x00\x01\xff", "not UTF-8"),
        (b'{"format": "layer-studio", "version": 1, "nodes": [', "line 1"),
        (b'{"some": "json"}', "not a Layer Studio project"),
        (b'{"format": "layer-studio", "version": 7}', "newer Layer Studio"),
    ],
)
def test_a_damaged_file(studio, tmp_path, content, words):
    path = tmp_path / "bad.studio"
    path.write_bytes(content)
    assert words in studio("code", path).sentence()
    checked = studio("check", path, "--json")
    assert checked.code == 1
    assert words in checked.data["problems"][0]["text"]
    assert path.read_bytes() == content


@pytest.mark.parametrize("command", ["evaluate", "export"])
def test_a_missing_run(studio, tmp_path, command):
    more = ["--to", "keras", "-o", tmp_path / "a.keras"] if command == "export" else []
    sentence = studio(command, "20200101-000000-abcd", *more).sentence()
    assert "20200101-000000-abcd" in sentence
    assert studio(command, tmp_path, *more).sentence()


def test_weights_need_a_run(studio, softmax, tmp_path):
    target = tmp_path / "a.weights.h5"
    sentence = studio("export", softmax, "--to", "weights", "-o", target).sentence()
    assert "no trained weights" in sentence


def test_a_picture_needs_a_known_ending(studio, softmax, tmp_path):
    sentence = studio("picture", softmax, "-o", tmp_path / "a.bmp").sentence()
    assert ".svg, .png or .pdf" in sentence


@pytest.fixture(params=["table.csv", "../table.csv", "link.csv"])
def reader(tmp_path, request):
    """A project that reads a file, and that file."""
    home = tmp_path / "home"
    home.mkdir()
    (home / "link.csv").symlink_to(tmp_path / "table.csv")
    file = (home / request.param).resolve()
    file.write_text("a,b\n1,2\n")
    document = chain(("Input", {"shape": (1,)}), ("Dense", {"units": 1}))
    fields = {"kind": "csv", "path": request.param, "options": {"target": "b"}}
    document.apply(commands.change_data(document, **fields))
    save(document, home / "a.studio", "")
    return home / "a.studio", file


def test_no_data_file_is_read_without_consent(studio, reader):
    path, file = reader
    sentence = studio("train", path).sentence()
    assert f"“{file}”" in sentence
    assert "--read-data" in sentence


def test_consent_is_for_one_file(reader):
    path, file = reader
    project = load(path)
    assert refusal(project, True) == ""
    Approvals().allow(file.with_name("other.csv"))
    assert str(file) in refusal(project, False)
    Approvals().allow(file)
    assert refusal(project, False) == ""


@pytest.mark.parametrize("answer", ["y", "n", ""])
def test_a_person_is_asked(tmp_path, reader, answer):
    path, file = reader
    document = load(path).document
    document.apply(commands.delete_nodes(document, document.graph.nodes))
    save(document, path, "")  # without layers Keras is not asked
    person, terminal = os.openpty()
    os.write(person, f"{answer}\n".encode())
    done = subprocess.run(
        [sys.executable, "-m", "studio", "train", path],
        stdin=terminal,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": os.getcwd()},
    )
    os.close(person)
    os.close(terminal)
    assert f"reads the data file “{file}”. Read this file? [y/N]" in done.stderr
    assert done.returncode == 1
    told = "The canvas is empty" if answer == "y" else "add --read-data"
    assert told in done.stderr
    assert Approvals().allows(file) is (answer == "y")


def test_a_name_cannot_command_the_terminal(studio, tmp_path):
    sentence = studio("code", tmp_path / "\x1b[2Jnone\u202e.studio").sentence()
    assert "\ufffd[2Jnone\ufffd.studio" in sentence
