"""The engine's loop with handlers of our own: order, stop, failures, endings."""

from __future__ import annotations

import os
import queue
import threading

import pytest

from studio.errors import StudioError
from studio.protocol import messages as m
from studio.protocol import run_messages as runs
from studio.protocol.codec import Decoder, encode
from studio.runtime.engine.context import Context
from studio.runtime.engine.loop import Loop, StartupError
from studio.runtime.outcome import NO_TENSORFLOW, WRONG_PROTOCOL

READY = m.Ready("3", "2", "3", "2", ())


class Engine:
    """A loop on a thread, spoken to through a pipe."""

    def __init__(self, handlers, prepare=lambda: READY):
        self._in, self._out = os.pipe()
        self.events = queue.SimpleQueue()
        self.left = queue.SimpleQueue()
        self.context = Context(self._hear)
        self.exit_code = None
        loop = Loop(self._read, self.context, prepare, handlers, self._leave)
        self._thread = threading.Thread(target=self._run, args=(loop,))
        self._thread.start()

    def send(self, *messages):
        os.write(self._out, b"".join(map(encode, messages)))

    def write(self, data):
        os.write(self._out, data)

    def next(self):
        while isinstance(event := self.events.get(timeout=10), m.Heartbeat):
            pass
        return event

    def close(self):
        os.close(self._out)
        self._thread.join(10)
        assert not self._thread.is_alive()
        os.close(self._in)
        return self.exit_code

    def _read(self):
        return os.read(self._in, 1 << 16)

    def _hear(self, data):
        for message in Decoder().feed(data):
            self.events.put(message)

    def _leave(self, code):
        self.left.put(code)

    def _run(self, loop):
        self.exit_code = loop.run()


def answer(request, context):
    context.send(m.Status(f"did {request.request}"))


def infer(number):
    return m.Infer(number, number, (), (), ())


def test_requests_are_done_in_order():
    engine = Engine({m.Introspect: answer})
    assert engine.next() == READY
    engine.send(m.Introspect(1), m.Introspect(2))
    assert [engine.next().text, engine.next().text] == ["did 1", "did 2"]
    assert engine.close() == 0


def test_only_the_newest_waiting_graph_is_looked_at():
    started, go_on = threading.Event(), threading.Event()

    def slow(request, context):
        started.set()
        go_on.wait(10)

    engine = Engine({m.Introspect: slow, m.Infer: answer, runs.Evaluate: answer})
    engine.send(m.Introspect(1))
    started.wait(10)
    engine.send(infer(2), runs.Evaluate(3, "", ""), infer(4), runs.StopTraining(5))
    engine.context.stop_requested.wait(10)
    go_on.set()
    texts = [engine.next() for _ in range(3)][1:]
    assert [event.text for event in texts] == ["did 3", "did 4"]
    engine.close()


def test_stop_is_heard_while_a_job_runs():
    def train(request, context):
        assert context.stop_requested.wait(10)
        context.status("stopped" if not context.is_closing else "closing")

    engine = Engine({runs.StartTraining: train})
    engine.send(runs.StartTraining(1, "", "", 1, ""), runs.StopTraining(2))
    assert engine.next() == READY
    assert engine.next() == m.Status("stopped")
    engine.close()


def test_the_end_of_input_lets_the_job_save():
    def train(request, context):
        context.status("started")
        assert context.stop_requested.wait(10)
        assert context.is_closing
        context.status("saved")

    engine = Engine({runs.StartTraining: train})
    engine.send(runs.StartTraining(1, "", "", 1, ""))
    assert engine.next() == READY
    assert engine.next() == m.Status("started")
    assert engine.close() == 0
    assert engine.next() == m.Status("saved")


def test_shutdown_ends_it():
    engine = Engine({})
    engine.send(m.Shutdown(1))
    assert engine.close() == 0


@pytest.mark.parametrize(
    ("error", "text"),
    [
        (StudioError("Plain words."), "Plain words."),
        (RuntimeError("boom"), "boom"),
        (SystemExit(3), "SystemExit"),
    ],
)
def test_a_failure_is_an_answer_and_the_engine_goes_on(error, text, capsys):
    def fail(request, context):
        raise error

    engine = Engine({runs.Evaluate: fail, m.Introspect: answer})
    engine.send(runs.Evaluate(7, "", ""), m.Introspect(8))
    assert engine.next() == READY
    failed = engine.next()
    assert (failed.request, type(failed)) == (7, m.Failed)
    assert text in failed.text
    assert "Traceback" in failed.detail
    assert engine.next() == m.Status("did 8")
    engine.close()
    assert "Traceback" in capsys.readouterr().err


@pytest.mark.parametrize("data", [b"GET / HTTP/1.1\r\n", encode(m.Heartbeat())])
def test_a_stranger_is_not_served(data, capsys):
    engine = Engine({})
    engine.write(data)
    assert engine.close() == WRONG_PROTOCOL
    assert "protocol error" in capsys.readouterr().err


def test_without_tensorflow_it_says_so_and_leaves():
    def prepare():
        raise StartupError("TensorFlow is not installed.")

    engine = Engine({}, prepare)
    assert engine.next().text == "TensorFlow is not installed."
    assert engine.left.get(timeout=10) == NO_TENSORFLOW
    engine.close()


def test_a_parent_that_is_gone_closes_the_context():
    def broken(data):
        raise BrokenPipeError

    context = Context(broken)
    context.status("anyone?")
    assert context.is_closing
    assert context.stop_requested.is_set()


def test_what_is_kept_is_made_once():
    context = Context(lambda data: None)
    assert context.keep(list, list) is context.keep(list, list)
