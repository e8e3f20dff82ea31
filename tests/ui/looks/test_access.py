"""Every control has a name and a role, and shows when it has the keyboard."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QImage
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from studio.graph.document import Document
from studio.graph.rulebook.book import RULES
from studio.graph.setup import CodeSettings
from studio.project.format import NO_EXTRAS
from studio.project.recovery import Recovery
from studio.ui.dialogs import trust
from studio.ui.dialogs.about import AboutDialog
from studio.ui.dialogs.own_layers import OwnLayersDialog
from studio.ui.dialogs.recovery import RecoveryDialog
from studio.ui.dialogs.shortcuts import ShortcutsDialog
from studio.ui.export_dialog import ExportDialog
from studio.ui.problems.rule_dialog import RuleDialog
from studio.ui.runs.script_dialog import ScriptDialog
from tests.ui.looks.conftest import docks_of

Role = QAccessible.Role


def path_of(widget):
    names = []
    while widget is not None:
        names.append(widget.objectName() or type(widget).__name__)
        widget = widget.parentWidget()
    return "/".join(reversed(names[:4]))


def controls(root):
    """What can get the keyboard; a field inside another stands for that one."""
    for widget in root.findChildren(QWidget):
        takes = widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        if takes and widget.isVisible() and not widget.focusProxy():
            yield widget


def nameless(root):
    """Controls that a screen reader could not tell."""
    for widget in controls(root):
        told = QAccessible.queryAccessibleInterface(widget)
        name = told.text(QAccessible.Text.Name) if told else ""
        # Qt knows a graphics view as a part of the window, by its name.
        known = widget.objectName() == "canvas"
        role = told.role() if told else Role.NoRole
        if not name.strip() or (role in (Role.NoRole, Role.Client) and not known):
            yield path_of(widget), type(widget).__name__, name, role.name


def test_every_control_of_the_window_has_a_name_and_a_role(studio):
    studio.window.center.show_code(True)
    nodes = list(studio.workspace.document.graph.nodes)
    found = set()
    for selection in ((), nodes[3:4], nodes[3:5]):
        studio.workspace.select(selection)
        for _ in docks_of(studio):
            found |= set(nameless(studio.window))
    assert len(list(controls(studio.window))) > 30
    assert found == set()


def test_the_start_page_too(open_window):
    with open_window(example="") as studio:
        assert len(list(controls(studio.window))) >= 8
        assert list(nameless(studio.window)) == []


def unsaved_work():
    """What a crash would have left of a model that was never saved."""
    document = Document()
    parts = Path("a.journal"), None, "Mine", document, "", NO_EXTRAS
    return Recovery(*parts, edits=3, lost=1, written=0.0, changed_since=False)


def dialogs(studio):
    window, workspace = studio.window, studio.workspace
    themes, trainer = window.themes, studio.engines.trainer
    yield ShortcutsDialog(window)
    yield AboutDialog(window, None)
    yield ExportDialog(workspace, trainer)
    for wording in (trust.OF_LAYERS, trust.of_program("build.py")):
        yield trust.TrustDialog(wording, "import keras", window)
    yield RecoveryDialog(unsaved_work(), window)
    yield OwnLayersDialog(CodeSettings(), themes.theme, window)
    yield RuleDialog(next(iter(RULES.values())), window)
    yield ScriptDialog("import keras", "train.py", themes, window)


def test_every_control_of_the_dialogs_has_a_name_and_a_role(studio):
    studio.engines.start()
    found = set()
    for dialog in dialogs(studio):
        assert isinstance(dialog, QDialog)
        assert dialog.windowTitle()
        dialog.show()
        QApplication.processEvents()
        assert any(controls(dialog)), dialog
        found |= set(nameless(dialog))
        dialog.close()
        dialog.deleteLater()
    assert found == set()


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_the_focus_can_be_seen_on_every_control(open_window, mode):
    """Each control looks different while the keys go to it."""
    with open_window(mode=mode) as studio:
        window = studio.window
        window.activateWindow()
        studio.window.center.show_code(True)
        nodes = list(studio.workspace.document.graph.nodes)
        studio.workspace.select(nodes[3:4])
        unseen = set()
        for _ in docks_of(studio):
            for widget in list(controls(window)):
                if widget.isEnabled() and not widget.visibleRegion().isEmpty():
                    unseen |= set(without_sign(window, widget))
        assert unseen == set()


def without_sign(window, widget):
    """The control's name, if the focus changes nothing of what is painted."""
    rest = window.menuBar()
    rest.setFocus()
    before = picture(widget)
    widget.setFocus(Qt.FocusReason.TabFocusReason)
    QApplication.processEvents()
    if widget.hasFocus() and picture(widget) == before:
        yield path_of(widget)


def picture(widget):
    around = widget.rect().adjusted(-2, -2, 2, 2)
    around.moveTopLeft(widget.mapTo(widget.window(), around.topLeft()))
    return (
        widget.window()
        .grab(around)
        .toImage()
        .convertToFormat(QImage.Format.Format_RGB32)
    )
