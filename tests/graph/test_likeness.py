"""What makes two documents train alike, and what does not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from studio.graph import commands, edits
from studio.graph.document import Document
from studio.graph.graph import Graph
from studio.graph.grouping import group
from studio.graph.likeness import trains_alike
from studio.graph.model import Flow, Point
from studio.graph.routing import add_point
from studio.graph.scoping import scoped
from studio.graph.setup import CanvasSettings, CodeStyle
from tests.repairs.models import mlp


def copy_of(document):
    graph = Graph(*document.graph.parts())
    parts = document.comments.values(), document.setup, document.last_ids
    return Document(graph, *parts, document.blocks.values())


def moved(model):
    return commands.move(model.document, {model.ids["one"]: Point(900, 900)})


def rerouted(model):
    (edge,) = model.graph.edges_into(model.ids["drop"])
    return add_point(model.document, edge.key, Point(5, 5), 0)


def noted(model):
    return commands.add_comment(model.document, "A note", Point(0, 0))[0]


def turned(model):
    setup = model.document.setup
    canvas = CanvasSettings(Flow.LEFT_TO_RIGHT)
    code = replace(setup.code, style=CodeStyle.SUBCLASS)
    return edits.ChangeSetup(replace(setup, canvas=canvas, code=code))


def moved_in_block(model):
    (block,) = model.document.blocks
    inside = model.document.inside(block)
    edit = commands.move(inside, {model.ids["drop"]: Point(900, 900)})
    return scoped(edit, block)


def other_units(model):
    head = model.graph.nodes[model.ids["head"]].definition
    return commands.set_parameters(model.document, head, {"units": 3})


def other_wire(model):
    (edge,) = model.graph.edges_into(model.ids["head"])
    return edits.Disconnect(*edge.key)


def other_batch(model):
    return commands.change_fit(model.document, batch_size=5)


def muted(model):
    node = model.graph.nodes[model.ids["drop"]]
    return edits.ChangeNode(replace(node, muted=True))


@pytest.mark.parametrize("change", [moved, rerouted, noted, turned])
def test_looks_do_not_count(change):
    model = mlp()
    before = copy_of(model.document)
    model.document.apply(change(model))
    assert not before.same_content(model.document)
    assert trains_alike(before, model.document)


@pytest.mark.parametrize("change", [other_units, other_wire, other_batch, muted])
def test_all_else_does(change):
    model = mlp()
    before = copy_of(model.document)
    inverse = model.document.apply(change(model))
    assert not trains_alike(before, model.document)
    model.document.apply(inverse)
    assert trains_alike(before, model.document)


def test_insides_of_blocks_count_alike():
    model = mlp()
    edit, _ = group(model.document, [model.ids["one"], model.ids["drop"]])
    model.document.apply(edit)
    (block,) = model.document.blocks
    before = copy_of(model.document)
    model.document.apply(moved_in_block(model))
    assert trains_alike(before, model.document)
    inside = model.document.inside(block)
    drop = inside.graph.nodes[model.ids["drop"]].definition
    change = commands.set_parameters(inside, drop, {"rate": 0.25})
    model.document.apply(scoped(change, block))
    assert not trains_alike(before, model.document)


def test_the_order_of_outputs_is_that_of_their_places():
    model = mlp().output("first", "head").output("second", "one")
    move = commands.move(model.document, {model.ids["second"]: Point(-500, 0)})
    before = copy_of(model.document)
    model.document.apply(move)
    assert not trains_alike(before, model.document)
