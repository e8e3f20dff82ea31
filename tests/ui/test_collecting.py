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
def window(qtbot, workspace):
    collector = RestCollector(workspace, REST_MS)
    widget = QWidget()
    qtbot.addWidget(widget)
    with qtbot.waitExposed(widget):
        widget.show()
    collector.watch(widget.windowHandle())
    return widget


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
    workspace.edit(AddComment(Comment("c9", "hello")), "Add comment")
    assert old_garbage()
    qtbot.waitUntil(lambda: not old_garbage())


def test_edits_put_the_search_off(qtbot, window, workspace, old_garbage):
    for number in range(10):
        comment = Comment(f"c{number + 9}", "hello")
        workspace.edit(AddComment(comment), "Add comment")
        qtbot.wait(REST_MS // 3)
        assert old_garbage()


def test_a_rest_after_a_key_finds_old_garbage(qtbot, window, old_garbage):
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_A)
    assert old_garbage()
    qtbot.waitUntil(lambda: not old_garbage())


def test_nothing_is_searched_where_little_is_new(
    qtbot, window, old_garbage, monkeypatch
):
    monkeypatch.setattr(rest_collector, "_WORTHWHILE", 10_000)
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_A)
    qtbot.wait(3 * REST_MS)
    assert old_garbage()


def test_a_document_that_is_left_is_searched_for(
    qtbot, window, workspace, old_garbage, monkeypatch
):
    monkeypatch.setattr(rest_collector, "_WORTHWHILE", 10_000)
    workspace.replace_document(Document(), None)
    qtbot.waitUntil(lambda: not old_garbage())


def test_input_puts_the_search_off(qtbot, window, old_garbage):
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_A)
    for _ in range(10):
        QTest.keyClick(window.windowHandle(), Qt.Key.Key_A)
        qtbot.wait(REST_MS // 10)
    assert old_garbage()


def test_an_open_menu_puts_the_search_off(qtbot, window, old_garbage):
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_A)
    menu = QMenu(window)
    menu.addAction("Something")
    menu.popup(window.mapToGlobal(window.rect().center()))
    qtbot.wait(3 * REST_MS)
    assert old_garbage()
    menu.close()
    qtbot.waitUntil(lambda: not old_garbage())


def test_who_wants_no_search_is_waited_for(qtbot, window, old_garbage):
    with NoCollecting():
        QTest.keyClick(window.windowHandle(), Qt.Key.Key_A)
        qtbot.wait(3 * REST_MS)
        assert old_garbage()
    qtbot.waitUntil(lambda: not old_garbage())
