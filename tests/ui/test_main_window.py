"""The window's frame: start page and workbench, layout, closing, dropping."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QByteArray, QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QDockWidget

from studio.graph.model import Flow
from studio.ui.main_window import MainWindow
from studio.ui.notifications import Notifications
from studio.ui.settings import WindowSettings
from studio.ui.theme import ThemeManager


@pytest.fixture
def make_window(qtbot):
    def make():
        window = MainWindow(ThemeManager("light"), Notifications(), WindowSettings())
        qtbot.addWidget(window)
        with qtbot.waitSignal(window.first_painted):
            window.show()
        return window

    return make


def drop(window, path):
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    event = QDropEvent(
        QPointF(5, 5),
        Qt.DropAction.CopyAction,
        mime,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    window.dropEvent(event)


def test_start_page_has_no_toolbar_and_no_docks(make_window):
    window = make_window()
    assert window.toolbar.isHidden()
    assert window.center.currentWidget() is window.start_page
    assert not window.docks.is_open("layers")


def test_document_shows_the_workbench(make_window):
    window = make_window()
    window.show_document(True, "a.studio", True)
    assert window.toolbar.isVisible()
    assert window.windowTitle() == "a.studio[*] – Layer Studio"
    assert window.isWindowModified()
    assert window.docks.is_open("layers")
    assert window.docks.is_open("problems")


def test_layout_is_remembered(make_window):
    window = make_window()
    window.show_document(True, "a", False)
    window.docks._docks["inspector"].close()
    window.close()
    again = make_window()
    again.show_document(True, "a", False)
    assert not again.docks.is_open("inspector")
    assert again.docks.is_open("layers")
    again.reset_panels()
    assert again.docks.is_open("inspector")


def test_layout_survives_a_start_page_only_session(make_window):
    window = make_window()
    window.show_document(True, "a", False)
    window.docks._docks["inspector"].close()
    window.close()
    make_window().close()
    third = make_window()
    third.show_document(True, "a", False)
    assert not third.docks.is_open("inspector")


def test_the_direction_of_wires_is_remembered(studio_home):
    assert WindowSettings().flow is Flow.TOP_TO_BOTTOM
    WindowSettings().flow = Flow.LEFT_TO_RIGHT
    assert WindowSettings().flow is Flow.LEFT_TO_RIGHT


def test_the_columns_of_a_table_are_remembered(studio_home):
    assert WindowSettings().columns("analyzer") is None
    settings = WindowSettings()
    settings.keep_columns("analyzer", QByteArray(b"wide"))
    settings.keep(QByteArray(), QByteArray())
    assert WindowSettings().columns("analyzer") == QByteArray(b"wide")


def test_damaged_settings_are_set_aside(make_window, studio_home):
    folder = studio_home / "state"
    folder.mkdir(parents=True)
    (folder / "window.ini").write_bytes(b"\x00\xff[[[ not an ini \n geometry=@Bad(")
    window = make_window()
    window.show_document(True, "a", False)
    assert window.docks.is_open("layers")


def test_guard_can_keep_the_window(make_window, qtbot):
    window = make_window()
    window.guard_close(lambda: False)
    with qtbot.assertNotEmitted(window.leaving):
        assert not window.close()
    window.guard_close(lambda: True)
    with qtbot.waitSignal(window.leaving):
        assert window.close()


@pytest.mark.parametrize("name", ["a.studio", "a.keras", "a.h5", "a.json", "a.py"])
def test_files_of_models_can_be_dropped(make_window, qtbot, tmp_path, name):
    window = make_window()
    with qtbot.waitSignal(window.file_dropped) as dropped:
        drop(window, tmp_path / name)
    assert dropped.args == [str(tmp_path / name)]
    with qtbot.assertNotEmitted(window.file_dropped):
        drop(window, tmp_path / "a.pdf")


def test_a_folder_can_be_dropped(make_window, qtbot, tmp_path):
    window = make_window()
    with qtbot.waitSignal(window.folder_dropped) as dropped:
        drop(window, tmp_path)
    assert dropped.args == [str(tmp_path)]


def test_count_stands_in_the_tab_and_not_in_the_menu(make_window):
    window = make_window()
    window.docks.set_count("problems", 3)
    assert window.docks._docks["problems"].windowTitle() == "Problems (3)"
    titles = [toggle.text() for toggle in window.docks.toggles()]
    assert "Problems" in titles


def test_every_control_of_the_toolbar_has_a_name(make_window):
    window = make_window()
    window.show_document(True, "a", False)
    for action in window.toolbar.actions():
        widget = window.toolbar.widgetForAction(action)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            assert widget.objectName()
            assert widget.accessibleName()


def test_train_and_stop_take_turns(make_window, qtbot):
    window = make_window()
    window.show_document(True, "a", False)
    toolbar = window.toolbar
    assert toolbar.train_button.isVisible()
    toolbar.show_training(True)
    qtbot.waitUntil(toolbar.progress.isVisible)
    assert not toolbar.train_button.isVisible()
    toolbar.show_training(False)
    qtbot.waitUntil(toolbar.train_button.isVisible)
    assert not toolbar.progress.isVisible()


def test_a_panel_that_is_shown_leaves_the_canvas_its_place(make_window, qtbot):
    window = make_window()
    window.resize(850, 530)
    window.show_document(True, "a", False)
    window.docks.reveal("training")
    dock = window.findChild(QDockWidget, "dock_training")
    qtbot.waitUntil(lambda: window.docks.is_open("training"))
    assert dock.height() <= window.height() // 2
