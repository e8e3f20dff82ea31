"""Live checking against an engine that answers when the test says so."""

import pytest
from PySide6.QtCore import QObject, Signal

from studio.catalog.store import load_catalog
from studio.graph import commands
from studio.graph.model import Point
from studio.graph.problems import Problem, Severity
from studio.protocol.facts import alike
from studio.protocol.infer_messages import Asking, InferEdits, OutOfStep
from studio.protocol.messages import (
    CatalogRead,
    Failed,
    Infer,
    Inferred,
    Introspect,
    NodeFacts,
    Ready,
    Shaped,
)
from studio.protocol.repair_messages import TryFixesHeld
from studio.runtime.totals import model_totals
from studio.ui.checker import LiveChecker
from studio.ui.desk import Desk
from studio.ui.workspace import Workspace
from tests.ui.sample_workspace import (
    DIGITS,
    digits_document,
    digits_node_facts,
)


class Engine(QObject):
    """Stands at the process border: keeps what is sent, says what it is told."""

    message_received = Signal(object)
    state_changed = Signal(str)

    def __init__(self):
        super().__init__()
        self.state = "starting"
        self.ready = None
        self.sent = []
        self.restarts = 0

    def next_request(self):
        return len(self.sent) + 1

    def send(self, message):
        self.sent.append(message)

    def become(self, state):
        self.state = state
        self.state_changed.emit(state)

    @property
    def questions(self):
        kinds = Infer | InferEdits
        return [message for message in self.sent if isinstance(message, kinds)]

    @property
    def repairs(self):
        return [message for message in self.sent if isinstance(message, TryFixesHeld)]

    def restart(self):
        self.restarts += 1
        self.become("starting")

    def answer(self, question, facts=None, problems=(), base=None):
        self.message_received.emit(self.told(question, facts, problems, base))

    def shape(self, question, facts, base=None):
        """Answer by shapes, as long as the work is counted."""
        told = self.told(question, facts, (), base)
        self.message_received.emit(Shaped(question.request, told))

    def told(self, question, facts, problems, base):
        facts = digits_node_facts() if facts is None else facts
        return Inferred(
            question.request,
            question.revision,
            alike(facts.values()),
            tuple(problems),
            650,
            650,
            base,
        )


@pytest.fixture
def world(qapp):
    workspace, engine = Workspace(load_catalog()), Engine()
    workspace.replace_document(digits_document(), None)
    checker = LiveChecker(workspace, engine, Desk(workspace))
    yield workspace, engine, checker
    checker.deleteLater()
    workspace.deleteLater()


def add_layer(workspace, path="keras.layers.Dropout"):
    edit, node = commands.place_layer(workspace.document, path, Point(0, 0), {})
    workspace.edit(edit)
    return node


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
    totals = model_totals(workspace.document.graph, workspace.facts)
    assert (checker.state, totals.params) == ("valid", 650)


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
