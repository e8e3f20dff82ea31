"""Notes on runs: kept beside the record, whoever writes that."""

import pytest

from studio.errors import StudioError
from studio.runtime.run import Run
from studio.runtime.run_notes import RunNotes
from studio.runtime.run_record import RunState
from studio.runtime.runs import RunSettings, RunStore


@pytest.fixture
def run(tmp_path):
    store = RunStore(tmp_path / "runs")
    run = store.create("{}", "x = 1\n", "Digits", RunSettings(seed=7))
    yield run
    run.release()


def test_a_run_has_the_name_of_its_model_until_it_gets_one(run):
    assert run.title == "Digits"
    assert run.notes == RunNotes()
    run.annotate(RunNotes("Wider", "twice the units", pinned=True))
    assert run.title == "Wider"
    read = Run.open(run.folder)
    assert read.notes == RunNotes("Wider", "twice the units", pinned=True)
    assert read.record.title == "Digits"


def test_notes_outlive_the_end_of_a_training(run):
    Run.open(run.folder).annotate(RunNotes(note="while it trains"))
    run.finish(RunState.FINISHED)
    assert Run.open(run.folder).notes.note == "while it trains"


@pytest.mark.parametrize("text", ["{", "[]", '{"name": 3}', '{"pinned": 1}'])
def test_damaged_notes_are_told_and_the_run_stands(run, text):
    (run.folder / "notes.json").write_text(text)
    read = Run.open(run.folder)
    assert "notes.json cannot be read" in read.notes.damage
    assert read.title == "Digits"
    read.annotate(RunNotes("New"))
    assert Run.open(run.folder).notes == RunNotes("New")


def test_notes_that_cannot_be_written_are_told(run):
    (run.folder / "notes.json").mkdir()
    (run.folder / "notes.json" / "in the way").touch()
    with pytest.raises(StudioError, match="could not be written"):
        run.annotate(RunNotes("New"))
    assert run.title == "Digits"
