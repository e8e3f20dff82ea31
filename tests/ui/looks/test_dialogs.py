"""Dialogs of recovery and import by the keyboard: names, order, Enter and Escape."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from studio.ui.dialogs.questions import Questions
from studio.ui.dialogs.recovery import RecoveryDialog
from tests.ui.looks.test_access import controls, nameless, unsaved_work

TITLES = ("encoder", "decoder", "whole")
QUESTIONS = {
    "program": lambda asks: asks.may_execute("build.py", "import keras\n"),
    "folder": lambda asks: asks.may_run_folder("/models/saved"),
    "layers": lambda asks: asks.may_run_layers("class Scale: ..."),
    "model": lambda asks: asks.which_model("all.py", TITLES),
}
"""What importing may ask; each is answered before it returns."""
each = pytest.mark.parametrize("question", QUESTIONS)


@pytest.fixture
def window(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    QTest.qWaitForWindowActive(window)
    return window


@pytest.fixture
def answered(window):
    """Asks a question and lets a person act on its dialog; what was answered."""

    def ask(question, act):
        timer = QTimer(interval=10)

        def look():
            dialog = QApplication.activeModalWidget()
            if dialog is None or QApplication.focusWidget() is None:
                return
            timer.stop()
            try:
                act(dialog)
            finally:
                dialog.close()

        timer.timeout.connect(look)
        timer.start()
        answer = QUESTIONS[question](Questions(window))
        assert not timer.isActive()
        return answer

    return ask


@pytest.fixture
def offered(window, qtbot):
    dialog = RecoveryDialog(unsaved_work(), window)
    dialog.said = []
    dialog.recover_requested.connect(lambda r: dialog.said.append("recover"))
    dialog.discard_requested.connect(lambda r: dialog.said.append("discard"))
    show(dialog, qtbot)
    return dialog


def show(dialog, qtbot):
    dialog.show()
    qtbot.waitUntil(
        lambda: dialog.isActiveWindow() and QApplication.focusWidget() is not None
    )


def press(key):
    QTest.keyClick(QApplication.focusWidget(), key)


def walk(dialog):
    """Controls in the order in which Tab reaches them, from the first."""
    count = len([c for c in controls(dialog) if c.isEnabled()])
    reached = []
    for _ in range(count):
        reached.append(QApplication.focusWidget())
        press(Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is reached[0]
    return reached


def check_walk(dialog):
    reached = walk(dialog)
    assert {id(w) for w in reached} == {id(w) for w in controls(dialog)}
    places = [w.mapTo(dialog, w.rect().center()) for w in reached]
    seen = [(place.y() // 20, place.x()) for place in places]
    first = seen.index(min(seen))
    assert seen[first:] + seen[:first] == sorted(seen)


@each
def test_each_control_of_a_question_has_a_name(answered, question):
    def look(dialog):
        assert dialog.windowTitle()
        assert any(controls(dialog))
        assert list(nameless(dialog)) == []

    answered(question, look)


@each
def test_tab_goes_through_a_question_as_one_reads(answered, question):
    answered(question, check_walk)


@each
def test_escape_lets_nothing_happen(answered, question):
    def escape(dialog):
        press(Qt.Key.Key_Escape)
        assert not dialog.isVisible()

    assert answered(question, escape) in (False, None)


@pytest.mark.parametrize("question", ["program", "folder", "layers"])
def test_enter_runs_no_program(answered, question):
    def enter(dialog):
        while not isinstance(QApplication.focusWidget(), QPushButton):
            press(Qt.Key.Key_Tab)
        press(Qt.Key.Key_Return)
        assert not dialog.isVisible()

    assert not answered(question, enter)


def test_enter_takes_the_model_that_is_chosen(answered):
    def choose(dialog):
        press(Qt.Key.Key_Down)
        press(Qt.Key.Key_Return)

    assert answered("model", choose) == 1


def test_consent_is_given_by_keys(answered):
    def consent(dialog):
        while (
            getattr(QApplication.focusWidget(), "text", str)() != "Execute and Import"
        ):
            press(Qt.Key.Key_Tab)
        press(Qt.Key.Key_Space)

    assert answered("program", consent)


def test_recovery_names_its_controls_and_versions(offered):
    assert list(nameless(offered)) == []
    told = [w.accessibleName() for w in offered.findChildren(QWidget)]
    assert {"Unsaved version", "Version on disk"} <= set(told)
    (unsaved,) = (
        w
        for w in offered.findChildren(QWidget)
        if w.accessibleName() == "Unsaved version"
    )
    assert "3 changes since the last save" in unsaved.accessibleDescription()


def test_tab_goes_through_recovery_as_one_reads(offered):
    check_walk(offered)


def test_enter_recovers_and_escape_decides_later(offered, window, qtbot):
    assert QApplication.focusWidget().objectName() == "recovery_recover"
    press(Qt.Key.Key_Return)
    assert offered.said == ["recover"]
    again = RecoveryDialog(replace(unsaved_work(), path=Path("/gone.studio")), window)
    again.recover_requested.connect(pytest.fail)
    again.discard_requested.connect(pytest.fail)
    show(again, qtbot)
    press(Qt.Key.Key_Escape)
    assert not again.isVisible()


def test_deleting_takes_a_key_of_its_own(offered):
    button = offered.findChild(QPushButton, "recovery_discard")
    while QApplication.focusWidget() is not button:
        press(Qt.Key.Key_Tab)
    press(Qt.Key.Key_Space)
    assert offered.said == ["discard"]
