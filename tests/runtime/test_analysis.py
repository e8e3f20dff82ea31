"""The table of a model: rows, totals, exports; without TensorFlow."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest

from studio.graph import commands
from studio.graph.edits import AddNode, ChangeDefinition
from studio.graph.grouping import group
from studio.graph.memory import (
    TrainingDevice,
    bytes_text,
    estimate_memory,
    largest_batch,
)
from studio.graph.problems import Problem, Severity
from studio.graph.values import keras_object
from studio.protocol.messages import NodeFacts, OutputFacts
from studio.runtime.analysis import analyze, axes_of, memory_fit
from studio.runtime.analysis_export import to_csv, to_markdown
from studio.runtime.totals import Measure, total_text
from tests.repairs.models import Model, convnet, mlp

ADAM = keras_object("keras.optimizers.Adam")
SGD = keras_object("keras.optimizers.SGD")


def facts(node, *shape, params=0, trainable=None, flops=0, policy="float32"):
    size = 4
    for length in shape:
        size *= length
    return NodeFacts(
        node,
        (OutputFacts("0", (None, *shape), "float32"),),
        params,
        params if trainable is None else trainable,
        flops // 2,
        flops,
        4 * params,
        size,
        policy,
    )


@pytest.fixture
def model():
    return convnet()


@pytest.fixture
def known(model):
    ids = model.ids
    return {
        ids["image"]: facts(ids["image"], 8, 8, 1),
        ids["conv"]: facts(ids["conv"], 6, 6, 8, params=80, flops=5760),
        ids["pool"]: facts(ids["pool"], 3, 3, 8, flops=288),
        ids["flat"]: facts(ids["flat"], 72),
        ids["head"]: facts(ids["head"], 10, params=730, trainable=0, flops=1440),
    }


def test_rows_in_the_order_of_the_data(model, known):
    problem = Problem(Severity.ERROR, "K-RANK", "No.", model.ids["conv"])
    analysis = analyze(model.document, known, [problem])
    names = [row.name for row in analysis.rows]
    assert names == ["image", "conv", "pool", "flat", "head"]
    conv = analysis.rows[1]
    assert (conv.layer, conv.inputs, conv.problems) == (
        "Conv2D",
        ("image",),
        ("K-RANK",),
    )
    assert analysis.totals[Measure.PARAMS].value == 810
    assert analysis.totals[Measure.TRAINABLE].value == 80
    assert analysis.totals[Measure.FROZEN].value == 730
    assert analysis.totals[Measure.FLOPS].value == 7488


def test_totals_hold_while_something_is_unknown(model, known):
    del known[model.ids["pool"]]
    analysis = analyze(model.document, known, [])
    total = analysis.totals[Measure.PARAMS]
    assert (total.value, total.is_least) == (810, True)
    assert total_text(Measure.PARAMS, total) == "at least 810"


def test_shared_weights_count_once_and_their_work_twice():
    model = Model().input("image", 4)
    model.add("one", "Dense", "image", units=4)
    node = model.graph.nodes[model.ids["one"]]
    model.document.apply(AddNode(replace(node, id="n9")))
    known = {n: facts(n, 4, params=20, flops=40) for n in (node.id, "n9")}
    known[model.ids["image"]] = facts(model.ids["image"], 4)
    analysis = analyze(model.document, known, [])
    assert [row.shared for row in analysis.rows if row.name == "one"] == [False, True]
    assert analysis.totals[Measure.PARAMS].value == 20
    assert analysis.totals[Measure.FLOPS].value == 80


def test_groups_by_the_names_of_known_networks():
    model = Model().input("image", 4)
    for name in ("conv2_block1_1_conv", "block_16_expand", "mixed3_x", "plain_dense"):
        model.add(name, "Dense", "image", units=2)
    groups = {row.name: row.group for row in analyze(model.document, {}, []).rows}
    assert groups["conv2_block1_1_conv"] == "conv2_block1"
    assert groups["block_16_expand"] == "block_16"
    assert groups["mixed3_x"] == "mixed3"
    assert groups["plain_dense"] == ""


def test_axes_have_names():
    assert axes_of((None, 8, 8, 3)) == ("batch", "height", "width", "channels")
    assert axes_of((None, 7, 4)) == ("batch", "time", "features")
    assert axes_of((None,)) == ("batch",)
    assert len(axes_of((None, 1, 2, 3, 4, 5))) == 6


@pytest.mark.parametrize("start", ["=", "+", "-", "@"])
def test_no_cell_is_a_formula(model, known, start):
    name = f"{start}cmd|' /C calc'!A0"
    model.document.apply(commands.rename(model.document, model.ids["conv"], name))
    rows = list(csv.reader(io.StringIO(to_csv(analyze(model.document, known, [])))))
    assert rows[2][0] == f"'{name}"
    assert rows[3][3] == f"'{name}"
    assert {len(row) for row in rows} == {len(rows[0])}


def test_markdown_is_one_table(model, known):
    model.document.apply(commands.rename(model.document, model.ids["conv"], "a|b"))
    fit = memory_fit(model.document, known, TrainingDevice("CPU", 2**30))
    text = to_markdown(analyze(model.document, known, []), fit)
    lines = text.splitlines()
    assert all(line.startswith("|") for line in lines[:-2])
    assert "a\\|b" in lines[3]
    assert lines[-1].startswith("Training takes about ")


def test_the_peak_is_the_sum_of_its_parts(model, known):
    estimate = estimate_memory(model.graph, known, 10, ADAM)
    assert estimate.weights == 4 * 810
    assert estimate.gradients == 4 * 80
    assert estimate.optimizer == 2 * 4 * 80
    kept = 4 * (64 + 288 + 72) + 2 * 4 * 10  # a view keeps nothing, softmax twice
    assert estimate.activations == 10 * (kept + 2 * 4 * 288)
    assert estimate.is_whole


def test_what_changes_the_peak(model, known):
    base = estimate_memory(model.graph, known, 10, ADAM)
    assert estimate_memory(model.graph, known, 10, SGD).optimizer == 0
    assert estimate_memory(model.graph, known, 20, ADAM).activations == (
        2 * base.activations
    )
    half = estimate_memory(model.graph, known, 10, ADAM, mixed=True)
    assert half.activations == base.activations // 2
    assert half.weights == base.weights * 3 // 2
    del known[model.ids["pool"]]
    assert not estimate_memory(model.graph, known, 10, ADAM).is_whole


def test_normalisation_keeps_a_copy_of_whole_precision(model, known):
    pool = model.graph.definition_of(model.ids["pool"])
    path = "keras.layers.BatchNormalization"
    changed = replace(pool, layer_class=path, parameters={})
    model.document.apply(ChangeDefinition(changed))
    whole, half = (
        estimate_memory(model.graph, known, 10, ADAM, mixed).activations
        for mixed in (False, True)
    )
    copy = 10 * 2 * 288  # of the largest output, so its gradients are as large
    assert half == whole // 2 + copy + 2 * copy


@pytest.mark.parametrize(
    ("memory", "verdict"),
    [(2**30, "fits"), (40_000, "tight"), (20_000, "does not fit")],
)
def test_the_device_is_enough_or_not(model, known, memory, verdict):
    model.batch(8)
    fit = memory_fit(model.document, known, TrainingDevice("GPU", memory))
    assert fit.verdict == verdict
    assert verdict in fit.text


def test_the_largest_batch_that_fits(model, known):
    estimate = estimate_memory(model.graph, known, 8, ADAM)
    batch = largest_batch(estimate, 8, 10**6)
    assert estimate_memory(model.graph, known, batch, ADAM).total <= 10**6
    assert estimate_memory(model.graph, known, 2 * batch, ADAM).total > 10**6
    assert largest_batch(estimate, 8, 100) == 0


def test_amounts_of_memory():
    assert [bytes_text(n) for n in (640, 1536, 3 * 2**20, 5 * 2**30)] == [
        "640 B", "1.5 KB", "3.0 MB", "5.0 GB",
    ]  # fmt: skip


def test_a_groups_nodes_follow_it_and_are_not_added_twice():
    model = mlp()
    edit, _ = group(model.document, [model.ids["one"], model.ids["drop"]])
    model.document.apply(edit)
    (block,) = model.document.blocks.values()
    nodes = [*model.graph.nodes, *(node.id for node in block.nodes)]
    known = {node: facts(node, 4, params=10) for node in nodes}
    analysis = analyze(model.document, known, [])
    inner = [row for row in analysis.rows if row.inside]
    assert {row.inside for row in inner} == {block.id}
    assert {row.group for row in inner} == {block.name}
    outer = len(analysis.rows) - len(inner)
    assert analysis.totals[Measure.PARAMS].value == 10 * outer


def test_instances_of_a_group_have_weights_of_their_own():
    model = Model().input("image", 4)
    model.add("one", "Dense", "image", units=4)
    edit, node = group(model.document, [model.ids["one"]])
    model.document.apply(edit)
    block = model.graph.nodes[node]
    model.document.apply(AddNode(replace(block, id="n99")))
    known = {n: facts(n, 4, params=20) for n in (node, "n99", model.ids["one"])}
    known[model.ids["image"]] = facts(model.ids["image"], 4)
    analysis = analyze(model.document, known, [])
    assert not any(row.shared for row in analysis.rows)
    assert analysis.totals[Measure.PARAMS].value == 40


def test_training_takes_as_much_with_layers_in_a_block(model, known):
    before = memory_fit(model.document, known, None).estimate
    edit, node = group(model.document, [model.ids["conv"], model.ids["pool"]])
    model.document.apply(edit)
    pooled = replace(known[model.ids["pool"]], node=node, params=80, weight_bytes=320)
    assert memory_fit(model.document, known | {node: pooled}, None).estimate == before
