"""SavedModels: opaque and closed, until the user lets exactly this content run."""

from __future__ import annotations

import ast
import contextlib
from pathlib import Path

import numpy as np
import pytest

from studio.catalog.store import load_catalog
from studio.codegen.model_code import generate_model
from studio.errors import StudioError
from studio.graph.document import Document
from studio.graph.graph import Graph
from studio.graph.model import Edge, LayerDefinition, Node, NodeKind
from studio.graph.setup import DataSource, FitSettings, Setup
from studio.importing.archive import import_file
from studio.project.trusted_folders import (
    TrustedFolders,
    allowed_catalog,
    allowed_folders,
)
from studio.protocol.messages import Export, Exported, Inferred
from studio.protocol.questions import infer_request
from studio.protocol.run_messages import Evaluate, Evaluated
from studio.runtime.run_record import RunState
from studio.runtime.runs import RunStore
from studio.runtime.session import EngineSession
from studio.runtime.training import run_training
from tests.faults.watch import FileWatch

pytestmark = pytest.mark.engine


@pytest.fixture(scope="module")
def engine(tmp_path_factory):
    with EngineSession("infer") as session:
        yield session


@pytest.fixture
def exported(tmp_path):
    """A small model of Keras, and its folder."""
    import keras

    model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(3)])
    model.export(tmp_path / "exported", verbose=False)
    return model, tmp_path / "exported"


def wired(folder):
    """The imported node between an input and an output."""
    graph = import_file(folder, load_catalog()).document.graph
    (layer,) = graph.definitions.values()
    given = LayerDefinition("d", "keras.layers.InputLayer", "x", {"shape": (4,)})
    nodes = [
        Node("a", NodeKind.INPUT, "d"),
        Node("n1", NodeKind.LAYER, "l1"),
        Node("z", NodeKind.OUTPUT),
    ]
    edges = [
        Edge("a", "n1", "inputs"),
        Edge("n1", "z", "inputs"),
    ]
    return Document(Graph(nodes, [given, layer], edges))


def ask(engine, document) -> Inferred:
    folders = allowed_folders(document)
    request = infer_request(engine.next_request(), document, folders=folders)
    return engine.ask(request, Inferred)


def shapes(told: Inferred) -> list[tuple[int | None, ...]]:
    return [
        out.shape for node in told.nodes if node.node == "n1" for out in node.outputs
    ]


@contextlib.contextmanager
def untouched(folder: Path):
    """Nobody opens a file in the folder meanwhile."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert files
    with contextlib.ExitStack() as stack:
        watches = [stack.enter_context(FileWatch(path)) for path in files]
        yield
        assert not any(watch.was_touched for watch in watches)


def texts(code):
    """The texts of a script, each whole, even where a long one takes two lines."""
    nodes = ast.walk(ast.parse(code))
    return {n.value for n in nodes if isinstance(n, ast.Constant)}


def test_without_a_yes_nothing_in_the_folder_is_read(engine, exported):
    _, folder = exported
    document = wired(folder)
    with untouched(folder):
        told = ask(engine, document)
        with pytest.raises(StudioError, match="was not allowed to run"):
            generate_model(document, allowed_catalog(load_catalog(), document))
    assert any("was not allowed to run" in p.text for p in told.problems)
    assert shapes(told) == []


def test_allowed_it_computes_what_the_model_computes(engine, exported):
    model, folder = exported
    TrustedFolders().trust(folder)
    document = wired(folder)
    told = ask(engine, document)
    assert told.problems == ()
    assert shapes(told) == [(None, 3)]
    assert (told.total_params, told.trainable_params) == (15, 0)
    code = generate_model(document, allowed_catalog(load_catalog(), document)).text
    assert "keras.layers.TFSMLayer(" in code
    assert str(folder) in texts(code)
    module: dict[str, object] = {}
    exec(code, module)
    x = np.ones((5, 4), "float32")
    assert np.allclose(module["build_model"]()(x), model(x))


def change_a_byte(folder):
    file = folder / "saved_model.pb"
    data = bytearray(file.read_bytes())
    data[-1] ^= 1
    file.write_bytes(data)


def test_a_changed_byte_asks_again(engine, exported):
    _, folder = exported
    trusted = TrustedFolders()
    trusted.trust(folder)
    document = wired(folder)
    assert shapes(ask(engine, document)) == [(None, 3)]
    change_a_byte(folder)
    assert not trusted.trusts(folder)
    told = ask(engine, document)
    assert any("has changed since" in problem.text for problem in told.problems)
    with pytest.raises(StudioError, match="has changed since"):
        generate_model(document, allowed_catalog(load_catalog(), document))


def test_a_yes_is_for_one_folder_alone(engine, exported, tmp_path):
    import shutil

    _, folder = exported
    other = tmp_path / "other"
    shutil.copytree(folder, other)
    (other / "more").write_text("x")
    TrustedFolders().trust(folder)
    with untouched(other):
        told = ask(engine, wired(other))
    assert any("was not allowed to run" in p.text for p in told.problems)


def test_a_model_around_it_is_trained_evaluated_and_exported(exported, tmp_path):
    _, folder = exported
    TrustedFolders().trust(folder)
    setup = Setup(data=DataSource("iris"), fit=FitSettings(epochs=1, device="cpu"))
    graph = wired(folder).graph
    document = Document(graph, (), setup)
    run = run_training(document, load_catalog(), tmp_path, RunStore(tmp_path / "runs"))
    assert run.record.state is RunState.FINISHED
    with EngineSession("train", "cpu") as session:
        evaluated = Evaluate(session.next_request(), str(run.folder), str(tmp_path))
        assert "loss" in session.ask(evaluated, Evaluated).metrics
        target = tmp_path / "m.keras"
        question = Export(
            session.next_request(), run.script, str(run.folder), "keras", str(target)
        )
        assert session.ask(question, Exported).size == target.stat().st_size
        change_a_byte(folder)
        again = Evaluate(session.next_request(), str(run.folder), str(tmp_path))
        with pytest.raises(StudioError, match="has changed since"):
            session.ask(again, Evaluated)
