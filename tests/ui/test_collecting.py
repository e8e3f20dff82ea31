"""The collector of garbage: held off, bounded, and let loose in a rest."""

from __future__ import annotations

import gc
import threading
import weakref

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from studio.graph.document import Document
from studio.graph.edits import AddComment
from studio.graph.model import Comment
from studio.ui import rest_collector
from studio.ui.app import open_studio
from studio.ui.collecting import SELDOM, NoCollecting
from studio.ui.notifications import Notifications
from studio.ui.rest_collector import RestCollector
from tests.ui.inspector.conftest import workspace

__all__ = ["workspace"]

REST_MS = 30


class Knot:
    """Garbage that only the collector finds."""

    def __init__(self):
        self.itself = self


@pytest.fixture
def old_garbage(monkeypatch):
    """Whether garbage among the oldest objects is still there."""
    monkeypatch.setattr(rest_collector, "_WORTHWHILE", 0)
    knot = Knot()
    gc.collect()
    there = weakref.ref(knot)
    del knot
    return lambda: there() is not None


@pytest.fixture
def collector(workspace):
    return RestCollector(workspace, REST_MS)


@pytest.fixture
def window(qtbot, collector):
    widget = QWidget()
    qtbot.addWidget(widget)
    with qtbot.waitExposed(widget):
        widget.show()
    collector.watch(widget.windowHandle())
    return widget


@pytest.fixture
def begun(collector, monkeypatch):
    """Rests that began; none of them ends by itself, however slow the machine is."""
    rests = []
    monkeypatch.setattr(collector._rest, "start", lambda: rests.append("rest"))
    return rests


def test_it_stays_off_until_the_last_one_ends():
    outer, inner = NoCollecting(), NoCollecting()
    outer.begin()
    with inner:
        outer.end()
        outer.end()
        assert not gc.isenabled()
        thread = threading.Thread(target=inner.end)
        thread.start()
        thread.join()
        assert gc.isenabled()
    assert gc.isenabled()


def test_an_error_lets_it_loose_again():
    with pytest.raises(KeyError), NoCollecting():
        raise KeyError
    assert gc.isenabled()


def test_a_window_searches_all_seldom_but_not_never(qtbot):
    usual = gc.get_threshold()
    with open_studio(QApplication.instance(), Notifications()):
        assert not gc.isenabled()
        assert gc.get_threshold() == SELDOM
        assert 0 < SELDOM[2] < 100
    assert gc.isenabled()
    assert gc.get_threshold() == usual


def test_a_rest_after_an_edit_finds_old_garbage(qtbot, window, workspace, old_garbage):
    assert old_garbage()
    workspace.edit(AddComment(Comment("c9", "hello")), "Add comment")
    qtbot.waitUntil(lambda: not old_garbage())


def test_each_edit_puts_the_search_off(begun, workspace, old_garbage):
    for number in range(3):
        comment = Comment(f"c{number + 9}", "hello")
        workspace.edit(AddComment(comment), "Add comment")
        assert len(begun) == number + 1
    assert old_garbage()


def test_a_rest_after_a_key_finds_old_garbage(qtbot, window, old_garbage):
    assert old_garbage()
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_A)
    qtbot.waitUntil(lambda: not old_garbage())


def test_nothing_is_searched_where_little_is_new(collector, old_garbage, monkeypatch):
    monkeypatch.setattr(rest_collector, "_WORTHWHILE", 10_000)
    collector._on_rest()
    assert old_garbage()


def test_a_document_that_is_left_is_searched_for(
    qtbot, window, workspace, old_garbage, monkeypatch
):
    monkeypatch.setattr(rest_collector, "_WORTHWHILE", 10_000)
    workspace.replace_document(Document(), None)
    qtbot.waitUntil(lambda: not old_garbage())


def test_each_key_puts_the_search_off(begun, window, old_garbage):
    for number in range(3):
        QTest.keyClick(window.windowHandle(), Qt.Key.Key_A)
        assert len(begun) == number + 1
    assert old_garbage()


def test_an_open_menu_puts_the_search_off(qtbot, window, collector, begun, old_garbage):
    menu = QMenu(window)
    menu.addAction("Something")
    menu.popup(window.mapToGlobal(window.rect().center()))
    begun.clear()
    collector._on_rest()
    assert old_garbage()
    assert begun
    menu.close()
    collector._on_rest()
    assert not old_garbage()


def test_who_wants_no_search_is_waited_for(collector, begun, old_garbage):
    with NoCollecting():
        collector._on_rest()
        assert old_garbage()
        assert begun
    collector._on_rest()
    assert not old_garbage()
