"""Repairs are offered once they are proved, and forgotten with the next edit."""

from studio.graph import commands
from studio.graph.problems import Fix, Problem, Severity
from studio.protocol.messages import Failed
from studio.protocol.repair_messages import FixesTried
from tests.ui.checker.asked_engine import add_layer


def a_fix(workspace):
    edit = commands.set_parameters(workspace.document, "l3", {"units": 3})
    return Fix("Set units to 3", edit, effect="No problem is left.")


def test_a_fix_is_offered_once_it_is_proved(world):
    workspace, engine, _ = world
    fix = a_fix(workspace)
    engine.become("ready")
    said = [Problem(Severity.ERROR, "K-SHAPE", "No.", "n3", None, (fix,))]
    engine.answer(engine.questions[0], problems=said)
    assert all(problem.fixes == () for problem in workspace.problems)
    (asked,) = engine.repairs
    assert asked.problems[0].fixes == (fix,)
    proved = tuple((fix,) if p.node == "n3" else () for p in asked.problems)
    engine.message_received.emit(FixesTried(asked.request, proved))
    assert workspace.problems_of("n3")[0].fixes == (fix,)
    assert len(engine.repairs) == 1


def test_proved_fixes_are_forgotten_with_the_next_edit(world):
    workspace, engine, _ = world
    fix = a_fix(workspace)
    engine.become("ready")
    said = [Problem(Severity.ERROR, "K-SHAPE", "No.", "n3")]
    engine.answer(engine.questions[0], problems=said)
    first = engine.repairs[0]
    add_layer(workspace)
    late = tuple((fix,) for _ in first.problems)
    engine.message_received.emit(FixesTried(first.request, late))
    assert workspace.problems_of("n3")[0].fixes == ()
    engine.answer(engine.questions[1], problems=said)
    assert len(engine.repairs) == 2


def test_a_question_about_fixes_that_failed_offers_none(world):
    workspace, engine, _ = world
    engine.become("ready")
    said = [Problem(Severity.ERROR, "K-SHAPE", "No.", "n3")]
    engine.answer(engine.questions[0], problems=said)
    request = engine.repairs[0].request
    engine.message_received.emit(Failed(request, "The engine ended.", ""))
    assert workspace.problems_of("n3")[0].fixes == ()
    assert len(engine.repairs) == 1
