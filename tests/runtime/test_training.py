"""A whole training of a document, as the command line does it."""

import json
import os
import select
import signal
import subprocess
import sys
from contextlib import nullcontext

import pytest

from studio.catalog.store import load_catalog
from studio.errors import StudioError
from studio.graph.commands import (
    change_compile,
    change_data,
    change_fit,
    set_parameters,
)
from studio.graph.values import keras_object
from studio.project.examples import load_example
from studio.project.store import save
from studio.protocol.messages import Ready
from studio.protocol.run_messages import EpochEnd
from studio.runtime import training
from studio.runtime.run_record import RunState
from studio.runtime.runs import RunStore
from studio.runtime.training import _with_fit, run_training
from tests.codegen import samples
from tests.codegen.drawing import Drawing

pytestmark = pytest.mark.engine


@pytest.fixture(scope="module")
def catalog():
    return load_catalog()


@pytest.fixture
def document(catalog):
    """A conv net for digits with dropout."""
    draw = Drawing(catalog)
    image = draw.input(8, 8, 1)
    seen = draw.layer("Conv2D", image, filters=4, kernel_size=3, activation="relu")
    flat = draw.layer("Flatten", seen)
    thin = draw.layer("Dropout", flat, rate=0.25)
    draw.layer("Dense", thin, units=10, activation="softmax")
    draw.document.apply(change_data(draw.document, kind="digits"))
    draw.document.apply(change_fit(draw.document, epochs=2, seed=5))
    return draw.document


@pytest.fixture
def in_shared_engine(train_engine, monkeypatch):
    """Trainings on the CPU that take the shared engine instead of starting one."""

    def shared(role, device):
        assert (role, device) == ("train", "cpu")
        return nullcontext(train_engine)

    monkeypatch.setattr(training, "EngineSession", shared)


@pytest.fixture
def store(tmp_path):
    return RunStore(tmp_path / "runs")


def test_a_document_trains_like_its_exported_script(
    history_alone, document, catalog, store, tmp_path
):
    seen = []
    run = run_training(
        document, catalog, tmp_path, store, title="Digits", on_event=seen.append
    )
    assert run.record.state is RunState.FINISHED, run.record.error
    assert run.record.evaluation["accuracy"] > 0.2
    assert (run.record.seed, run.record.title) == (5, "Digits")
    assert set(run.record.versions) > {"tensorflow", "keras", "numpy", "python"}
    assert isinstance(seen[0], Ready)
    assert run.history() == history_alone(run.script)
    assert [one.record for one in store.list()] == [run.record]
    assert "Digits" in run.document_path.read_text()


def test_several_inputs_and_outputs_train_like_their_exported_script(
    history_alone, catalog, store, tmp_path
):
    project = load_example("digits-two-tasks")
    document = _with_fit(project.document, "cpu", 2)
    run = run_training(document, catalog, tmp_path, store)
    assert run.record.state is RunState.FINISHED, run.record.error
    history = run.history()
    names = {"loss", "digit_loss", "digit_accuracy", "odd_loss", "odd_accuracy"}
    assert history.keys() == names | {f"val_{name}" for name in names}
    assert run.record.evaluation.keys() == names
    assert history == history_alone(run.script)


def test_a_label_without_an_output_is_named_for_several(
    in_shared_engine, catalog, store, tmp_path
):
    document = _with_fit(load_example("digits-two-tasks").document, "cpu", 1)
    digit = next(d for d in document.graph.definitions.values() if d.name == "digit")
    document.apply(set_parameters(document, digit.id, {"units": 9}))
    run = run_training(document, catalog, tmp_path, store)
    assert run.record.state is RunState.FAILED
    assert "label 9" in run.record.error


def test_epochs_and_device_can_be_chosen_and_are_in_the_script(
    in_shared_engine, document, catalog, store, tmp_path
):
    run = run_training(document, catalog, tmp_path, store, device="cpu", epochs=1)
    assert run.record.epochs_done == 1
    assert "EPOCHS = 1" in run.script
    assert document.setup.fit.epochs == 2


def test_other_epochs_leave_a_document_its_blocks():
    nested = samples.nested()
    assert _with_fit(nested, None, 3).blocks == nested.blocks


def test_a_device_that_is_not_there_is_told(document, catalog, store, tmp_path):
    run = run_training(document, catalog, tmp_path, store, device="gpu:7")
    assert run.record.state is RunState.FAILED
    assert "gpu" in run.record.error.lower()


def test_an_unfinished_document_makes_no_run(document, catalog, store, tmp_path):
    document.apply(change_data(document, kind="csv"))
    with pytest.raises(StudioError, match="target"):
        run_training(document, catalog, tmp_path, store)
    assert store.list() == []


def test_an_engine_killed_while_training_is_told(document, catalog, store, tmp_path):
    def kill(event):
        if isinstance(event, EpochEnd):
            os.kill(engine_of(os.getpid()), signal.SIGKILL)

    run = run_training(document, catalog, tmp_path, store, epochs=5000, on_event=kill)
    assert run.record.state is RunState.FAILED
    assert "killed" in run.record.error
    assert run.record.epochs_done >= 1
    assert run.metrics().epochs["loss"].values


def engine_of(parent):
    """Process id of the engine that `parent` started last."""
    found = subprocess.run(
        ["ps", "-ww", "-o", "pid=,args=", "--sort=start_time", "--ppid", str(parent)],
        capture_output=True,
        text=True,
        check=True,
    )
    *_, line = [one for one in found.stdout.splitlines() if "--role" in one]
    return int(line.split()[0])


WATCHER = """
import sys
from pathlib import Path
from studio.catalog.store import load_catalog
from studio.project.store import load
from studio.runtime.runs import RunStore
from studio.runtime.training import _with_fit, run_training

def say(event):
    print(type(event).__name__, flush=True)

path = Path(sys.argv[1])
run_training(
    load(path).document, load_catalog(), path.parent, RunStore(Path(sys.argv[2])),
    epochs=5000, on_event=say,
)
"""


def watch(store, path):
    """Train in a process of its own, as a window does; waits for an epoch."""
    child = subprocess.Popen(
        [sys.executable, "-c", WATCHER, str(path), str(store.folder)],
        stdout=subprocess.PIPE,
        text=True,
    )
    while "EpochEnd" not in child.stdout.readline():
        assert child.poll() is None
    return child


@pytest.fixture
def saved(document, tmp_path):
    path = tmp_path / "digits.studio"
    save(document, path, "Digits")
    return path


def test_a_killed_window_leaves_a_saved_and_interrupted_run(store, saved):
    with watch(store, saved) as child:
        engine = os.pidfd_open(engine_of(child.pid))
        child.kill()
    ended, _, _ = select.select([engine], [], [], 60)
    os.close(engine)
    assert ended
    [run] = store.list()
    assert run.record.state is RunState.INTERRUPTED
    assert "ended while" in run.record.error
    assert run.has_model
    assert len(run.history()["loss"]) == run.record.epochs_done >= 1
    assert run.metrics().epochs["loss"].values


def test_the_keyboard_stops_a_training_and_keeps_its_weights(store, saved):
    with watch(store, saved) as child:
        child.send_signal(signal.SIGINT)
        child.stdout.read()
    [run] = store.list()
    assert run.record.state is RunState.STOPPED
    assert run.has_model
    assert run.record.evaluation


def test_the_data_source_is_noted_in_the_record(
    in_shared_engine, catalog, store, tmp_path
):
    draw = Drawing(catalog)
    point = draw.input(2)
    draw.layer("Dense", point, units=1, activation="sigmoid")
    document = draw.document
    document.apply(change_data(document, kind="gate"))
    loss = keras_object("keras.losses.BinaryCrossentropy")
    document.apply(change_compile(document, loss=loss))
    run = run_training(document, catalog, tmp_path, store, device="cpu", epochs=1)
    assert run.record.state is RunState.FINISHED, run.record.error
    assert json.loads((run.folder / "run.json").read_text())["data"]["kind"] == "gate"


def test_training_on_all_devices_is_the_script_s_own_way(
    history_alone, document, catalog, store, tmp_path
):
    run = run_training(document, catalog, tmp_path, store, device="all", epochs=1)
    assert run.record.state is RunState.FINISHED, run.record.error
    assert "strategy()" in run.script
    assert run.history() == history_alone(run.script)
