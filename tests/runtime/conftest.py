"""Engines and scripts that tests of training share."""

from __future__ import annotations

import subprocess
import sys

import pytest

from studio.runtime.session import EngineSession
from tests.runtime.bench import Bench
from tests.runtime.drawing import ask


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
    """What text prints in an interpreter of its own, with no engine beside it."""

    def run(text, *arguments, cwd=None):
        shared_engines.close()
        command = [sys.executable, "-c", text, *map(str, arguments)]
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=280, cwd=cwd
        )
        assert done.returncode == 0, done.stderr[-3000:]
        return done.stdout

    return run
