"""Engines and scripts that tests of training share."""

from __future__ import annotations

import pytest

from studio.runtime.session import EngineSession
from tests.runtime.bench import Bench
from tests.runtime.drawing import ask


@pytest.fixture(scope="session")
def train_engine(tmp_path_factory):
    """One engine for all tests that neither stop nor kill it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("STUDIO_HOME", str(tmp_path_factory.mktemp("engine-home")))
        with EngineSession("train", "cpu") as session:
            yield session


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
