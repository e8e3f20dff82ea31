"""What is told of runs that differ: settings, layers, results."""

import csv
import io
from dataclasses import replace

import pytest

from studio.graph import commands
from studio.graph.edits import ChangeNode
from studio.graph.grouping import group
from studio.graph.model import Edge
from studio.graph.values import keras_object
from studio.runtime.contrast.comparison import labels_of
from studio.runtime.contrast.difference import Group
from studio.runtime.contrast.export import to_csv, to_markdown
from studio.runtime.contrast.results import goal_of
from studio.runtime.run import Run
from studio.runtime.run_record import RunRecord
from studio.runtime.runs import RunStore
from tests.repairs.models import Model, mlp
from tests.runtime.contrast.recorded import compared, record_run


@pytest.fixture
def store(tmp_path):
    return RunStore(tmp_path / "runs")


def deep(*hidden, name="dense"):
    """Dense layers on an Input, named by their places."""
    model = Model().add("input", "InputLayer", shape=(8, 8, 1))
    model.add("flatten", "Flatten", "input")
    before = "flatten"
    for place, units in enumerate(hidden):
        model.add(f"{name}_{place}", "Dense", before, units=units)
        before = f"{name}_{place}"
    return model


def test_runs_that_are_alike_differ_in_nothing(store):
    rows, whole = compared(*(record_run(store, mlp().document) for _ in range(2)))
    assert rows == {}
    assert len(set(whole.labels)) == 2


def test_settings_that_differ_are_told_with_the_default_of_keras(store):
    one, other = mlp().document, mlp().document
    sgd = keras_object("keras.optimizers.Adam", {"learning_rate": 0.01})
    other.apply(commands.change_compile(other, optimizer=sgd))
    one.apply(commands.change_fit(one, batch_size=16, epochs=4))
    one.apply(commands.change_data(one, test_split=0.1))
    rows, _ = compared(record_run(store, one), record_run(store, other))
    assert rows["optimizer: learning_rate"] == (0.001, 0.01)
    assert rows["batch_size"] == (16, 32)
    assert rows["epochs"] == (4, 10)
    assert rows["test_split"] == (0.1, 0.2)
    assert "seed" not in rows
    assert "optimizer" not in rows


def test_another_optimizer_is_told_with_what_both_know(store):
    one, other = mlp().document, mlp().document
    sgd = keras_object("keras.optimizers.SGD", {"momentum": 0.9})
    other.apply(commands.change_compile(other, optimizer=sgd))
    rows, _ = compared(record_run(store, one), record_run(store, other))
    assert rows["optimizer"] == ("Adam", "SGD")
    assert rows["optimizer: learning_rate"] == (0.001, 0.01)
    assert rows["optimizer: momentum"] == (None, 0.9)
    assert "optimizer: beta_1" not in rows


def test_callbacks_and_metrics_are_told_one_by_one(store):
    one, other = mlp().document, mlp().document
    stopping = keras_object("keras.callbacks.EarlyStopping", {"patience": 3})
    other.apply(commands.change_fit(other, callbacks=(stopping,)))
    other.apply(commands.change_compile(other, metrics=("accuracy", "mse")))
    rows, _ = compared(record_run(store, one), record_run(store, other))
    assert rows["callback EarlyStopping"] == (None, "EarlyStopping(patience=3)")
    assert rows["metrics"] == ("accuracy", "accuracy, mse")


def test_a_layer_that_some_lack_is_one_row(store):
    model = deep(20, 10)
    before = record_run(store, model.document)
    model.cut("dense_1").add("dropout", "Dropout", "dense_0", rate=0.3)
    model.wire("dropout", "dense_1")
    rows, whole = compared(before, record_run(store, model.document))
    assert rows == {"dropout": (None, "Dropout(rate=0.3)")}
    assert whole.differences[0].group is Group.MODEL


def test_arguments_of_a_layer_are_told_one_by_one(store):
    rows, _ = compared(
        record_run(store, deep(20, 10).document),
        record_run(store, deep(30, 10).document, parameters=120),
    )
    assert rows == {"dense_0: units": (20, 30), "parameters": (90, 120)}


def test_layers_of_unlike_documents_are_matched_by_their_order(store):
    wide = Model().add("other_input", "InputLayer", shape=(8, 8, 1))
    wide.add("first", "Rescaling", "other_input", scale=0.5)
    wide.add("flat", "Flatten", "first").add("only", "Dense", "flat", units=20)
    rows, _ = compared(
        record_run(store, deep(20).document), record_run(store, wide.document)
    )
    assert rows == {"first": (None, "Rescaling(scale=0.5)")}


def test_a_muted_layer_counts_as_left_out(store):
    model = deep(20, 10)
    before = record_run(store, model.document)
    node = model.graph.nodes[model.ids["dense_0"]]
    model.document.apply(ChangeNode(replace(node, muted=True)))
    rows, _ = compared(before, record_run(store, model.document))
    assert rows == {"dense_0": ("Dense(units=20)", None)}


def test_layers_in_a_block_are_told_by_their_way(store):
    one, other = deep(20, 10), deep(30, 10)
    for model in (one, other):
        edit, _ = group(model.document, [model.ids["dense_0"]])
        model.document.apply(edit)
    rows, _ = compared(
        record_run(store, one.document), record_run(store, other.document)
    )
    ((name, values),) = rows.items()
    assert name.endswith("dense_0: units")
    assert "/" in name
    assert values == (20, 30)


def test_wires_alone_are_told_where_the_layers_are_the_same(store):
    model = deep(20, 20)
    model.add("sum", "Add", ("dense_0", "dense_1"))
    before = record_run(store, model.document)
    keys = [key for key, e in model.graph.edges.items() if e.target == model.ids["sum"]]
    model.document.apply(commands.disconnect(keys[:1]))
    wire = Edge(model.ids["flatten"], *keys[0])
    model.document.apply(commands.connect(model.document, wire))
    rows, _ = compared(before, record_run(store, model.document))
    ((name, values),) = rows.items()
    assert name == "wires"
    assert values[0].startswith("dense_0 → sum")
    assert values[1].startswith("flatten → sum")


def test_results_name_the_best_run(store):
    document = mlp().document
    worse = record_run(store, document, losses=(0.9, 0.8), scores=(0.5, 0.6))
    better = record_run(store, document)
    rows, whole = compared(worse, better)
    assert rows["best val_accuracy"] == (0.6, 0.9)
    assert rows["best val_loss"] == (0.8, 0.5)
    assert rows["final val_loss"] == (0.8, 0.6)
    assert rows["epochs done"] == (2, 3)
    assert rows["time (s)"] == (1.0, 1.5)
    assert "epoch of best val_loss" not in rows
    best = {row.name: row.best for row in whole.differences}
    assert best["best val_accuracy"] == best["test accuracy"] == (1,)
    assert best["time (s)"] == (0,)
    assert best["epochs done"] == ()


def test_what_is_better_is_known_of_each_output():
    goals = {"accuracy": "max", "mae": "min", "top_k_accuracy": "max"}
    assert goal_of("val_digit_accuracy", goals) == "max"
    assert goal_of("odd_loss", {}) == "min"
    assert goal_of("val_loss", {}) == "min"
    assert goal_of("size_mae", goals) == "min"
    assert goal_of("val_f1_score", goals) is None


def test_a_metric_of_which_nobody_knows_what_is_better_has_no_best(store):
    document = mlp().document
    runs = [record_run(store, document, scores=s) for s in ((1, 2, 3), (3, 2, 1))]
    for run in runs:
        path = run.folder / "run.json"
        path.write_text(path.read_text().replace('"accuracy": "max"', ""))
    rows, whole = compared(*(store.load(run.id) for run in runs))
    assert "best val_accuracy" not in rows
    assert rows["final val_accuracy"] == (3, 1)
    assert {row.name: row.best for row in whole.differences}["final val_accuracy"] == ()


def test_values_that_are_no_numbers_are_not_the_best(store):
    document = mlp().document
    broken = record_run(store, document, losses=(0.9, float("nan"), float("nan")))
    _, whole = compared(broken, record_run(store, document))
    best = {row.name: row.best for row in whole.differences}
    assert best["best val_loss"] == (1,)
    assert best["final val_loss"] == ()


def test_a_run_without_its_document_is_compared_by_its_results(store):
    document = mlp().document
    gone = record_run(store, document, losses=(0.9, 0.8, 0.7))
    gone.document_path.unlink()
    rows, whole = compared(gone, record_run(store, document))
    assert rows["final val_loss"] == (0.7, 0.6)
    assert {row.group for row in whole.differences} == {Group.RESULTS}
    assert "document.studio" in whole.notes[0]


def test_labels_are_titles_and_times_where_titles_are_alike(tmp_path):
    began = "2026-11-21T10:0{}:00+00:00"
    records = [
        RunRecord("a", "Digits", started=began.format(1)),
        RunRecord("b", "Digits", started=began.format(2)),
        RunRecord("c", "Iris", started=began.format(2)),
        RunRecord("d", "Digits", started=began.format(2)),
    ]
    runs = [Run(tmp_path / record.id, record) for record in records]
    first, second, iris, last = labels_of(runs)
    assert iris == "Iris"
    assert first.startswith("Digits ")
    assert first.endswith("01")
    assert (second, last) == ("b", "d")


def test_the_table_as_text(store):
    runs = [
        record_run(store, deep(units).document, title, losses=losses)
        for units, title, losses in (
            (20, "=A|B", (0.9, 0.8, 0.7)),
            (30, "Wide", (0.9, 0.5, 0.25)),
        )
    ]
    _, whole = compared(*runs)
    table = list(csv.DictReader(io.StringIO(to_csv(whole))))
    by_name = {row["name"]: row for row in table}
    assert by_name["dense_0: units"]["Wide"] == "30"
    assert by_name["best val_loss"]["best"] == "Wide"
    assert "'=A|B" in table[0]
    text = to_markdown(whole)
    assert "| =A\\|B | Wide |" in text
    assert "| best val_loss | 0.7 | **0.25** |" in text
    assert "| **Results** |  |  |" in text
