"""Trained weights that no longer are those of the model."""

from __future__ import annotations

from dataclasses import replace

import pytest

from studio.graph import commands
from studio.graph.expanded import Expanded
from studio.graph.fragment import duplicate
from studio.graph.grouping import group
from studio.graph.model import Edge, Point
from studio.graph.setup import WeightsFile
from studio.graph.trained_weights import change_weights
from studio.graph.weights_rules import check_weights
from studio.protocol.messages import NodeFacts, OutputFacts
from tests.graph.test_grouping import chain


def told(numbers, params=(0, 40, 44)):
    document, ids = chain("Dense", "Dense")
    weights = WeightsFile("mine.weights.h5", "0" * 64, numbers)
    document.apply(change_weights(document, weights))
    known = {
        node: NodeFacts(node, (OutputFacts("0", (None, 4), "float32"),), count, count)
        for node, count in zip(ids, params, strict=True)
    }
    return document, list(check_weights(Expanded.of(document, known)))


def test_weights_of_other_layers_are_told_with_a_way_out():
    document, (problem,) = told(60)
    assert problem.code == "T-OLD-WEIGHTS"
    assert "60 numbers" in problem.text
    assert "84" in problem.text
    keep, forget = problem.fixes
    undo = document.apply(keep.edit)
    assert document.setup.model.weights.is_partial
    document.apply(undo)
    document.apply(forget.edit)
    assert document.setup.model.weights is None


def test_weights_that_may_be_partial_are_no_problem():
    document, (problem,) = told(60)
    document.apply(problem.fixes[0].edit)
    known = {
        node: NodeFacts(node, (OutputFacts("0", (None, 4), "float32"),), 40, 40)
        for node in document.graph.nodes
    }
    assert list(check_weights(Expanded.of(document, known))) == []


def test_weights_that_keras_loads_whole_are_not_kept_in_part():
    document, ids = chain("Dense")
    weights = WeightsFile("old.h5", "0" * 64, 60)
    document.apply(change_weights(document, weights))
    known = {
        node: NodeFacts(node, (OutputFacts("0", (None, 4), "float32"),), 40, 40)
        for node in ids
    }
    (problem,) = check_weights(Expanded.of(document, known))
    assert [fix.title for fix in problem.fixes] == ["Start from new weights"]


@pytest.mark.parametrize("numbers", [84, 0])
def test_weights_that_fit_or_were_not_counted_are_no_problem(numbers):
    assert told(numbers)[1] == []


def test_nothing_is_said_while_something_is_unknown():
    document, _ = told(60)
    assert list(check_weights(Expanded.of(document, {}))) == []


def test_each_instance_of_a_block_counts_by_its_own_size():
    """What is known of the first instance holds of another but where it differs."""
    document, ids = chain("Dense")
    edit, first = group(document, [ids[1]])
    document.apply(edit)
    edit, (second,) = duplicate(document, [first])
    document.apply(edit)
    document.apply(commands.connect(document, Edge(first, second, "x")))
    weights = WeightsFile("mine.weights.h5", "0" * 64, 84)
    document.apply(change_weights(document, weights))
    (block,) = document.blocks.values()
    inside = dict.fromkeys(block.graph.nodes, 40)
    known = {
        node: NodeFacts(node, (OutputFacts("0", (None, 4), "float32"),), count, count)
        for node, count in {ids[0]: 0, **inside}.items()
    }
    found = check_weights(Expanded.of(document, known))
    assert [p.code for p in found] == ["T-OLD-WEIGHTS"]
    larger = {f"{second}/{n}": replace(known[n], params=44) for n in inside}
    assert list(check_weights(Expanded.of(document, known | larger))) == []


def rearranged(change):
    """What is told once a document of equal layers with weights has changed."""
    document, ids = chain("Dense", "Dense", "Dense")
    weights = WeightsFile("mine.weights.h5", "0" * 64)
    document.apply(change_weights(document, weights))
    change(document, ids)
    facts = (OutputFacts("0", (None, 4), "float32"),)
    nodes = [n.id for n in document.graph.nodes.values()]
    counts = {n: 0 if n == ids[0] else 20 for n in nodes}
    known = {n: NodeFacts(n, facts, count, count) for n, count in counts.items()}
    found = list(check_weights(Expanded.of(document, known)))
    return [p.text for p in found if p.code == "T-OLD-WEIGHTS"]


def exchange(document, ids):
    start, one, two, three = ids
    for source, target in ((start, two), (two, one), (one, three)):
        document.apply(commands.connect(document, Edge(source, target, "inputs")))


def replace_last(document, ids):
    document.apply(commands.delete_nodes(document, {ids[3]}))
    edit, added = commands.place_layer(document, "keras.layers.Dense", Point(0, 0))
    document.apply(edit)
    document.apply(commands.connect(document, Edge(ids[2], added, "inputs")))


def move_and_rename(document, ids):
    document.apply(commands.move(document, {ids[2]: Point(900, 900)}))
    document.apply(commands.rename(document, ids[1], "first"))
    edit, added = commands.place_layer(document, "keras.layers.ReLU", Point(0, 0))
    document.apply(edit)
    document.apply(commands.delete_nodes(document, {added}))


@pytest.mark.parametrize("change", [exchange, replace_last])
def test_layers_that_keras_would_mix_up_are_told(change):
    (text,) = rearranged(change)
    assert "may load some of them into the wrong layers" in text


def test_layers_that_stay_in_their_order_are_no_problem():
    assert rearranged(move_and_rename) == []
