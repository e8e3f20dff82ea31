"""Seeded faults: the right node, the right code, and a first fix that repairs."""

from __future__ import annotations

from dataclasses import replace

import pytest

from studio.commands.checking import describe_data, proved
from studio.graph import commands
from studio.graph.edits import Disconnect, InBlock
from studio.graph.grouping import group
from studio.graph.problems import Severity
from studio.graph.rebase import rebased
from studio.project.examples import list_examples, load_example
from studio.protocol.repair_messages import FixesTried, TryFixes
from tests.repairs.asking import places, problems_of
from tests.repairs.beginners import BEGINNERS, attention, unet
from tests.repairs.faults import BASIC
from tests.repairs.models import MODELS, Model, mlp, residual
from tests.repairs.more_faults import SETTINGS, SEVERAL, TOLD

pytestmark = pytest.mark.engine
FAULTS = [*BASIC, *SETTINGS, *BEGINNERS]


def together(document, engine, data):
    """All safe repairs of a document as one, as the engine proves them."""
    question = TryFixes(
        engine.next_request(),
        *document.graph.parts(),
        tuple(document.blocks.values()),
        document.setup,
        dict(document.last_ids),
        data,
        None,
        (),
        together=True,
    )
    return engine.ask(question, FixesTried).fixes[0]


@pytest.mark.parametrize("make", [*MODELS, unet, attention])
def test_the_models_are_valid_before_they_are_broken(make, engine):
    assert places(problems_of(make(), engine)) == []


@pytest.mark.parametrize("name", [example.name for example in list_examples()])
def test_the_examples_break_no_rule(name, engine):
    model = Model()
    model.document = load_example(name).document
    model.data = describe_data(model.document, engine, "").facts
    assert places(problems_of(model, engine)) == []


def test_there_are_many_faults():
    assert len(FAULTS) >= 150


@pytest.mark.parametrize("fault", [*FAULTS, *SEVERAL], ids=lambda fault: fault.name)
def test_the_first_fix_makes_the_model_valid(fault, engine):
    model = fault.base()
    fault.harm(model)
    node = model.ids[fault.node] if fault.node else None
    problems = problems_of(model, engine)
    found = [p for p in problems if p.code == fault.code]
    assert found, places(problems)
    (problem,) = found
    assert problem.node == node
    (repaired,) = proved(model.document, engine, [problem], model.data)
    assert repaired.fixes, "no repair was found"
    first = repaired.fixes[0]
    assert first.effect.endswith(".")
    before = replace(problem, fixes=())
    model.document.apply(rebased(model.document, first))
    left = problems_of(model, engine)
    assert [p for p in left if p.severity is Severity.ERROR] == [], first.title
    assert before.code not in [p.code for p in left], first.title


def test_a_fix_is_found_behind_another_error(engine):
    model = residual().set("left", filters=16).set("head", activation="rellu")
    problems = problems_of(model, engine)
    by_code = {p.code: p for p in proved(model.document, engine, problems, model.data)}
    assert by_code["K-MERGE"].fixes
    assert by_code["K-PARAMETER"].fixes[0].title == "Set activation of head to “relu”"


def test_all_safe_fixes_are_one_edit(engine):
    model = mlp().set("one", activation="rellu").set("head", units=5).batch(0)
    model.loss("SparseCategoricalCrossentropy", from_logits=True)
    model.document.apply(commands.rename(model.document, model.ids["one"], "head"))
    (fix,) = together(model.document, engine, model.data)
    assert fix.title == "Fix 5 problems"
    assert fix.effect == "No problem is left."
    model.document.apply(rebased(model.document, fix))
    assert places(problems_of(model, engine)) == []


@pytest.mark.parametrize("fault", TOLD, ids=lambda fault: fault.name)
def test_what_no_edit_repairs_is_told(fault, engine):
    model = fault.base()
    fault.harm(model)
    found = [p for p in problems_of(model, engine) if p.code == fault.code]
    assert [p.node for p in found] == [fault.node]
    (problem,) = proved(model.document, engine, found, model.data)
    assert problem.fixes == (), fault.why


def grouped():
    """The small net with two of its layers in a group."""
    model = mlp()
    edit, _ = group(model.document, [model.ids["one"], model.ids["drop"]])
    model.document.apply(edit)
    return model


def test_a_group_is_as_valid_as_what_is_in_it(engine):
    assert places(problems_of(grouped(), engine)) == []


def test_a_fault_inside_a_group_is_repaired_there(engine):
    model = grouped()
    (block_id,) = model.document.blocks
    inside = model.document.inside(block_id)
    layers = inside.graph.definitions.values()
    drop = next(layer for layer in layers if layer.class_name == "Dropout")
    node = inside.graph.callers_of(drop.id)[0].id
    wire = inside.graph.edges_into(node)[0]
    cut = InBlock(block_id, Disconnect(wire.target, wire.port))
    model.document.apply(cut)
    (problem,) = [p for p in problems_of(model, engine) if p.code == "G-INPUT"]
    assert (problem.node, problem.block) == (node, block_id)
    (repaired,) = proved(model.document, engine, [problem], None)
    model.document.apply(rebased(model.document, repaired.fixes[0]))
    assert "G-INPUT" not in [p.code for p in problems_of(model, engine)]


INPUTS = ("image", "measures", "words")
INSIDE = [
    fault
    for fault in FAULTS
    if fault.node
    and fault.node not in INPUTS
    and fault.code.startswith(("D-", "T-", "K-INTEGERS"))
]


@pytest.mark.parametrize("fault", INSIDE, ids=lambda fault: fault.name)
def test_what_does_not_make_sense_is_told_inside_a_group_too(fault, engine):
    model = fault.base()
    fault.harm(model)
    node = model.ids[fault.node]
    edit, _ = group(model.document, [node])
    model.document.apply(edit)
    (block,) = model.document.blocks
    (problem,) = [p for p in problems_of(model, engine) if p.code == fault.code]
    assert (problem.node, problem.block) == (node, block)
    (repaired,) = proved(model.document, engine, [problem], model.data)
    if fault.code == "T-EXPLOSION":
        return  # the Flatten to replace is outside the group
    model.document.apply(rebased(model.document, repaired.fixes[0]))
    left = problems_of(model, engine)
    assert [p for p in left if p.severity is Severity.ERROR] == []
    assert fault.code not in [p.code for p in left]
