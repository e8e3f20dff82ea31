"""Parameters that a group exposes: taken back and renamed."""

from __future__ import annotations

import pytest

from studio.graph import commands
from studio.graph.block import block_parameter
from studio.graph.edits import EditRefused
from studio.graph.exposing import expose, exposed_as, rename_exposed, unexpose
from studio.graph.fragment import duplicate
from studio.graph.grouping import group
from studio.graph.scoping import scoped
from tests.graph.test_grouping import chain


@pytest.fixture
def exposed():
    """A document with two instances of a group that exposes `units`."""
    document, (_, first) = chain("Dense")
    layer = document.graph.nodes[first].definition
    document.apply(commands.set_parameters(document, layer, {"units": 8}))
    edit, node = group(document, [first])
    document.apply(edit)
    (block,) = document.blocks
    document.apply(expose(document, block, layer, "units"))
    edit, (twin,) = duplicate(document, [node])
    document.apply(edit)
    return document, block, layer, (node, twin)


def give(document, node, **values):
    layer = document.graph.nodes[node].definition
    document.apply(commands.set_parameters(document, layer, values))


def inside(document, block, layer):
    return document.blocks[block].graph.definitions[layer].parameters


def test_what_instances_agree_on_is_set_inside(exposed):
    document, block, layer, nodes = exposed
    for node in nodes:
        give(document, node, units=16)
    undo = document.apply(unexpose(document, block, "units"))
    assert inside(document, block, layer) == {"units": 16}
    assert document.blocks[block].parameters == ()
    assert [document.graph.definition_of(n).parameters for n in nodes] == [{}, {}]
    document.apply(undo)
    assert exposed_as(document.blocks[block].graph.definitions[layer], "units")
    assert document.graph.definition_of(nodes[1]).parameters == {"units": 16}


def test_where_instances_differ_the_default_is_set(exposed):
    document, block, layer, nodes = exposed
    give(document, nodes[0], units=16)
    document.apply(unexpose(document, block, "units"))
    assert inside(document, block, layer) == {"units": 8}


def test_a_value_of_the_group_around_is_not_known_inside(exposed):
    document, block, layer, nodes = exposed
    document.apply(commands.delete_nodes(document, [nodes[1]]))
    edit, _ = group(document, [nodes[0]])
    document.apply(edit)
    outer = next(b for b in document.blocks if b != block)
    instance = document.blocks[outer].graph.nodes[nodes[0]].definition
    values = {"units": 32}
    within = document.inside(outer)
    document.apply(scoped(commands.set_parameters(within, instance, values), outer))
    document.apply(expose(document, outer, instance, "units"))
    document.apply(unexpose(document, block, "units"))
    assert inside(document, block, layer) == {"units": 8}
    assert document.blocks[outer].graph.definitions[instance].parameters == {}


def test_another_name_reaches_the_instances(exposed):
    document, block, layer, nodes = exposed
    give(document, nodes[1], units=16)
    undo = document.apply(rename_exposed(document, block, "units", "width"))
    assert inside(document, block, layer) == {"units": block_parameter("width")}
    assert [p.name for p in document.blocks[block].parameters] == ["width"]
    assert document.graph.definition_of(nodes[1]).parameters == {"width": 16}
    document.apply(undo)
    assert document.graph.definition_of(nodes[1]).parameters == {"units": 16}


@pytest.mark.parametrize("name", ["", "2d", "a b", "class", "name"])
def test_a_name_that_no_argument_can_have_is_refused(exposed, name):
    document, block, _, _ = exposed
    with pytest.raises(EditRefused, match="argument in Python"):
        rename_exposed(document, block, "units", name)


def test_a_name_that_is_taken_is_refused(exposed):
    document, block, layer, _ = exposed
    edit = commands.set_parameters(document.inside(block), layer, {"rate": 0.5})
    document.apply(scoped(edit, block))
    document.apply(expose(document, block, layer, "rate"))
    with pytest.raises(EditRefused, match="already"):
        rename_exposed(document, block, "units", "rate")
    with pytest.raises(EditRefused, match="exposes no parameter"):
        unexpose(document, block, "depth")
