"""Live checking against an engine that answers when the test says so."""

from studio.graph import commands
from studio.graph.document import Document
from studio.graph.model import Point
from studio.graph.problems import Problem, Severity
from studio.protocol.messages import (
    NodeFacts,
)
from studio.runtime.totals import Measure, model_totals
from tests.ui.checker.asked_engine import add_layer
from tests.ui.sample_workspace import (
    DIGITS,
    digits_document,
    digits_node_facts,
)


def test_nothing_is_asked_before_the_engine_is_ready(world):
    _, engine, checker = world
    assert (engine.sent, checker.state) == ([], "starting")
    engine.become("ready")
    assert len(engine.questions) == 1
    assert checker.state == "checking"


def test_an_answer_becomes_facts_and_a_state(world):
    workspace, engine, checker = world
    engine.become("ready")
    engine.answer(engine.questions[0])
    assert workspace.facts["n3"].outputs[0].shape == (None, 10)
    totals = model_totals(workspace.document, workspace.facts)
    assert (checker.state, totals[Measure.PARAMS].value) == ("valid", 650)


def test_shapes_are_shown_while_the_work_is_counted(world):
    workspace, engine, checker = world
    engine.become("ready")
    engine.shape(engine.questions[0], digits_node_facts())
    assert workspace.facts["n3"].outputs[0].shape == (None, 10)
    assert checker.state == "checking"
    assert engine.repairs == []
    engine.answer(engine.questions[0])
    assert checker.state == "valid"


def test_the_next_question_does_not_wait_for_work_and_loses_none_of_it(world):
    workspace, engine, checker = world
    engine.become("ready")
    first = engine.questions[0]
    engine.shape(first, digits_node_facts())
    add_layer(workspace)
    assert len(engine.questions) == 2
    counted = {"n3": NodeFacts("n3", macs=5)}
    engine.answer(first, counted, base=first.revision)
    assert checker.state == "checking"
    engine.answer(engine.questions[1], {}, base=first.revision)
    assert workspace.facts["n3"].macs == 5
    assert checker.state != "checking"


def test_one_question_at_a_time_and_the_newest_next(world):
    workspace, engine, _checker = world
    engine.become("ready")
    for _ in range(5):
        add_layer(workspace)
    assert len(engine.questions) == 1
    engine.answer(engine.questions[0])
    assert len(engine.questions) == 2
    assert engine.questions[1].revision == workspace.document.revision
    assert len(engine.questions[1].edits) == 5
    assert engine.questions[1].base == engine.questions[0].revision


def test_stale_answers_are_dropped(world):
    workspace, engine, checker = world
    engine.become("ready")
    add_layer(workspace)
    old = [Problem(Severity.ERROR, "K-SHAPE", "Old news.", "n3")]
    engine.answer(engine.questions[0], problems=old)
    assert "Old news." not in [p.text for p in workspace.problems]
    assert checker.state == "checking"


def test_an_answer_for_another_document_is_dropped(world):
    workspace, engine, _ = world
    engine.become("ready")
    workspace.replace_document(digits_document(), None)
    engine.answer(engine.questions[0], facts={})
    assert len(engine.questions) == 2
    assert workspace.facts == {}


def test_moving_asks_nothing(world):
    workspace, engine, checker = world
    engine.become("ready")
    engine.answer(engine.questions[0])
    workspace.edit(commands.move(workspace.document, {"n1": Point(5, 5)}))
    assert len(engine.questions) == 1
    assert checker.state == "valid"


def test_the_engine_is_told_of_settings_it_judges_and_repairs(world):
    workspace, engine, checker = world
    engine.become("ready")
    engine.answer(engine.questions[0])
    edit = commands.change_fit(workspace.document, epochs=3)
    workspace.edit(edit)
    assert engine.questions[1].edits == (edit,)
    assert workspace.facts.keys() == {"n1", "n2", "n3"}
    engine.answer(engine.questions[1])
    assert checker.state == "valid"


def test_structural_problems_come_at_once(world):
    workspace, engine, _checker = world
    engine.become("ready")
    engine.answer(engine.questions[0])
    node = add_layer(workspace)
    assert any(p.node == node for p in workspace.problems)
    assert workspace.facts.keys() == {"n1", "n2", "n3"}


def test_keras_problems_stay_until_it_answers_again(world):
    workspace, engine, checker = world
    engine.become("ready")
    said = [Problem(Severity.ERROR, "K-SHAPE", "No.", "n3")]
    engine.answer(engine.questions[0], problems=said)
    assert checker.state == "problems"
    add_layer(workspace)
    assert "No." in [p.text for p in workspace.problems]
    workspace.edit(commands.delete_nodes(workspace.document, ["n3"]))
    assert "No." not in [p.text for p in workspace.problems]


def test_the_same_problem_is_told_once(world):
    workspace, engine, _ = world
    engine.become("ready")
    said = [Problem(Severity.ERROR, "K-SHAPE", "No.", "n3")] * 2
    engine.answer(engine.questions[0], problems=said)
    assert [p.text for p in workspace.problems].count("No.") == 1


def test_training_problems_join_once_the_data_is_known(world):
    workspace, engine, checker = world
    workspace.edit(commands.set_parameters(workspace.document, "l3", {"units": 7}))
    engine.become("ready")
    facts = digits_node_facts()
    facts["n3"] = type(facts["n3"])(
        "n3", (type(facts["n3"].outputs[0])("0", (None, 7), "float32"),)
    )
    engine.answer(engine.questions[0], facts=facts)
    assert checker.state == "valid"
    workspace.set_data(DIGITS)
    assert checker.state == "problems"
    assert any("10" in p.text for p in workspace.problems)


def test_no_one_takes_silence_for_a_sound_model(world):
    workspace, engine, _ = world
    assert "still starting" in workspace.waiting
    engine.become("ready")
    assert "is checking" in workspace.waiting
    engine.answer(engine.questions[0])
    assert workspace.waiting == ""
    add_layer(workspace)  # what Keras said of the others still stands
    assert workspace.waiting == ""
    engine.become("dead")
    assert "not running" in workspace.waiting


def test_nothing_is_waited_for_on_an_empty_canvas(world):
    workspace, engine, _ = world
    engine.become("ready")
    workspace.replace_document(Document(), None)
    assert workspace.waiting == ""
