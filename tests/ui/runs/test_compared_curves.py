"""Curves of several runs: which lines, over what, and what is said of them."""

import csv
import io

from studio.protocol.run_messages import EpochEnd
from studio.ui.runs.compared_curves import ComparedCurves, ComparedRun
from studio.ui.training.curves import Curves

GOALS = {"accuracy": "max"}


def curves(*losses, seconds=0.5, **more):
    made = Curves(4, len(losses))
    for epoch, loss in enumerate(losses, start=1):
        told = {"loss": loss, "val_loss": loss + 1, **more}
        made.add_epoch(EpochEnd(epoch, seconds, told))
    return made


def compared(*runs, by_time=False):
    named = [ComparedRun(f"run {n}", run) for n, run in enumerate(runs)]
    return ComparedCurves(named, GOALS, by_time)


def test_each_metric_has_the_lines_of_the_runs_that_know_it():
    both = compared(curves(3.0, 2.0), curves(4.0, accuracy=0.5))
    assert list(both.metrics) == ["loss", "accuracy"]
    lines = both.metrics["loss"].lines()
    assert list(lines) == [
        (0, "train"),
        (0, "validation"),
        (1, "train"),
        (1, "validation"),
    ]
    assert list(lines[0, "validation"].ys) == [4.0, 3.0]
    assert list(both.metrics["accuracy"].lines()) == [(1, "train")]
    assert both.epochs == 2


def test_over_time_each_epoch_stands_where_it_ended():
    one = curves(3.0, 2.0, seconds=0.5)
    both = compared(one, curves(4.0, 3.0, seconds=2.0), by_time=True)
    lines = both.metrics["loss"].lines()
    assert list(lines[0, "train"].xs) == [0.5, 1.0]
    assert list(lines[1, "train"].xs) == [2.0, 4.0]
    assert both.epochs == 4.0
    one.add_epoch(EpochEnd(3, 0.5, {"loss": 1.0, "val_loss": 2.0}))
    assert list(both.metrics["loss"].lines()[0, "train"].xs) == [0.5, 1.0, 1.5]


def test_what_runs_came_to_is_told_at_rest():
    both = compared(curves(3.0, 1.0, 2.0), curves(4.0, accuracy=0.5))
    loss = both.metrics["loss"]
    assert loss.told_at_rest == "last validation value"
    assert loss.texts(None) == ["3  best 2 at epoch 2", "5  best 5 at epoch 1"]
    accuracy = both.metrics["accuracy"]
    assert accuracy.told_at_rest == "last value"
    assert accuracy.texts(None) == ["no values", "0.5000  best 0.5000 at epoch 1"]


def test_at_an_epoch_all_values_are_told():
    both = compared(curves(3.0, 1.0, 2.0), curves(4.0))
    loss = both.metrics["loss"]
    assert loss.texts(1.1) == ["3  val 4", "4  val 5"]
    assert loss.texts(3.2) == ["2  val 3", ""]


def test_at_a_time_the_nearest_epoch_is_told_until_the_end():
    both = compared(curves(3.0, 1.0), curves(4.0, seconds=3.0), by_time=True)
    assert both.metrics["loss"].texts(0.8) == ["1  val 2", "4  val 5"]
    assert both.metrics["loss"].texts(1.1) == ["", "4  val 5"]


def test_a_run_in_training_grows():
    growing = curves(3.0)
    both = compared(growing, curves(4.0))
    lines, version = both.metrics["loss"], both.version
    assert lines.texts(None)[0] == "4  best 4 at epoch 1"
    growing.add_epoch(EpochEnd(2, 0.5, {"loss": 1.0, "val_loss": 2.0, "mae": 7.0}))
    assert both.version != version
    assert both.metrics["loss"] is lines
    assert lines.texts(None)[0] == "2  best 2 at epoch 2"
    assert "mae" in both.metrics


def test_everything_as_a_table():
    both = compared(curves(3.0, 1.0), curves(4.0, accuracy=0.5))
    rows = list(csv.DictReader(io.StringIO(both.to_csv())))
    assert [(row["run"], row["epoch"]) for row in rows] == [
        ("run 0", "1"),
        ("run 0", "2"),
        ("run 1", "1"),
    ]
    assert rows[1]["val_loss"] == "2.0"
    assert rows[1]["seconds"] == "1.0"
    assert rows[0]["accuracy"] == ""
    assert rows[2]["accuracy"] == "0.5"
    assert list(both.metrics) == ["loss", "accuracy"]
