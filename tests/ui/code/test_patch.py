"""Patches turn one text into another and touch no equal line at the ends."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.ui.code.patch import line_patches
from studio.ui.code.view import CodeView

lines = st.lists(st.sampled_from("abcd"), max_size=12)


def patched(old, new):
    text = list(old)
    for first, last, replacement in line_patches(old, new):
        text[first:last] = replacement
    return text


@given(lines, lines)
def test_patches_lead_to_the_new_text(old, new):
    assert patched(old, new) == new


def test_only_what_differs_is_touched():
    old = ["a", "b", "c", "d", "e"]
    new = ["a", "B", "c", "D", "e"]
    assert line_patches(old, new) == [(3, 4, ("D",)), (1, 2, ("B",))]


@pytest.fixture
def view(qtbot, themes):
    view = CodeView(themes)
    qtbot.addWidget(view)
    return view


def test_the_view_shows_every_text_whatever_was_before(view):
    @given(lines, st.booleans())
    def check(new, newline):
        text = "\n".join(new) + "\n" * newline
        view.set_code(text)
        assert view.toPlainText() == text

    check()


def test_cursor_and_scroll_stay(qtbot, view):
    view.resize(300, 200)
    view.show()
    text = [f"x{i} = {i}" for i in range(200)]
    view.set_code("\n".join(text))
    assert view.textCursor().position() == 0
    view.verticalScrollBar().setValue(50)
    cursor = view.textCursor()
    cursor.setPosition(view.document().findBlockByNumber(60).position() + 2)
    view.setTextCursor(cursor)
    at = view.verticalScrollBar().value()
    text[3:4] = ["y = 1", "z = 2"]
    text[150] = "changed"
    view.set_code("\n".join(text))
    assert view.verticalScrollBar().value() == at
    assert view.textCursor().block().text() == "x60 = 60"
    assert view.textCursor().positionInBlock() == 2
