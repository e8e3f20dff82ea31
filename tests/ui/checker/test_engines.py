"""Live checking when its engine starts anew, is another one, or does not come back."""

from studio.protocol.infer_messages import Asking, OutOfStep
from studio.protocol.messages import (
    CatalogRead,
    Failed,
    Infer,
    Introspect,
    NodeFacts,
    Ready,
)
from tests.ui.checker.asked_engine import add_layer


def test_k_engine_is_told_where_a_check_fails(world):
    workspace, engine, _checker = world
    engine.become("ready")
    request = engine.questions[0].request
    engine.message_received.emit(Failed(request, "Keras gave up.", ""))
    told = [(p.code, p.text) for p in workspace.problems]
    assert told == [("K-ENGINE", "Keras gave up.")]


def test_k_engine_is_not_told_where_keras_answers(world):
    workspace, engine, _checker = world
    engine.become("ready")
    engine.answer(engine.questions[0])
    assert "K-ENGINE" not in [p.code for p in workspace.problems]


def test_after_a_restart_the_check_is_asked_again(world):
    workspace, engine, checker = world
    engine.become("ready")
    engine.become("dead")
    assert checker.state == "off"
    asked = engine.questions[0].request
    engine.message_received.emit(Failed(asked, "The engine was killed.", ""))
    assert "The engine was killed." not in [p.text for p in workspace.problems]
    engine.become("starting")
    assert checker.state == "starting"
    engine.become("ready")
    assert len(engine.questions) == 2
    engine.answer(engine.questions[1])
    assert checker.state == "valid"


def test_another_keras_is_read_anew(world):
    workspace, engine, _ = world
    engine.message_received.emit(Ready("3.11", "2.22", "3.99.0", "2.0", ()))
    (question,) = engine.sent
    assert isinstance(question, Introspect)
    other = type(workspace.catalog)("3.99.0", workspace.catalog.classes)
    engine.message_received.emit(CatalogRead(question.request, other))
    assert workspace.catalog.keras_version == "3.99.0"


def test_the_same_keras_is_not_read_again(world):
    workspace, engine, _ = world
    version = workspace.catalog.keras_version
    engine.message_received.emit(Ready("3.11", "2.21", version, "2.0", ()))
    assert engine.sent == []


def test_an_answer_to_edits_adds_to_what_was_told(world):
    workspace, engine, _ = world
    engine.become("ready")
    engine.answer(engine.questions[0])
    node = add_layer(workspace)
    second = engine.questions[1]
    new = {node: NodeFacts(node, params=7)}
    engine.answer(second, facts=new, base=second.base)
    assert workspace.facts[node].params == 7
    assert workspace.facts["n3"].outputs[0].shape == (None, 10)


def test_facts_that_came_too_late_still_add_up(world):
    workspace, engine, _ = world
    engine.become("ready")
    add_layer(workspace)
    engine.answer(engine.questions[0])
    second = engine.questions[1]
    engine.answer(second, facts={}, base=second.base)
    assert workspace.facts["n3"].outputs[0].shape == (None, 10)


def test_an_engine_out_of_step_is_sent_the_whole_document(world):
    workspace, engine, _ = world
    engine.become("ready")
    engine.answer(engine.questions[0])
    add_layer(workspace)
    engine.message_received.emit(OutOfStep(engine.questions[1].request))
    assert isinstance(engine.questions[2], Infer)
    assert len(engine.questions[2].nodes) == 4


def test_a_fresh_engine_is_sent_the_whole_document(world):
    workspace, engine, _ = world
    engine.become("ready")
    engine.answer(engine.questions[0])
    engine.become("dead")
    add_layer(workspace)
    engine.become("ready")
    assert isinstance(engine.questions[1], Infer)


def test_a_layer_that_hangs_is_asked_once_and_the_engine_restarted(world, qtbot):
    _, engine, _ = world
    engine.become("ready")
    request = engine.questions[0].request
    engine.message_received.emit(Asking(request, "n2", None, "good", 60.0))
    engine.message_received.emit(Asking(request, "n3", None, "endless", 0.02))
    qtbot.waitUntil(lambda: engine.restarts == 1)
    engine.become("ready")
    assert engine.questions[1].avoid == ("endless",)


def test_a_layer_that_ends_the_engine_is_asked_twice(world):
    _, engine, _ = world
    for avoided in ((), (), ("deadly",)):
        engine.become("ready")
        question = engine.questions[-1]
        assert question.avoid == avoided
        engine.message_received.emit(
            Asking(question.request, "n3", None, "deadly", 60.0)
        )
        engine.become("dead")


def test_an_engine_that_answers_is_left_alone(world, qtbot):
    _, engine, _ = world
    engine.become("ready")
    question = engine.questions[0]
    engine.message_received.emit(Asking(question.request, "n3", None, "slow", 0.02))
    engine.answer(question)
    qtbot.wait(60)
    assert engine.restarts == 0
