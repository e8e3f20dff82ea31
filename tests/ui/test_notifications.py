"""Notices: plain text, no focus taken, nothing lost."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QToolButton, QWidget

from studio.ui.log_panel import LogPanel
from studio.ui.notifications import NoticeAction, Notifications
from studio.ui.theme import ThemeManager
from studio.ui.toasts import Toasts

MARKUP = "<b>bold</b> <img src='/etc/passwd'> & “x”"


class Host:
    def __init__(self, qtbot):
        QCursor.setPos(0, 0)  # a toast under the mouse stays
        self.widget = QWidget()
        qtbot.addWidget(self.widget)
        self.widget.resize(800, 600)
        self.field = QLineEdit(self.widget)
        self.notifications = Notifications()
        self.themes = ThemeManager("light")
        self.toasts = Toasts(self.widget, self.notifications, self.themes)
        self.widget.show()
        self.field.setFocus()

    def child(self, kind, name):
        return self.toasts.shown[-1].findChild(kind, name)


@pytest.fixture
def host(qtbot):
    return Host(qtbot)


def test_markup_is_shown_as_it_is(host):
    host.notifications.error(MARKUP)
    label = host.child(QLabel, "toast_text")
    assert label.text() == MARKUP
    assert label.textFormat() is Qt.TextFormat.PlainText


def test_toast_takes_no_focus(host, qtbot):
    qtbot.waitUntil(host.field.hasFocus)
    action = NoticeAction("Do it", list)
    host.notifications.error("a", "detail", [action])
    toast = host.toasts.shown[-1]
    for child in toast.findChildren(QPushButton) + toast.findChildren(QToolButton):
        assert child.focusPolicy() is Qt.FocusPolicy.NoFocus
    assert host.field.hasFocus()


def test_information_goes_and_errors_stay(host):
    host.notifications.info("saved")
    host.notifications.error("failed")
    timers = [toast._timer.isActive() for toast in host.toasts.shown]
    assert timers == [True, False]


def test_action_runs_once_and_closes_the_toast(host, qtbot):
    done = []
    host.notifications.error(
        "a", actions=[NoticeAction("Do it", lambda: done.append(1))]
    )
    button = host.child(QPushButton, "toast_action")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert done == [1]
    assert host.toasts.shown == ()


def test_same_notice_is_shown_once(host):
    host.notifications.error("again")
    host.notifications.error("again")
    assert len(host.toasts.shown) == 1
    assert len(host.notifications.history) == 2


def test_toasts_stay_inside_the_window(host):
    for number in range(8):
        host.notifications.error(f"error {number} " + "long " * 20)
    assert 0 < len(host.toasts.shown) <= 4
    host.widget.resize(500, 700)
    for toast in host.toasts.shown:
        assert host.widget.rect().contains(toast.geometry())


def test_details_can_be_opened(host, qtbot):
    host.notifications.error("a", "the traceback")
    details = host.child(QPushButton, "toast_details")
    qtbot.mouseClick(details, Qt.MouseButton.LeftButton)
    assert "the traceback" in host.toasts.shown[-1]._detail.toPlainText()
    assert host.toasts.shown[-1]._detail.isVisible()


def test_log_has_what_came_before_and_after_it(qtbot):
    notifications = Notifications()
    notifications.error("first", "why")
    panel = LogPanel(notifications, ThemeManager("light"))
    qtbot.addWidget(panel)
    notifications.log(MARKUP)
    lines = panel.text().splitlines()
    assert "first" in lines[0]
    assert lines[1].strip() == "why"
    assert lines[2].endswith(MARKUP)


def test_log_line_shows_no_toast(host):
    host.notifications.log("quiet")
    assert host.toasts.shown == ()
