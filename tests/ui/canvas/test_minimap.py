"""The map in the corner of the canvas."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest


def test_it_shows_while_something_is_out_of_view(hand, qtbot):
    view, minimap = hand.view, hand.view.minimap
    view.zoom_in()
    view.zoom_in()
    view.centerOn(0, 0)
    qtbot.waitUntil(minimap.isVisible)
    view.fit()
    assert not minimap.isVisible()
    minimap.set_wanted(False)
    view.zoom_in()
    view.zoom_in()
    assert not minimap.isVisible()


def test_a_click_looks_there(hand, qtbot):
    view, minimap = hand.view, hand.view.minimap
    view.zoom_in()
    view.zoom_in()
    view.centerOn(120, 0)
    qtbot.waitUntil(minimap.isVisible)
    before = view.centre().y()
    low = QPoint(minimap.width() // 2, minimap.height() - 12)
    QTest.mouseClick(minimap, Qt.MouseButton.LeftButton, pos=low)
    assert view.centre().y() > before + 200


def test_it_stays_in_the_corner(hand, qtbot):
    view, minimap = hand.view, hand.view.minimap
    view.zoom_in()
    view.zoom_in()
    view.centerOn(0, 0)
    qtbot.waitUntil(minimap.isVisible)
    view.resize(700, 500)
    assert view.viewport().rect().contains(minimap.geometry())
    assert minimap.geometry().right() > view.viewport().width() - 20


def test_it_does_not_cover_a_small_canvas(hand, qtbot):
    view, minimap = hand.view, hand.view.minimap
    view.zoom_in()
    view.zoom_in()
    view.centerOn(0, 0)
    qtbot.waitUntil(minimap.isVisible)
    whole = view.size()
    view.resize(whole.width(), minimap.height() + 40)
    minimap.follow()
    assert not minimap.isVisible()
    view.resize(whole)
    minimap.follow()
    assert minimap.isVisible()
