"""Buttons of repairs in little room."""

from __future__ import annotations

from studio.graph.edits import Compound
from studio.graph.problems import Fix
from studio.ui.problems.fix_button import FixButton

TITLE = "Insert GlobalAveragePooling2D before a layer with a long name"


def test_a_title_is_shortened_where_there_is_no_room(qtbot):
    button = FixButton(Fix(TITLE, Compound("", ())), None)
    qtbot.addWidget(button)
    button.show()
    whole = button.sizeHint()
    button.resize(whole)
    assert button.shown_title == TITLE
    assert TITLE not in button.toolTip()
    assert button.minimumSizeHint().width() < whole.width() // 2
    button.resize(button.minimumSizeHint())
    assert button.shown_title.endswith("…")
    assert TITLE in button.toolTip()
    assert not button.grab().isNull()
