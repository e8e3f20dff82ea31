"""Commands that ask a real engine. Each start of TensorFlow takes seconds."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from studio.graph import commands
from studio.graph.model import Edge
from studio.project.store import save
from tests.cli.conftest import chain

pytestmark = pytest.mark.engine


def test_a_project_from_check_to_export(studio, softmax, tmp_path):
    runs = tmp_path / "runs"
    checked = studio("check", softmax, "--json")
    assert checked.code == 0
    assert checked.data["ok"] is True
    nodes = {node["name"]: node for node in checked.data["nodes"]}
    dense = {
        "id": "n3",
        "name": "dense",
        "class": "Dense",
        "output_shape": [None, 10],
        "params": 650,
    }
    assert nodes["dense"].items() >= dense.items()
    assert checked.data["total_params"] == 650

    trained = studio("train", softmax, "--runs", runs, "--json", "--device", "cpu")
    assert trained.code == 0, trained.err
    assert trained.data["state"] == "finished"
    assert len(trained.data["history"]["loss"]) == 2
    assert trained.data["evaluation"]["accuracy"] > 0.2
    folder = Path(trained.data["folder"])
    assert {"run.json", "script.py", "document.studio", "model.keras"} <= set(
        os.listdir(folder)
    )

    listed = studio("runs", "--runs", runs, "--json").data["runs"]
    assert [row["id"] for row in listed] == [folder.name]
    assert folder.name in studio("runs", "--runs", runs).out

    evaluated = studio("evaluate", folder, "--json").data
    assert evaluated["metrics"] == pytest.approx(trained.data["evaluation"])
    assert sum(map(sum, evaluated["confusion"])) == evaluated["samples"]

    target = tmp_path / "out.keras"
    exported = studio(
        "export", folder.name, "--runs", runs, "--to", "keras", "-o", target
    )
    assert exported.code == 0, exported.err
    assert zipfile.is_zipfile(target)


def test_a_person_sees_progress(studio, softmax, tmp_path):
    outcome = studio("train", softmax, "--runs", tmp_path / "runs", "--epochs", "1")
    assert outcome.code == 0, outcome.err
    assert "Epoch 1/1" in outcome.out
    assert "accuracy on the held-out split" in outcome.out
    assert "\x1b" not in outcome.out


def test_ctrl_c_keeps_the_weights(softmax, tmp_path):
    child = subprocess.Popen(
        [
            *(sys.executable, "-m", "studio", "train", softmax),
            *("--runs", tmp_path / "runs", "--epochs", "10000"),
        ],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": os.getcwd()},
        start_new_session=True,
    )
    with child.stdout, child.stderr:
        for line in child.stdout:
            if line.startswith("Epoch 2/"):
                break
        os.killpg(child.pid, signal.SIGINT)
        rest, errors = child.stdout.read(), child.stderr.read()
    assert child.wait() == 0, errors
    assert errors == ""
    assert " stopped: " in rest
    (folder,) = (tmp_path / "runs").iterdir()
    assert (folder / "model.keras").is_file()


def test_a_picture_with_shapes(quick_studio, softmax, tmp_path):
    target = tmp_path / "graph.svg"
    assert quick_studio("picture", softmax, "-o", target).code == 0
    text = target.read_text("utf-8")
    assert "<svg" in text
    assert "</svg>" in text


def test_all_problems_at_once(quick_studio, tmp_path):
    document = chain(
        ("Input", {"shape": (8, 8, 1)}),
        ("Dense", {"units": 4}),
        ("Dense", {"units": -1}),
        ("Conv2D", {"filters": 2, "kernel_size": 3}),
    )
    edit, lonely = commands.place_layer(
        document,
        "keras.layers.Dense",
        document.graph.nodes["n1"].position,
        {"units": 1},
    )
    document.apply(edit)
    document.apply(commands.connect(document, Edge(lonely, lonely, "inputs")))
    document.apply(commands.change_fit(document, epochs=0))
    path = tmp_path / "bad.studio"
    save(document, path, "")
    before = path.read_bytes()
    outcome = quick_studio("check", path, "--json")
    assert outcome.code == 1
    found = {problem["code"]: problem for problem in outcome.data["problems"]}
    assert {"G-CYCLE", "D-NONE", "D-FIT"} <= set(found)
    assert any(
        code.startswith("K-") and problem["node"] == "n3"
        for code, problem in found.items()
    )
    assert found["D-FIT"]["fixes"] == ["Set epochs to 1"]
    assert all(problem["text"] for problem in found.values())
    assert path.read_bytes() == before


def test_bad_data(quick_studio, tmp_path):
    document = chain(
        ("Input", {"shape": (2,)}), ("Dense", {"units": 3, "activation": "softmax"})
    )
    source = {"kind": "csv", "options": {"target": "y"}}
    path = tmp_path / "table.studio"

    def attempt(name: str) -> str:
        document.apply(commands.change_data(document, path=name, **source))
        save(document, path, "")
        return quick_studio(
            "train", path, "--read-data", "--runs", tmp_path / "runs"
        ).sentence()

    assert "none.csv" in attempt("none.csv")
    (tmp_path / "rows.csv").write_text("a,b,y\n1,2,0\n1,2\n3,x,1\n")
    sentence = attempt("rows.csv")
    assert "rows.csv" in sentence
    assert "3" in sentence
    rows = "".join(f"{n},{n},{n % 5}\n" for n in range(60))
    (tmp_path / "labels.csv").write_text(f"a,b,y\n{rows}")
    sentence = attempt("labels.csv")
    assert "5" in sentence
    assert "3" in sentence
    assert not (tmp_path / "runs").exists()


HIDING = """
import runpy, sys
sys.modules["tensorflow"] = None
sys.argv = sys.argv[3:]
runpy.run_path(sys.argv[0], run_name="__main__")
"""


def test_no_tensorflow(studio, softmax, tmp_path, monkeypatch):
    hiding, fake = tmp_path / "hiding.py", tmp_path / "python"
    hiding.write_text(HIDING)
    fake.write_text(f'#!/bin/sh\nexec "{sys.executable}" -I "{hiding}" "$@"\n')
    fake.chmod(0o755)
    monkeypatch.setattr("sys.executable", str(fake))
    outcome = studio("check", softmax, "--json")
    assert outcome.code == 1
    (problem,) = [p for p in outcome.data["problems"] if p["code"] == "E-ENGINE"]
    assert "TensorFlow" in problem["text"]


def test_no_such_gpu(studio, softmax, tmp_path):
    runs = tmp_path / "runs"
    sentence = studio("train", softmax, "--device", "gpu:7", "--runs", runs).sentence()
    assert "GPU" in sentence


def test_the_demo(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "studio", "demo", "-o", tmp_path / "demo"],
        capture_output=True,
        text=True,
        timeout=280,
        env={**os.environ, "PYTHONPATH": os.getcwd()},
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    names = {"digits.studio", "digits.py", "digits.keras", "graph.svg", "graph.png"}
    names |= {"plots.png", "window.png"}
    written = {path.name: path.stat().st_size for path in (tmp_path / "demo").iterdir()}
    assert names <= set(written)
    assert min(written[name] for name in names) > 500
    record = json.loads(next((tmp_path / "demo").glob("runs/*/run.json")).read_text())
    assert record["evaluation"]["accuracy"] >= 0.97


def test_the_analysis_as_json_csv_and_markdown(quick_studio, softmax):
    fields = quick_studio("analyze", softmax, "--json").data
    assert [node["class"] for node in fields["nodes"]][-1] == "Dense"
    assert fields["totals"]["params"] == {"value": 650, "at_least": False}
    assert fields["memory"]["verdict"] == "fits"
    checked = quick_studio("check", softmax, "--json").data
    assert checked["nodes"] == fields["nodes"]
    lines = quick_studio("analyze", softmax, "--csv").out.splitlines()
    assert lines[0].startswith("Name,Class")
    assert len(lines) == 4
    assert "| **Total** |" in quick_studio("analyze", softmax, "--md").out


@pytest.mark.parametrize("command", ["export", "roundtrip"])
def test_layers_that_a_project_brings_do_not_run_unasked(studio, tmp_path, command):
    path, canary = tmp_path / "a.studio", tmp_path / "canary"
    document = chain(("Input", {"shape": (2,)}), ("Dense", {"units": 2}))
    document.apply(
        commands.change_code(document, custom=f"open({str(canary)!r}, 'w')\n")
    )
    save(document, path, "Model")
    rest = ("--to", "keras", "-o", tmp_path / "a.keras") if command == "export" else ()
    outcome = studio(command, path, *rest)
    assert outcome.code == 1
    assert "was not allowed to run" in outcome.out + outcome.err
    assert not canary.exists()
