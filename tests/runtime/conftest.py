"""Engines and scripts that tests of training share."""

from __future__ import annotations

import pytest

from studio.codegen.training_code import generate_data
from studio.graph.setup import DataSource
from studio.runtime.session import EngineSession
from tests.pictures import SMALL
from tests.runtime.bench import Bench
from tests.runtime.data_loader import DataLoader
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


@pytest.fixture(scope="module")
def load_pictures(tmp_path_factory):
    """Pictures and labels of all splits, once for each pass over them."""
    with DataLoader(tmp_path_factory.mktemp("loaded")) as loader:

        def loaded(folder, options=None, seed=3, cache=None, passes=1, **fields):
            options = SMALL | (options or {})
            source = DataSource("images", str(folder), options, **fields)
            return loader.load(generate_data(source, seed), cache, passes)

        yield loaded
