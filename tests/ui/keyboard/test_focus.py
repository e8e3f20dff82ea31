"""The keyboard belongs to something that is seen."""

from __future__ import annotations

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox


def test_a_panel_behind_another_lets_the_keyboard_go(keys, qtbot):
    docks = keys.studio.window.docks
    docks.focus("data")
    kind = keys.studio.window.findChild(QComboBox, "data.kind")
    qtbot.waitUntil(kind.hasFocus)
    before = keys.document.setup.data.kind
    docks.reveal("problems")
    qtbot.waitUntil(lambda: not docks.is_open("data"))
    assert not kind.hasFocus()
    QTest.keyClicks(QApplication.focusWidget() or keys.studio.window, "Iris")
    assert keys.document.setup.data.kind == before
