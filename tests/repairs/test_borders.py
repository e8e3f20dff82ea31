"""Repairs on the other side of a block's border, and blocks that stand twice."""

from __future__ import annotations

import pytest

from studio.commands.checking import proved
from studio.graph import commands
from studio.graph.exposing import expose
from studio.graph.fragment import duplicate
from studio.graph.grouping import group
from studio.graph.rebase import rebased
from studio.graph.repairs.border import beyond_border
from studio.graph.repairs.case import Case
from tests.repairs.asking import problems_of
from tests.repairs.models import CATALOG, convnet, mlp, words
from tests.repairs.more_faults import _open_size as open_size

pytestmark = pytest.mark.engine


def grouped(model, *names):
    edit, model.ids["block"] = group(model.document, [model.ids[n] for n in names])
    model.document.apply(edit)
    (model.block,) = model.document.blocks
    return model


def told(model, engine, code):
    return [p for p in problems_of(model, engine) if p.code == code]


def first_fix(model, engine, code):
    """Title of the first fix, which is then made, and the problem is gone."""
    (problem,) = proved(
        model.document, engine, told(model, engine, code)[:1], model.data
    )
    assert problem.fixes, problem.text
    fix = problem.fixes[0]
    model.document.apply(rebased(model.document, fix))
    assert told(model, engine, code) == []
    return fix.title


def open_words():
    model = words()
    open_size(model)
    model.data = None
    return model


def wide():
    """A convnet with very many weights behind Flatten."""
    model = convnet().set("image", shape=(64, 64, 1)).of(input_shape=(64, 64, 1))
    model.set("pool", pool_size=(1, 1)).add("large", "Dense", "flat", units=1024)
    return model.cut("head").wire("large", "head")


@pytest.mark.parametrize(
    ("make", "inner", "code", "node", "title"),
    [
        (open_words, ("dense", "yes"), "K-OPEN", "dense", "Replace wide by"),
        (open_words, ("embed", "wide"), "K-OPEN", "dense", "Replace …_wide by"),
        (wide, ("large", "head"), "T-EXPLOSION", "large", "Replace flat by"),
        (wide, ("pool", "flat"), "T-EXPLOSION", "large", "Replace …_flat by"),
    ],
)
def test_a_repair_reaches_over_the_border(make, inner, code, node, title, engine):
    model = grouped(make(), *inner)
    (problem,) = told(model, engine, code)
    assert problem.node == model.ids[node]
    assert first_fix(model, engine, code).startswith(title)


def test_over_two_borders(engine):
    model = grouped(wide(), "large", "head")
    edit, _ = group(model.document, [model.ids["block"]])
    model.document.apply(edit)
    assert first_fix(model, engine, "T-EXPLOSION").startswith("Replace flat by")


def test_without_blocks_there_is_no_border(engine):
    model = wide()
    (problem,) = told(model, engine, "T-EXPLOSION")
    case = Case(model.document, CATALOG, {}, model.data, problem)
    assert list(beyond_border(case)) == []


def twice(*units):
    """The head of the small net as a block with units of its own, in a row."""
    model = mlp().loss("SparseCategoricalCrossentropy", from_logits=True)
    model.delete("drop", "head").set("one", "activation")
    grouped(model, "one")
    block = model.document.blocks[model.block]
    dense = next(d for d in block.definitions if d.class_name == "Dense")
    model.document.apply(expose(model.document, model.block, dense.id, "units"))
    edit, (model.ids["again"],) = duplicate(model.document, [model.ids["block"]])
    model.document.apply(edit)
    model.wire("block", "again", "x")
    for name, count in zip(("block", "again"), units, strict=True):
        layer = model.graph.nodes[model.ids[name]].definition
        edit = commands.set_parameters(model.document, layer, {"units": count})
        model.document.apply(edit)
    return model


def test_each_instance_of_a_block_is_looked_at(engine):
    assert problems_of(twice(32, 10), engine) == []


def test_the_instance_that_is_wrong_is_named_and_repaired(engine):
    model = twice(10, 7)
    (problem,) = told(model, engine, "D-CLASSES")
    assert "block_1_one" in problem.text
    assert (problem.block, problem.node) == (model.block, model.ids["one"])
    first_fix(model, engine, "D-CLASSES")
    given = [model.graph.definition_of(model.ids[n]) for n in ("block", "again")]
    assert [d.parameters["units"] for d in given] == [10, 10]


def test_what_differs_is_kept_over_edits(engine):
    """What an edit changes of one instance alone is told of that one."""
    model = twice(32, 10)
    assert problems_of(model, engine) == []
    layer = model.graph.nodes[model.ids["again"]].definition
    for units, codes in ((32, ["D-CLASSES"]), (10, []), (9, ["D-CLASSES"])):
        edit = commands.set_parameters(model.document, layer, {"units": units})
        model.document.apply(edit)
        found = problems_of(model, engine)
        assert [p.code for p in found if p.code == "D-CLASSES"] == codes
