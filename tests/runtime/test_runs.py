"""Runs on disk: what is written is read, and no fault hides a run."""

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.errors import StudioError
from studio.protocol.messages import Failed, Ready
from studio.protocol.run_messages import (
    BatchEnd,
    EpochEnd,
    RunFinished,
    TrainingStarted,
)
from studio.runtime.recorder import RunRecorder
from studio.runtime.run_record import (
    RunRecord,
    RunState,
    record_from_text,
    record_to_text,
)
from studio.runtime.runs import Run, RunSettings, RunStore

READY = Ready("3.11.7", "2.21.0", "3.15.1", "2.4.0", ())
SETTINGS = RunSettings(seed=7, device="cpu", epochs=3, base="/somewhere")


@pytest.fixture
def store(tmp_path):
    return RunStore(tmp_path / "runs")


def make_run(store, title="Digits"):
    return store.create('{"document": 1}\n', "x = 1\n", title, SETTINGS)


def names_in(folder):
    return sorted(path.name for path in folder.iterdir())


def test_a_new_run_has_its_document_script_and_record(store):
    run = make_run(store, "Ziffern äöü")
    run.release()
    read = store.load(run.id)
    assert read.record == run.record
    assert read.record.title == "Ziffern äöü"
    assert read.record.state is RunState.RUNNING
    assert read.script == "x = 1\n"
    assert read.document_path.read_text() == '{"document": 1}\n'
    assert (read.record.seed, read.record.epochs) == (7, 3)


def test_a_recorded_run_keeps_all_that_was_said(store):
    run = make_run(store)
    recorder = RunRecorder(run)
    for event in (
        READY,
        TrainingStarted(2, 3, "gpu:0", 90),
        BatchEnd(1, 1, {"loss": 2.0}),
        BatchEnd(1, 2, {"loss": 0.1 + 0.2}),
        EpochEnd(1, 0.5, {"loss": 0.1 + 0.2, "val_loss": float("inf")}),
        RunFinished(1, "finished", 1, 0.75, {"loss": 0.3}, {"mae": "min"}),
    ):
        recorder.record(event)
    assert recorder.is_over
    read = store.load(run.id)
    assert read.record.state is RunState.FINISHED
    assert read.record.device == "gpu:0"
    assert read.record.versions["tensorflow"] == "2.21.0"
    assert set(read.record.versions) == {
        "studio",
        "python",
        "tensorflow",
        "keras",
        "numpy",
    }
    assert read.record.evaluation == {"loss": 0.3}
    assert read.record.parameters == 90
    assert read.record.goals == {"mae": "min"}
    assert read.metrics(batches=False).epochs == read.metrics().epochs
    assert read.metrics(batches=False).batches == {}
    assert read.record.ended > read.record.started
    metrics = read.metrics()
    assert metrics.batches["loss"].at == [1, 2]
    assert metrics.batches["loss"].values == [2.0, 0.1 + 0.2]
    assert metrics.epochs["val_loss"].values == [float("inf")]
    assert metrics.damage == []
    assert "running.lock" not in names_in(run.folder)


def test_a_failure_is_recorded_with_its_sentence_and_the_detail_apart(store):
    run = make_run(store)
    recorder = RunRecorder(run)
    recorder.record(EpochEnd(1, 0.5, {"loss": 1.0}))
    recorder.record(Failed(1, "The loss became infinite.", "Traceback ..."))
    recorder.record(RunFinished(1, "failed", 1, 0.5, {}))
    read = store.load(run.id)
    assert read.record.state is RunState.FAILED
    assert read.record.error == "The loss became infinite."
    assert "Traceback" in (run.folder / "error.log").read_text()
    assert "Traceback" not in (run.folder / "run.json").read_text()


def test_a_dead_engine_leaves_a_failed_run_with_its_metrics(store):
    run = make_run(store)
    recorder = RunRecorder(run)
    recorder.record(EpochEnd(1, 0.5, {"loss": 1.0}))
    recorder.fail("The engine was killed.")
    recorder.fail("said twice")
    recorder.record(EpochEnd(2, 0.5, {"loss": 0.5}))
    [read] = store.list()
    assert read.record.state is RunState.FAILED
    assert read.record.error == "The engine was killed."
    assert read.record.epochs_done == 1
    assert read.metrics().epochs["loss"].values == [1.0]


def test_runs_are_listed_newest_first(store):
    runs = [make_run(store) for _ in range(5)]
    assert [run.id for run in store.list()] == [run.id for run in reversed(runs)]
    for run in runs:
        run.release()


def test_no_folder_means_no_runs(store):
    assert store.list() == []


def test_a_title_no_file_can_spell_is_kept(store):
    run = make_run(store, "half \udc80 a character")
    run.release()
    assert store.load(run.id).record.title == "half \udc80 a character"


def test_a_run_that_is_held_is_running(store):
    run = make_run(store)
    [read] = store.list()
    assert read.record.state is RunState.RUNNING
    assert read.is_alive
    run.release()


def test_a_run_whose_process_died_is_marked_interrupted(store):
    code = (
        "import os, pathlib, sys\n"
        "from studio.runtime.runs import RunSettings, RunStore\n"
        "from studio.runtime.recorder import RunRecorder\n"
        "from studio.protocol.run_messages import EpochEnd\n"
        "run = RunStore(pathlib.Path(sys.argv[1])).create('', '', 'T', RunSettings())\n"
        "RunRecorder(run).record(EpochEnd(1, 0.5, {'loss': 1.0}))\n"
        "print(run.id, flush=True)\n"
        "sys.stdin.read()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(store.folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as child:
        name = child.stdout.readline().strip()
        assert store.list()[0].record.state is RunState.RUNNING
        child.send_signal(signal.SIGKILL)
    [run] = store.list()
    assert run.id == name
    assert run.record.state is RunState.INTERRUPTED
    assert run.record.epochs_done == 1
    assert "ended before" in run.record.error
    assert store.load(name).record == run.record


DAMAGE = {
    "empty": "",
    "cut": '{"format": 1, "id": "x", "ti',
    "a list": "[1, 2]",
    "another format": '{"format": 99, "id": "x"}',
    "a wrong state": '{"format": 1, "id": "x", "state": "asleep"}',
    "a wrong number": '{"format": 1, "id": "x", "epochs": "many"}',
    "a wrong metric": '{"format": 1, "id": "x", "evaluation": {"loss": "low"}}',
    "no id": '{"format": 1}',
}


@pytest.mark.parametrize("text", DAMAGE.values(), ids=DAMAGE.keys())
def test_a_damaged_record_is_shown_and_left_as_it_is(store, text):
    run = make_run(store)
    run.release()
    (run.folder / "run.json").write_text(text)
    good = make_run(store)
    good.finish(RunState.FINISHED)
    listed = {one.id: one for one in store.list()}
    assert listed[run.id].record.state is RunState.DAMAGED
    assert "cannot be read" in listed[run.id].record.error
    assert listed[good.id].record.state is RunState.FINISHED
    assert (run.folder / "run.json").read_text() == text
    with pytest.raises(StudioError, match="cannot be read"):
        store.load(run.id)


def test_a_folder_without_a_record_is_shown_as_damaged(store):
    store.folder.mkdir()
    (store.folder / "holiday").mkdir()
    [run] = store.list()
    assert run.record.state is RunState.DAMAGED
    assert "no run" in run.record.error


def test_a_run_that_cannot_be_made_leaves_nothing(store, monkeypatch):
    def full(path, data, durable):
        raise OSError(28, "No space left on device")

    store.folder.mkdir()
    monkeypatch.setattr("studio.runtime.runs.replace_file", full)
    with pytest.raises(StudioError, match="the disk is full"):
        make_run(store)
    assert names_in(store.folder) == []


def test_runs_cannot_be_put_where_a_file_is(tmp_path):
    (tmp_path / "runs").write_text("a file")
    with pytest.raises(StudioError, match="Choose another folder"):
        make_run(RunStore(tmp_path / "runs"))


def test_history_comes_back_exactly(store):
    run = make_run(store)
    history = {"loss": [0.1 + 0.2, 1e-300, float("nan")], "accuracy": [1.0, 0.0, 0.5]}
    run.save_history(history)
    run.release()
    assert repr(store.load(run.id).history()) == repr(history)


def test_a_missing_or_damaged_history_is_told(store):
    run = make_run(store)
    run.release()
    with pytest.raises(StudioError, match=r"history\.json"):
        run.history()
    (run.folder / "history.json").write_text('{"loss": 3}')
    with pytest.raises(StudioError, match="cannot be read"):
        run.history()


def test_kill_while_a_record_is_rewritten_leaves_a_whole_one(store):
    """The record is old or new after kill -9 at any moment of the rewriting."""
    code = (
        "import pathlib, sys\n"
        "from studio.runtime.runs import Run\n"
        "run = Run.open(pathlib.Path(sys.argv[1]))\n"
        "print('go', flush=True)\n"
        "n = 0\n"
        "while True:\n"
        "    n += 1\n"
        "    run.change(epochs=n, versions={'filler': str(n) * 20_000})\n"
    )
    run = make_run(store)
    run.release()
    for _ in range(5):
        with subprocess.Popen(
            [sys.executable, "-c", code, str(run.folder)], stdout=subprocess.PIPE
        ) as child:
            child.stdout.readline()
            before = (run.folder / "run.json").stat().st_mtime_ns
            while (run.folder / "run.json").stat().st_mtime_ns == before:
                pass
            child.kill()
        record = Run.open(run.folder).record
        assert record.versions["filler"] == str(record.epochs) * 20_000


def test_a_torn_last_line_is_told_and_the_rest_kept(store):
    run = make_run(store)
    recorder = RunRecorder(run)
    for step in range(1, 4):
        recorder.record(BatchEnd(1, step, {"loss": float(step)}))
    recorder.close()
    path = run.folder / "metrics.jsonl"
    whole = path.read_bytes()
    for length in range(len(whole)):
        path.write_bytes(whole[:length])
        metrics = run.metrics()
        kept = whole[:length].count(b"\n")
        assert len(metrics.batches.get("loss", []).at if kept else []) == kept
        is_torn = length > 0 and whole[length - 1 : length] != b"\n"
        assert len(metrics.damage) == int(is_torn)


@pytest.mark.parametrize(
    "line", [b"{}", b"[]", b"null", b'{"epoch": 1}', b"\xff\xfe", b'{"epoch": "x"}']
)
def test_a_bad_line_is_left_out_and_told(tmp_path, line):
    from studio.runtime.metrics import read_metrics

    good = b'{"epoch": 1, "step": 1, "metrics": {"loss": 1.0}}'
    path = tmp_path / "metrics.jsonl"
    path.write_bytes(good + b"\n" + line + b"\n" + good.replace(b"1,", b"2,") + b"\n")
    metrics = read_metrics(path)
    assert metrics.batches["loss"].values == [1.0, 1.0]
    [sentence] = metrics.damage
    assert sentence.startswith("Line 2 of metrics.jsonl")


floats = st.floats(allow_nan=False)
records = st.builds(
    RunRecord,
    id=st.text(),
    title=st.text(st.characters(exclude_categories=["Cs"])),
    state=st.sampled_from(sorted(set(RunState) - {RunState.DAMAGED})),
    seed=st.integers(),
    epochs_done=st.integers(),
    seconds=floats,
    versions=st.dictionaries(st.text(), st.text()),
    evaluation=st.dictionaries(st.text(), floats),
    error=st.text(),
)


@given(records)
def test_records_survive_their_text(record):
    assert record_from_text(record_to_text(record)) == record


@given(records, st.integers(0), st.binary(max_size=3))
def test_a_broken_record_is_refused_or_read_never_crashes(record, at, junk):
    data = record_to_text(record).encode("utf-8", "replace")
    at %= len(data)
    text = (data[:at] + junk + data[at + 1 :]).decode("utf-8", "replace")
    try:
        read = record_from_text(text)
    except ValueError:
        return
    assert json.loads(text)["id"] == read.id


def test_the_engine_side_can_finish_a_run_it_did_not_make(store):
    run = make_run(store)
    recorder = RunRecorder(run)
    Run.open(Path(run.folder)).finish(
        RunState.INTERRUPTED, epochs_done=2, error="Studio was closed."
    )
    recorder.record(RunFinished(1, "interrupted", 2, 1.0, {}))
    assert run.record.state is RunState.INTERRUPTED
    assert run.record.error == "Studio was closed."
    assert store.list()[0].record == run.record
