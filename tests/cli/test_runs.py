"""`studio runs compare`, with recorded runs."""

from __future__ import annotations

import pytest

from studio.runtime.runs import RunStore
from tests.repairs.models import mlp
from tests.runtime.contrast.recorded import record_run


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "runs"


@pytest.fixture
def pair(folder):
    """Names of two runs; the second came further."""
    store, document = RunStore(folder), mlp().document
    losses = ((0.9, 0.8, 0.7), (0.9, 0.4, 0.3))
    titles = ("Plain", "Better")
    runs = [
        record_run(store, document, title, losses=loss)
        for title, loss in zip(titles, losses, strict=True)
    ]
    return [run.id for run in runs]


def test_the_best_is_marked_for_a_person(studio, folder, pair):
    answer = studio("runs", "--runs", folder, "compare", *pair)
    assert answer.code == 0, answer.err
    heads, *lines = answer.out.splitlines()
    assert heads.split() == ["Plain", "Better"]
    (line,) = [line for line in lines if "best val_loss" in line]
    assert line.split()[-2:] == ["0.7", "0.3*"]
    assert "Setup" not in answer.out


def test_the_folder_may_be_named_behind_the_word(studio, folder, pair):
    before = studio("runs", "--runs", folder, "compare", *pair)
    behind = studio("runs", "compare", *pair, "--runs", folder)
    assert before.out == behind.out


def test_json_holds_runs_and_differences(studio, folder, pair):
    for order in (("compare", *pair, "--json"), ("--json", "compare", *pair)):
        data = studio("runs", "--runs", folder, *order).data
        assert [run["id"] for run in data["runs"]] == pair
        rows = {row["name"]: row for row in data["differences"]}
        assert rows["final val_loss"]["values"] == [0.7, 0.3]
        assert rows["final val_loss"]["best"] == [pair[1]]


def test_csv_and_markdown(studio, folder, pair):
    table = studio("runs", "compare", *pair, "--runs", folder, "--csv").out
    assert table.splitlines()[0] == "group,name,Plain,Better,best"
    text = studio("runs", "compare", *pair, "--runs", folder, "--md").out
    assert "| final val_loss | 0.7 | **0.3** |" in text


def test_one_run_is_no_comparison(studio, folder, pair):
    answer = studio("runs", "compare", pair[0], pair[0], "--runs", folder)
    assert "two runs" in answer.sentence()


def test_a_run_that_is_not_there_is_named(studio, folder, pair):
    answer = studio("runs", "compare", pair[0], "other", "--runs", folder)
    assert "other" in answer.sentence()


def test_runs_without_a_difference(studio, folder):
    store, document = RunStore(folder), mlp().document
    names = [record_run(store, document).id for _ in range(2)]
    answer = studio("runs", "compare", *names, "--runs", folder)
    assert "do not differ" in answer.out


def test_what_cannot_be_read_is_told(studio, folder, pair):
    (folder / pair[0] / "document.studio").unlink()
    answer = studio("runs", "compare", *pair, "--runs", folder)
    assert answer.code == 0
    assert "document.studio" in answer.err


def test_the_list_still_stands(studio, folder, pair):
    assert len(studio("runs", "--runs", folder, "--json").data["runs"]) == 2
    assert studio("runs", "--runs", folder).out.count("\n") == 2
