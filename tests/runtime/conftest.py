"""Engines and scripts that tests of training share."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from studio.runtime.session import EngineSession
from tests.runtime.bench import Bench
from tests.runtime.drawing import ask

ALONE = """
import json, runpy, sys
history = runpy.run_path(sys.argv[1])["main"]()
print(json.dumps(history.history))
"""


@pytest.fixture
def said(engine):
    """Ask about a drawing."""
    return lambda drawing: ask(engine, drawing)


@pytest.fixture
def bench(train_engine, tmp_path):
    """The shared engine with a store of runs of its own."""
    return Bench(train_engine, tmp_path / "runs")


@pytest.fixture
def own_bench(tmp_path):
    """An engine of the test's own, to be stopped or killed."""
    with EngineSession("train", "cpu") as session:
        yield Bench(session, tmp_path / "runs")


@pytest.fixture(scope="session")
def python(shared_engines):
    """What text prints in an interpreter of its own, with no engine beside it.

    It may do without all that is not installed (`isolated`), in a folder of its own.
    """

    def run(text, *arguments, cwd=None, isolated=False):
        shared_engines.close()
        flags = ["-I"] if isolated else []
        command = [sys.executable, *flags, "-c", text, *map(str, arguments)]
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=280, cwd=cwd
        )
        assert done.returncode == 0, done.stderr[-3000:]
        return done.stdout

    return run


@pytest.fixture
def history_alone(python, tmp_path):
    """History of a script in an interpreter that knows nothing of Studio."""

    def run(script):
        folder = tmp_path / "alone"
        folder.mkdir()
        (folder / "model_script.py").write_text(script, encoding="utf-8")
        told = python(ALONE, "model_script.py", cwd=folder, isolated=True)
        return json.loads(told.splitlines()[-1])

    return run
