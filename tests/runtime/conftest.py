"""Engines and scripts that tests of training share."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from studio.codegen.training_code import generate_data
from studio.graph.setup import DataSource
from studio.runtime.session import EngineSession
from tests.pictures import SMALL
from tests.runtime.bench import Bench
from tests.runtime.data_loader import DataLoader
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


@pytest.fixture(scope="module")
def load_pictures(tmp_path_factory):
    """Pictures and labels of all splits, once for each pass over them."""
    with DataLoader(tmp_path_factory.mktemp("loaded")) as loader:

        def loaded(folder, options=None, seed=3, cache=None, passes=1, **fields):
            options = SMALL | (options or {})
            source = DataSource("images", str(folder), options, **fields)
            return loader.load(generate_data(source, seed), cache, passes)

        yield loaded
