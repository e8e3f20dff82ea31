"""Trainings that lose their engine, their folder or their right to be executed."""

from __future__ import annotations

import os
import shutil
import signal
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from studio.catalog.store import load_catalog
from studio.project.store import load
from studio.runtime import launch, session
from studio.runtime.run import SCRIPT
from studio.runtime.runs import RunStore
from studio.runtime.training import start_run
from tests.faults.conftest import is_clear
from tests.ui.scripted_engine import READY
from tests.ui.training.conftest import make_world

__all__ = ["make_world"]

FIT = (
    READY
    + """
for m in requests():
    if isinstance(m, StartTraining):
        job = m
        say(TrainingStarted(4, 2, "cpu"))
        say(BatchEnd(1, 1, {"loss": 1.0}))
    if isinstance(m, StopTraining):
        say(RunFinished(job.request, "stopped", 1, 0.2, {"loss": 0.3}))
"""
)


@pytest.fixture
def training(qtbot, make_world):
    world = make_world(FIT)
    world.trainer.start()
    qtbot.waitUntil(lambda: world.trainer.state == "training", timeout=20_000)
    qtbot.waitUntil(lambda: len(world.trainer.curves.metrics) == 1, timeout=20_000)
    return world


def test_the_folder_is_deleted_meanwhile(qtbot, training):
    before = training.workspace.document.revision
    shutil.rmtree(training.trainer.store.folder)
    with qtbot.waitSignal(training.trainer.run_finished, timeout=20_000):
        training.trainer.stop()
    text = training.trainer.error
    assert "could not be recorded any more because there is no such file" in text
    assert is_clear(text)
    assert training.trainer.state == "idle"
    assert len(training.finished) == 1
    assert training.workspace.document.revision == before


def test_folder_and_engine_go_together(qtbot, training):
    shutil.rmtree(training.trainer.store.folder)
    with qtbot.waitSignal(training.trainer.run_finished, timeout=20_000):
        os.kill(training.trainer._engine.pid, signal.SIGKILL)
    assert is_clear(training.trainer.error)
    assert "The engine was killed" in training.trainer.error
    assert "could not be noted in the run" in training.trainer.error
    assert len(training.finished) == 1


@pytest.fixture
def project(studio, tmp_path):
    path = tmp_path / "a.studio"
    assert studio("new", "digits-linear", "-o", path).code == 0
    return load(path)


def make_run(project, folder):
    run = start_run(
        project.document,
        load_catalog(),
        project.path.parent,
        RunStore(folder),
        project.title,
    )
    run.release()
    return run


@pytest.mark.parametrize("command", ["evaluate", "export"])
def test_a_strangers_script_is_not_executed(command, studio, project, tmp_path):
    run = make_run(project, tmp_path / "theirs")
    script = run.folder / SCRIPT
    canary = tmp_path / "canary"
    script.write_text(f"open({str(canary)!r}, 'w')\n" + script.read_text())
    more = ("--to", "keras", "-o", tmp_path / "x") if command == "export" else ()
    sentence = studio(command, run.folder, *more).sentence()
    assert "If you trust it, add --trust." in sentence
    assert is_clear(sentence)
    assert not canary.exists()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("evaluate", "nothing"), "There is no run in"),
        (("evaluate", "."), "is no run: it has no run.json"),
        (("export", "nothing", "--to", "keras", "-o", "x"), "There is no run in"),
        (("runs", "--runs", __file__), "a part of the path is a file, not a folder"),
    ],
)
def test_no_run(arguments, words, studio):
    sentence = studio(*arguments).sentence()
    assert words in sentence
    assert is_clear(sentence)


def test_a_run_without_its_script(studio, project, tmp_path):
    run = make_run(project, tmp_path / "runs")
    (run.folder / SCRIPT).unlink()
    target = tmp_path / "x.py"
    sentence = studio("export", run.folder, "--to", "python", "-o", target).sentence()
    assert "there is no such file or folder. Choose another run" in sentence
    assert is_clear(sentence)


ABSENT = "sys.modules['tensorflow'] = None"
BROKEN = """
class Finder:
    def find_spec(self, name, path=None, target=None):
        if name == 'tensorflow':
            raise ImportError('libcudart.so.12: cannot open shared object file')
sys.meta_path.insert(0, Finder())
"""


@pytest.mark.parametrize(
    ("trouble", "words"),
    [
        (ABSENT, "TensorFlow is not installed, so models can be drawn but neither"),
        (BROKEN, "TensorFlow is installed but cannot be imported: libcudart.so.12"),
    ],
)
def test_without_tensorflow(trouble, words, studio, project, tmp_path, monkeypatch):
    monkeypatch.setattr(session, "engine_command", lambda *a: without(trouble, *a))
    path = project.path
    before = path.read_bytes()
    (problem,) = studio("check", path, "--json").data["problems"]
    assert words in problem["text"]
    assert is_clear(problem["text"])
    runs = tmp_path / "runs"
    assert words in studio("train", path, "--runs", runs).sentence()
    assert studio("code", path).code == 0
    assert path.read_bytes() == before
    assert not runs.exists()


def without(trouble: str, role: str, device: str = "cpu") -> launch.Launch:
    """An engine on a computer that has this trouble with TensorFlow."""
    real = launch.engine_command(role, device)
    boot = next(a for a in real.arguments if a.endswith("boot.py"))
    rest = real.arguments[real.arguments.index(boot) :]
    program = f"import runpy, sys\n{trouble}\nsys.argv = sys.argv[1:]\n"
    program += "runpy.run_path(sys.argv[0], run_name='__main__')"
    return replace(
        real, program=sys.executable, arguments=("-I", "-u", "-c", program, *rest)
    )


def test_runs_that_cannot_be_recorded(studio, project, tmp_path, qtbot, make_world):
    in_the_way = Path(os.environ["STUDIO_HOME"]) / "data"
    in_the_way.write_text("a file")
    world = make_world(FIT)
    with qtbot.waitSignal(world.trainer.refused) as refused:
        world.trainer.start()
    (text,) = refused.args
    assert "cannot be recorded in" in text
    assert "a part of the path is a file, not a folder" in text
    assert is_clear(text)
