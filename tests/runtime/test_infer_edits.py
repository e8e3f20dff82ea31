"""Inference of edits: what they change is told, the rest is not asked again."""

from __future__ import annotations

from dataclasses import replace

import pytest

from studio.graph.edits import ChangeDefinition, Disconnect, RemoveNode
from studio.protocol.infer_messages import Asking, InferEdits, OutOfStep
from studio.protocol.messages import Inferred, Shaped
from studio.runtime.session import EngineSession
from tests.runtime.drawing import Drawing, Told, ask, one, question

pytestmark = pytest.mark.engine


def test_revision_and_request_come_back(engine):
    answer = ask(engine, Drawing().input("a", 4), revision=12).answer
    assert answer.revision == 12


def test_an_edit_costs_what_is_behind_it(engine):
    def chain(width):
        drawing = Drawing().input("a", 16)
        for i in range(300):
            units = width if i == 299 else 16 + i % 5
            drawing.add(
                f"d{i}", "Dense", {"units": units}, inputs=f"d{i - 1}" if i else "a"
            )
        return drawing

    ask(engine, chain(3))
    *asked, answer = until_inferred(engine, chain(4))
    assert Told(answer).shape("d299") == (None, 4)
    assert {event.node for event in asked} == {"d299"}


def test_edits_are_answered_by_what_they_change(engine):
    drawing = Drawing().input("a", 4)
    drawing.add("x", "Dense", {"units": 3}, inputs="a")
    drawing.add("y", "Dense", {"units": 2}, inputs="x")
    drawing.add("z", "Dense", {"units": 2}, inputs="a")
    ask(engine, drawing, revision=5)
    wider = replace(drawing.definitions[1], parameters={"units": 7})
    edits = (ChangeDefinition(wider),)
    request = InferEdits(engine.next_request(), 5, 6, edits)
    answer = engine.ask(request, Inferred)
    assert (answer.base, answer.revision) == (5, 6)
    assert {f.node: f.params for f in answer.nodes} == {"x": 35, "y": 16}
    assert answer.total_params == 35 + 16 + 10


@pytest.mark.parametrize("base", [7, 8])
def test_edits_of_another_document_are_not_guessed_at(engine, base):
    ask(engine, Drawing().input("a", 4), revision=7)
    edit = RemoveNode("nobody") if base == 7 else RemoveNode("a")
    request = InferEdits(engine.next_request(), base, 9, (edit,))
    assert engine.ask(request, OutOfStep)


def test_what_never_answered_is_not_asked_again(tmp_path, monkeypatch):
    monkeypatch.setenv("STUDIO_HOME", str(tmp_path))
    drawing = one("Dense", {"units": 5}, 7)
    with EngineSession("infer") as first:
        events = list(until_inferred(first, drawing))
    asked = [event for event in events if isinstance(event, Asking)]
    assert [event.node for event in asked] == ["a", "x", "x"]
    with EngineSession("infer") as second:
        told = ask(second, drawing, avoid=(asked[-1].key,))
    assert told.problems == [("x", "K-HANG", None)]
    assert told.shape("a") == (None, 7)


def until_inferred(session, drawing):
    for event in session.request(question(session, drawing)):
        yield event
        if isinstance(event, Inferred):
            return


def edited(engine, *edits):
    """Answer to edits of the document of revision 5."""
    request = InferEdits(engine.next_request(), 5, 6, edits)
    return Told(engine.ask(request, Inferred))


def resized(strides):
    """A chain of convolutions whose sizes follow from the strides of the first."""
    drawing = Drawing().input("a", 32, 32, 1)
    for i in range(9):
        given = {"filters": 2 + i, "kernel_size": 3, "padding": "same"}
        given |= {"strides": strides} if i == 0 else {}
        drawing.add(f"c{i}", "Conv2D", given, inputs=f"c{i - 1}" if i else "a")
    return drawing


def test_shapes_are_told_before_the_work_is_counted(engine):
    drawing = resized(1)
    before = ask(engine, drawing, revision=5)
    changed = ChangeDefinition(resized(2).definitions[1])
    request = InferEdits(engine.next_request(), 5, 6, (changed,))
    events = engine.request(request)
    shaped = next(event for event in events if isinstance(event, Shaped))
    told = Told(next(event for event in events if isinstance(event, Inferred)))
    draft = Told(shaped.draft)
    assert draft.facts.keys() == told.facts.keys() == {f"c{i}" for i in range(9)}
    for node, facts in told.facts.items():
        assert facts.outputs[0].shape[1:3] == (16, 16)
        assert draft.facts[node].macs == before.facts[node].macs == 4 * facts.macs
        assert replace(facts, macs=0, flops=0) == replace(
            draft.facts[node], macs=0, flops=0
        )


def test_work_is_not_lost_when_the_next_question_overtakes_it(engine):
    known = ask(engine, resized(3), revision=5).facts
    revision = 5
    for strides in (4, 5, 6, 7):
        edit = ChangeDefinition(resized(strides).definitions[1])
        number, revision = engine.next_request(), revision + 1
        request = InferEdits(number, revision - 1, revision, (edit,))
        for event in engine.request(request):
            if isinstance(event, Shaped) and event.request == number:
                known |= Told(event.draft).facts
                break
            if isinstance(event, Inferred):  # of the question before
                known |= Told(event).facts
    for event in engine.events():
        if isinstance(event, Inferred):
            known |= Told(event).facts
            if event.revision == revision:
                break
    assert known == ask(engine, resized(7)).facts


def test_a_number_of_another_kind_is_another_value(engine):
    drawing = one("Dense", {"units": 1}, 4)
    ask(engine, drawing, revision=5)
    changed = replace(drawing.definitions[1], parameters={"units": 1.0})
    told = edited(engine, ChangeDefinition(changed))
    assert told.problems == [("x", "K-PARAMETER", "units")]


def test_a_name_changes_nothing_and_stands_in_what_is_told(engine):
    drawing = one("Dense", {"units": -1}, 4)
    drawing.add("y", "Dense", {"units": 2}, inputs="x")
    ask(engine, drawing, revision=5)
    told = edited(engine, ChangeDefinition(replace(drawing.definitions[1], name="z")))
    assert told.answer.nodes == ()
    assert told.texts[0].startswith("z ")


def test_the_next_call_of_a_wrong_layer_says_so_when_the_first_is_gone(engine):
    drawing = one("Dense", {"units": -1}, 4).call("y", "x", inputs="a")
    assert ask(engine, drawing, revision=5).problems == [("x", "K-PARAMETER", "units")]
    told = edited(engine, Disconnect("x", "inputs"), RemoveNode("x"))
    assert told.problems == [("y", "K-PARAMETER", "units")]
