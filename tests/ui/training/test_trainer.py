"""The trainer against engines that follow a script."""

import os
import signal
from pathlib import Path

import pytest

from studio.graph import commands
from studio.graph.document import Document
from studio.graph.model import INPUT_CLASS, Point
from studio.graph.problems import Problem, Severity
from studio.project.store import load
from studio.runtime.run_record import RunState
from studio.ui.data.service import DataState
from tests.ui.scripted_engine import READY

FIT = (
    READY
    + """
for m in requests():
    if isinstance(m, StartTraining):
        job = m
        say(Status("Loading data"))
        say(TrainingStarted(4, 2, "cpu"))
        for step in range(1, 9):
            epoch = (step - 1) // 4 + 1
            say(BatchEnd(epoch, step, {"loss": 1 / step, "accuracy": step / 8}))
            if step % 4 == 0:
                logs = {"loss": 1 / step, "accuracy": step / 8}
                say(EpochEnd(epoch, 0.1, logs | {"val_loss": 0.5, "val_accuracy": 0.5}))
"""
)
TRAIN = FIT + "        say(RunFinished(m.request, 'finished', 2, 0.2, {'loss': 0.1}))\n"
UNTIL_STOPPED = (
    FIT
    + """
    if isinstance(m, StopTraining):
        say(RunFinished(job.request, "stopped", 2, 0.2, {"loss": 0.3}))
"""
)


def run(qtbot, world):
    with qtbot.waitSignal(world.trainer.run_finished, timeout=20_000):
        world.trainer.start()
    return world.trainer.run


def test_a_whole_training(qtbot, make_world):
    world = make_world(TRAIN)
    batches, epochs = [], []
    world.trainer.batch_ended.connect(batches.append)
    world.trainer.epoch_ended.connect(epochs.append)
    done = run(qtbot, world)
    assert world.states == ["starting", "training", "idle"]
    assert (len(batches), len(epochs)) == (8, 2)
    assert done.record.state is RunState.FINISHED
    assert done.record.evaluation == {"loss": 0.1}
    assert done.record.versions["keras"] == "3.15.1"
    assert world.trainer.error == ""
    loss = world.trainer.curves.metrics["loss"]
    assert list(loss.batches.xs)[-1] == 2.0
    assert list(loss.train.ys) == [0.25, 0.125]
    assert list(loss.validation.ys) == [0.5, 0.5]


def test_the_run_keeps_the_very_script_and_document(qtbot, make_world):
    world = make_world(TRAIN)
    done = run(qtbot, world)
    assert "keras.layers.Dense(10" in done.script or "layers.Dense(" in done.script
    kept = load(done.document_path).document
    assert kept.same_content(world.workspace.document)
    assert done.metrics().epochs_done == 2


def test_edits_while_training_do_not_change_the_run(qtbot, make_world):
    world = make_world(UNTIL_STOPPED)
    world.trainer.start()
    qtbot.waitUntil(lambda: world.trainer.state == "training", timeout=20_000)
    before = world.trainer.run.script
    world.workspace.undo_stack.undo()
    assert world.trainer.run.script == before
    with qtbot.waitSignal(world.trainer.run_finished, timeout=20_000):
        world.trainer.stop()


def test_stop_keeps_what_was_reached(qtbot, make_world):
    world = make_world(UNTIL_STOPPED)
    world.trainer.start()
    qtbot.waitUntil(lambda: len(world.trainer.curves.metrics) == 2, timeout=20_000)
    with qtbot.waitSignal(world.trainer.run_finished, timeout=20_000):
        world.trainer.stop()
        assert world.trainer.state == "stopping"
    assert world.states == ["starting", "training", "stopping", "idle"]
    assert world.trainer.run.record.state is RunState.STOPPED


def test_stop_while_tensorflow_is_imported(qtbot, make_world):
    world = make_world("say(Starting(1, 1)); list(requests())")
    world.trainer.start()
    qtbot.waitUntil(lambda: "TensorFlow" in world.trainer.progress.text)
    world.trainer.stop()
    assert world.trainer.state == "idle"
    assert world.trainer.run.record.state is RunState.STOPPED
    assert world.trainer.run.record.epochs_done == 0


def test_a_second_stop_ends_an_engine_that_does_not_react(qtbot, make_world):
    world = make_world(FIT)
    world.trainer.start()
    qtbot.waitUntil(lambda: world.trainer.state == "training", timeout=20_000)
    world.trainer.stop()
    world.trainer.stop()
    assert world.trainer.state == "idle"
    (kept,) = world.trainer.store.list()
    assert kept.record.state is RunState.INTERRUPTED


def test_kill_minus_nine_is_told_and_noted(qtbot, make_world):
    world = make_world(FIT)
    ended = []
    world.trainer.epoch_ended.connect(ended.append)
    world.trainer.start()
    qtbot.waitUntil(lambda: len(ended) == 2, timeout=20_000)
    with qtbot.waitSignal(world.trainer.run_finished, timeout=20_000):
        os.kill(world.trainer._engine.pid, signal.SIGKILL)
    assert world.trainer.error.startswith("The engine was killed")
    record = world.trainer.store.load(world.trainer.run.id).record
    assert (record.state, record.epochs_done) == (RunState.FAILED, 2)
    assert record.error == world.trainer.error
    assert world.trainer.state == "idle"


def test_a_failure_told_by_the_engine(qtbot, make_world):
    world = make_world(
        READY
        + """
for m in requests():
    say(Failed(m.request, "The loss became infinite.", "Traceback..."))
    say(RunFinished(m.request, "failed", 0, 0.0, {}))
"""
    )
    done = run(qtbot, world)
    assert world.trainer.error == "The loss became infinite."
    assert done.record.state is RunState.FAILED


def test_training_again_after_a_run(qtbot, make_world):
    world = make_world(TRAIN)
    first, second = run(qtbot, world), run(qtbot, world)
    assert first.id != second.id
    assert [r.id for r in world.trainer.store.list()] == [second.id, first.id]


def test_no_training_with_errors(qtbot, make_world):
    world = make_world(TRAIN)
    problem = Problem(Severity.ERROR, "G-CYCLE", "There is a loop.")
    world.workspace.set_results({}, [problem])
    with qtbot.waitSignal(world.trainer.refused) as refused:
        world.trainer.start()
    assert refused.args == ["There is a loop."]
    assert (world.trainer.state, world.trainer.run) == ("idle", None)
    assert not list(Path(world.trainer.store.folder).glob("*"))


def test_warnings_do_not_stop_training(make_world):
    world = make_world(TRAIN)
    warning = Problem(Severity.WARNING, "G-UNUSED", "A layer is not used.")
    world.workspace.set_results({}, [warning])
    assert world.trainer.blockers() == []


def test_t_data_is_told_while_data_may_not_be_read(make_world):
    world = make_world(TRAIN)
    world.data._set(DataState.ASK)
    (problem,) = world.trainer.blockers()
    assert (problem.code, "Allow it" in problem.text) == ("T-DATA", True)


@pytest.mark.parametrize("state", [DataState.BUSY, DataState.KNOWN])
def test_t_data_is_not_told_of_data_that_may_be_read(make_world, state):
    world = make_world(TRAIN)
    world.data._set(state)
    assert world.trainer.blockers() == []


def test_t_empty_is_told_of_a_model_without_nodes(make_world):
    world = make_world(TRAIN)
    world.workspace.replace_document(Document(), None)
    assert [problem.code for problem in world.trainer.blockers()] == ["T-EMPTY"]


def test_t_empty_is_not_told_of_a_single_node(make_world):
    world = make_world(TRAIN)
    document = Document()
    edit, _ = commands.place_layer(document, INPUT_CLASS, Point(0, 0))
    document.apply(edit)
    world.workspace.replace_document(document, None)
    assert "T-EMPTY" not in [problem.code for problem in world.trainer.blockers()]


def test_a_folder_that_cannot_be_written_is_told(qtbot, make_world, studio_home):
    (studio_home / "data").write_text("in the way")
    world = make_world(TRAIN)
    with qtbot.waitSignal(world.trainer.refused) as refused:
        world.trainer.start()
    assert "cannot be recorded" in refused.args[0]
    assert world.trainer.state == "idle"


def test_closing_while_training_leaves_no_process(qtbot, make_world):
    world = make_world(FIT)
    world.trainer.start()
    qtbot.waitUntil(lambda: world.trainer.state == "training", timeout=20_000)
    world.trainer.close()
    assert world.trainer.state == "idle"


def test_progress_in_words(qtbot, make_world):
    world = make_world(UNTIL_STOPPED)
    texts = []
    world.trainer.progress_changed.connect(
        lambda: texts.append(world.trainer.progress.text)
    )
    world.trainer.start()
    qtbot.waitUntil(
        lambda: any(t.startswith("Epoch 2/2 · step 4/4") for t in texts),
        timeout=20_000,
    )
    assert world.trainer.progress.fraction == 1.0
    with qtbot.waitSignal(world.trainer.run_finished, timeout=20_000):
        world.trainer.stop()
