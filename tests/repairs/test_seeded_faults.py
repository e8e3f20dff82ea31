"""Seeded faults: the right node, the right code, and a first fix that repairs."""

from __future__ import annotations

from dataclasses import replace

import pytest

from studio.commands.checking import infer, proved
from studio.graph.problems import Severity
from studio.graph.rebase import rebased
from studio.graph.review import Said, review
from studio.runtime.session import EngineSession
from tests.repairs.faults import FAULTS
from tests.repairs.models import CATALOG, MODELS

pytestmark = pytest.mark.engine


@pytest.fixture(scope="module")
def engine(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("STUDIO_HOME", str(tmp_path_factory.mktemp("home")))
        with EngineSession("infer") as session:
            yield session


def problems_of(model, engine):
    """All that Keras, rules and data say of a model now."""
    inferred = infer(model.document, engine)
    facts = {node.node: node for node in inferred.nodes}
    said = Said(facts, inferred.problems, model.data)
    return review(model.document, CATALOG, said)


def places(problems):
    return [(p.code, p.node) for p in problems]


@pytest.mark.parametrize("make", MODELS)
def test_the_models_are_valid_before_they_are_broken(make, engine):
    assert places(problems_of(make(), engine)) == []


def test_there_are_sixty_faults_or_more():
    assert len(FAULTS) >= 60


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_the_first_fix_makes_the_model_valid(fault, engine):
    model = fault.base()
    fault.harm(model)
    node = model.ids[fault.node] if fault.node else None
    problems = problems_of(model, engine)
    found = [p for p in problems if p.code == fault.code]
    assert found, places(problems)
    (problem,) = found
    if fault.node is not None:
        assert problem.node == node
    (repaired,) = proved(model.document, engine, [problem], model.data)
    assert repaired.fixes, "no repair was found"
    first = repaired.fixes[0]
    assert first.effect.endswith(".")
    before = replace(problem, fixes=())
    model.document.apply(rebased(model.document, first.edit))
    left = problems_of(model, engine)
    assert [p for p in left if p.severity is Severity.ERROR] == [], first.title
    assert before.code not in [p.code for p in left], first.title
