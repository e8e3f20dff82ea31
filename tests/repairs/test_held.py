"""Repairs of the document that the engine was asked about last."""

import pytest

from studio.commands.checking import infer, proved
from studio.protocol.infer_messages import OutOfStep
from studio.protocol.repair_messages import FixesTried, TryFixesHeld
from tests.repairs.asking import problems_of
from tests.repairs.faults import BASIC

pytestmark = pytest.mark.engine


def test_they_are_those_of_the_whole_document(engine):
    fault = BASIC[0]
    model = fault.base()
    fault.harm(model)
    problems = problems_of(model, engine)
    wanted = proved(model.document, engine, problems, model.data)
    revision = infer(model.document, engine).revision
    number = engine.next_request()
    question = TryFixesHeld(number, revision, model.data, None, tuple(problems))
    answer = engine.ask(question, FixesTried)
    assert [problem.fixes for problem in wanted] == list(answer.fixes)
    assert any(answer.fixes)
    late = TryFixesHeld(engine.next_request(), revision + 1, None, None, ())
    assert engine.ask(late, OutOfStep)
