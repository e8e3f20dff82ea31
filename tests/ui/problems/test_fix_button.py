"""Buttons of repairs in little room."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from studio.graph.edits import Compound
from studio.graph.problems import Fix
from studio.ui.problems.fix_button import FixButton

TITLE = "Insert GlobalAveragePooling2D before a layer with a long name"


def test_a_title_is_shortened_where_there_is_no_room(qtbot):
    room = QWidget()
    qtbot.addWidget(room)
    button = FixButton(Fix(TITLE, Compound("", ())), room)
    QVBoxLayout(room).addWidget(button)
    room.show()
    whole = button.sizeHint()
    room.resize(2 * whole)
    assert button.shown_title == TITLE
    assert TITLE not in button.toolTip()
    room.resize(whole / 2)
    qtbot.waitUntil(lambda: button.width() < whole.width() // 2)
    assert button.shown_title.endswith("…")
    assert TITLE in button.toolTip()
    assert not button.grab().isNull()
