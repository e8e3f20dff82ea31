"""Work on a thread: its result, its errors, and giving it up."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import QObject

from studio.errors import StudioError
from studio.ui.thread_job import ThreadJob


@pytest.fixture
def job(qtbot):
    parent = QObject()
    made = ThreadJob(parent)
    made.owner = parent
    yield made
    made.cancel()


def test_the_result_comes_to_this_thread(job, qtbot):
    seen = []
    job.start(
        threading.current_thread,
        lambda there: seen.append((there, threading.current_thread())),
    )
    assert job.is_busy
    qtbot.waitUntil(lambda: bool(seen))
    ((there, here),) = seen
    assert there is not here
    assert here is threading.main_thread()
    assert not job.is_busy


def test_what_a_person_can_act_on_is_told(job, qtbot):
    told = []

    def fail():
        raise StudioError("The disk is full.")

    job.start(fail, told.append, lambda error: told.append(str(error)))
    qtbot.waitUntil(lambda: bool(told))
    assert told == ["The disk is full."]


def test_any_other_error_is_not_swallowed(job, qtbot):
    with qtbot.capture_exceptions() as errors:
        job.start(lambda: 1 / 0, print, print)
        qtbot.waitUntil(lambda: not job.is_busy)
    assert [kind for kind, _, _ in errors] == [ZeroDivisionError]


def test_given_up_it_calls_nobody(job, qtbot):
    called, go_on = [], threading.Event()
    job.start(lambda: go_on.wait(20), called.append)
    with qtbot.waitSignal(job.waiting):
        pass
    go_on.set()
    job.cancel()
    assert not job.is_busy
    job.start(lambda: "next", called.append)
    qtbot.waitUntil(lambda: bool(called))
    assert called == ["next"]
