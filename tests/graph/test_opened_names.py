"""Names that clash only once groups are opened."""

from __future__ import annotations

from dataclasses import replace

import pytest

from studio.graph import commands
from studio.graph.edits import ChangeDefinition, InBlock
from studio.graph.fragment import copy_fragment, duplicate, paste
from studio.graph.grouping import group
from studio.graph.model import INPUT_CLASS, Point
from studio.graph.rules import check
from studio.graph.scoping import scoped
from studio.graph.training_rules import check_settings
from tests.repairs.models import CATALOG, Model, mlp


def twice(inner="{name}_one", second="block_1"):
    """The small net with a block of two layers twice, one of them called `inner`."""
    model = mlp()
    names = [model.ids["one"], model.ids["drop"]]
    edit, model.ids["block"] = group(model.document, names)
    model.document.apply(edit)
    (model.block,) = model.document.blocks
    block = model.document.blocks[model.block]
    dense = next(d for d in block.definitions if d.class_name == "Dense")
    named = ChangeDefinition(replace(dense, name=inner))
    model.document.apply(InBlock(model.block, named))
    edit, (model.ids["again"],) = duplicate(model.document, [model.ids["block"]])
    model.document.apply(edit)
    model.cut("head").wire("block", "again", "x").wire("again", "head")
    return model.rename("again", second)


def names_told(model):
    found = check(model.document, CATALOG)
    return [p for p in found if p.code == "G-NAME"]


def repaired(model, problem):
    model.document.apply(problem.fixes[0].edit)
    return names_told(model)


@pytest.mark.parametrize(
    ("inner", "second"), [("{name}_one", "block_1"), ("{name}", "other")]
)
def test_names_with_that_of_the_instance_do_not_clash(inner, second):
    assert names_told(twice(inner, second)) == []


@pytest.mark.parametrize("inner", ["mine", "dense", "drop"])
def test_a_fixed_name_in_a_block_that_stands_twice(inner):
    model = twice(inner)
    (problem,) = names_told(model)
    assert problem.block == model.block
    assert model.document.blocks[model.block].graph.nodes[problem.node]
    assert problem.text == (
        f"The model gets two layers called “{inner}”: one from block and one from "
        "block_1. Keras needs unique names."
    )
    assert repaired(model, problem) == []


def test_a_layer_outside_called_like_one_inside():
    model = twice().rename("head", "block_1_one")
    (problem,) = names_told(model)
    assert (problem.block, problem.node) == (None, model.ids["head"])
    assert "one in the model itself and one in block_1" in problem.text
    assert repaired(model, problem) == []


def test_an_instance_whose_name_goes_on_like_a_layer_of_another():
    model = twice("{name}_1_drop")
    (problem,) = names_told(model)
    assert "“block_1_drop”" in problem.text
    assert problem.block == model.block
    assert repaired(model, problem) == []


def test_one_block_at_two_nodes_is_an_instance_each():
    model = twice()
    edit = commands.share(model.document, [model.ids["again"]], model.ids["block"])
    model.document.apply(edit)
    (problem,) = names_told(model)
    assert problem.node == model.ids["again"]
    assert repaired(model, problem) == []


def test_new_layers_of_a_block_begin_with_the_name_of_the_instance():
    model = twice()
    inside = model.document.inside(model.block)
    for path in ("keras.layers.Dense", INPUT_CLASS):
        edit, _ = commands.place_layer(inside, path, Point(0, 0))
        model.document.apply(scoped(edit, model.block))
    names = [d.name for d in model.document.blocks[model.block].definitions]
    assert names[-2:] == ["{name}_dense", "input"]
    assert names_told(model) == []


def test_layers_carried_into_a_block_and_out_of_it_are_called_as_fits():
    model = twice()
    flat = copy_fragment(model.document, [model.ids["flat"]])
    edit, _ = paste(model.document.inside(model.block), flat)
    model.document.apply(scoped(edit, model.block))
    block = model.document.blocks[model.block]
    assert block.definitions[-1].name == "{name}_flat"
    node = block.graph.callers_of(block.definitions[-1].id)[0].id
    edit, _ = paste(
        model.document, copy_fragment(model.document.inside(model.block), [node])
    )
    model.document.apply(edit)
    assert list(model.graph.definitions.values())[-1].name == "flat_1"
    assert names_told(model) == []


@pytest.mark.parametrize(("name", "legal"), [("{name}_a b", False), ("{name}_b", True)])
def test_names_in_blocks_have_to_be_legal_too(name, legal):
    model = twice(name)
    found = [p for p in check_settings(model.document) if p.code == "G-NAME"]
    assert [(p.block, p.parameter) for p in found] == (
        [] if legal else [(model.block, "name")]
    )
    for problem in found:
        model.document.apply(problem.fixes[0].edit)
    assert [p for p in check_settings(model.document) if p.code == "G-NAME"] == []
    assert names_told(model) == []


OPERATION = "a name that Keras gives the operation add by itself"


def summed(add, dense, grouped):
    """An addition, then layers of these names, some of them in a group."""
    model = Model(None).input("x", 4).add("s", "keras.ops.add", "x", x2=1.0)
    model.add("c", "Add", ("s", "x")).add("d", "Dense", "c", units=4)
    model.rename("c", add).rename("d", dense)
    if grouped:
        edit, node = group(model.document, [model.ids[name] for name in grouped])
        model.document.apply(edit)
        block_id = model.graph.definition_of(node).block
        for layer in model.document.blocks[block_id].definitions:
            fixed = replace(layer, name=layer.name.replace("{name}_", ""))
            step = InBlock(block_id, ChangeDefinition(fixed))
            model.document.apply(step)
    return model.document


@pytest.mark.parametrize(
    ("add", "dense", "grouped", "told"),
    [
        ("add", "dense", [], True),
        ("add_1", "dense", [], False),
        ("add_2", "add_1", [], False),
        ("other", "add", [], True),
        ("add", "dense", ["s", "c"], True),
        ("add_2", "add_1", ["s", "c", "d"], False),
        ("other", "add", ["s"], True),
        ("other", "add", ["d"], True),
        ("add_3", "add_1", ["c", "d"], False),
    ],
)
def test_names_that_keras_gives_operations_by_itself(add, dense, grouped, told):
    document = summed(add, dense, grouped)
    found = [p for p in check(document, CATALOG) if OPERATION in p.text]
    assert bool(found) == told
    for problem in found:
        document.apply(problem.fixes[0].edit)
        assert [p for p in check(document, CATALOG) if p.code == "G-NAME"] == []
