"""SavedModels: opaque and closed, until the user lets exactly this content run."""

from __future__ import annotations

import ast
import contextlib
import shutil
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


EXPORT = """
import sys, keras, numpy as np
model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(3)])
model.export(sys.argv[1], verbose=False)
np.save(sys.argv[2], model(np.ones((5, 4), "float32")))
"""
COMPUTE = """
import sys, numpy as np
module = {}
exec(open(sys.argv[1], encoding="utf-8").read(), module)
np.save(sys.argv[2], module["build_model"]()(np.ones((5, 4), "float32")))
"""


@pytest.fixture(scope="module")
def made(python, tmp_path_factory):
    """Folder with a small model of Keras as a SavedModel, and what it makes of ones."""
    folder = tmp_path_factory.mktemp("made")
    python(EXPORT, folder / "exported", folder / "ones.npy")
    return folder


@pytest.fixture
def exported(made, tmp_path):
    """A SavedModel of the test's own."""
    return shutil.copytree(made / "exported", tmp_path / "exported")


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
    document = wired(exported)
    with untouched(exported):
        told = ask(engine, document)
        with pytest.raises(StudioError, match="was not allowed to run"):
            generate_model(document, allowed_catalog(load_catalog(), document))
    assert any("was not allowed to run" in p.text for p in told.problems)
    assert shapes(told) == []


def test_allowed_it_computes_what_the_model_computes(
    engine, exported, made, python, tmp_path
):
    TrustedFolders().trust(exported)
    document = wired(exported)
    told = ask(engine, document)
    assert told.problems == ()
    assert shapes(told) == [(None, 3)]
    assert (told.total_params, told.trainable_params) == (15, 0)
    code = generate_model(document, allowed_catalog(load_catalog(), document)).text
    assert "keras.layers.TFSMLayer(" in code
    assert str(exported) in texts(code)
    (tmp_path / "code.py").write_text(code, encoding="utf-8")
    python(COMPUTE, tmp_path / "code.py", tmp_path / "ones.npy")
    assert np.allclose(np.load(tmp_path / "ones.npy"), np.load(made / "ones.npy"))


def change_a_byte(folder):
    file = folder / "saved_model.pb"
    data = bytearray(file.read_bytes())
    data[-1] ^= 1
    file.write_bytes(data)


def test_a_changed_byte_asks_again(engine, exported):
    trusted = TrustedFolders()
    trusted.trust(exported)
    document = wired(exported)
    assert shapes(ask(engine, document)) == [(None, 3)]
    change_a_byte(exported)
    assert not trusted.trusts(exported)
    told = ask(engine, document)
    assert any("has changed since" in problem.text for problem in told.problems)
    with pytest.raises(StudioError, match="has changed since"):
        generate_model(document, allowed_catalog(load_catalog(), document))


def test_a_yes_is_for_one_folder_alone(engine, exported, tmp_path):
    other = tmp_path / "other"
    shutil.copytree(exported, other)
    (other / "more").write_text("x")
    TrustedFolders().trust(exported)
    with untouched(other):
        told = ask(engine, wired(other))
    assert any("was not allowed to run" in p.text for p in told.problems)


def test_a_model_around_it_is_trained_evaluated_and_exported(exported, tmp_path):
    TrustedFolders().trust(exported)
    setup = Setup(data=DataSource("iris"), fit=FitSettings(epochs=1, device="cpu"))
    graph = wired(exported).graph
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
        change_a_byte(exported)
        again = Evaluate(session.next_request(), str(run.folder), str(tmp_path))
        with pytest.raises(StudioError, match="has changed since"):
            session.ask(again, Evaluated)
