"""Trained weights that no longer are those of the model."""

from __future__ import annotations

import pytest

from studio.graph import commands
from studio.graph.expanded import Expanded
from studio.graph.setup import WeightsFile
from studio.graph.weights_rules import check_weights
from studio.protocol.messages import NodeFacts, OutputFacts
from tests.graph.test_grouping import chain


def told(numbers, params=(0, 40, 44)):
    document, ids = chain("Dense", "Dense")
    weights = WeightsFile("mine.weights.h5", "0" * 64, numbers)
    document.apply(commands.change_weights(document, weights))
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
    (fix,) = problem.fixes
    document.apply(fix.edit)
    assert document.setup.model.weights is None


@pytest.mark.parametrize("numbers", [84, 0])
def test_weights_that_fit_or_were_not_counted_are_no_problem(numbers):
    assert told(numbers)[1] == []


def test_nothing_is_said_while_something_is_unknown():
    document, _ = told(60)
    assert list(check_weights(Expanded.of(document, {}))) == []
