"""Code edited by hand: the document follows, or the panel says why not."""

from __future__ import annotations

import json

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QTextCursor
from PySide6.QtWidgets import QApplication

from studio.catalog.store import load_catalog
from studio.graph.edits import ChangeSetup
from studio.graph.setup import CodeHeader, CodeSettings, CodeStyle, Setup
from studio.ui.code.panel import CodePanel
from studio.ui.desk import Desk
from tests.codegen import samples
from tests.ui.scripted_engine import READY, launcher

CONFIG = {
    "class_name": "Functional",
    "config": {
        "name": "functional",
        "trainable": True,
        "layers": [],
        "input_layers": [["image", 0, 0]],
        "output_layers": [["dense", 0, 0]],
    },
}


def layer(class_name, name, source, **config):
    """A layer in a config, on a tensor whose shape nobody reads."""
    tensor = {
        "class_name": "__keras_tensor__",
        "config": {"shape": [None, 1], "dtype": "float32", "keras_history": source},
    }
    nodes = [{"args": [tensor], "kwargs": {}}] if source else []
    return {
        "module": "keras.layers",
        "class_name": class_name,
        "name": name,
        "config": {"name": name, **config},
        "registered_name": None,
        "inbound_nodes": nodes,
    }


def answer(units):
    """Script of an engine that found the sample chain with other units."""
    config = json.loads(json.dumps(CONFIG))
    config["config"]["layers"] = [
        layer("InputLayer", "image", None, batch_shape=[None, 8, 8, 1]),
        layer("Flatten", "flatten", ["image", 0, 0]),
        layer("Dense", "hidden", ["flatten", 0, 0], units=units, activation="relu"),
        layer("Dense", "dense", ["hidden", 0, 0], units=3),
    ]
    data = json.dumps(config)
    return READY + (
        "from studio.protocol.model_messages import *\n"
        f"data = {data!r}.encode()\n"
        "for question in requests():\n"
        "    model = FoundModel('build_model()', 'functional', 4, len(data))\n"
        "    say(ModelsRead(question.request, (model,), (), data))\n"
    )


def problem(line):
    return READY + (
        "from studio.protocol.model_messages import *\n"
        "for question in requests():\n"
        f"    problem = ScriptProblem({line}, 'units must be positive.')\n"
        "    say(ModelsRead(question.request, (), (problem,)))\n"
    )


@pytest.fixture
def open_panel(qtbot, workspace, themes, monkeypatch, tmp_path):
    """Make a panel over the sample chain; the person trusts what is asked."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    workspace.set_catalog(load_catalog())
    workspace.replace_document(samples.chain(), None)

    def make(script):
        panel = CodePanel(workspace, themes, Desk(workspace), launcher=launcher(script))
        panel.asked = []
        panel.editing._may_execute = lambda *what: panel.asked.append(what) or True
        qtbot.addWidget(panel)
        panel.resize(700, 500)
        panel.show()
        qtbot.waitExposed(panel)
        return panel

    return make


def type_into(qtbot, panel, old, new):
    """Replace words in the code as a person would."""
    view = panel.model.view
    cursor = view.document().find(old)
    view.setTextCursor(cursor)
    qtbot.keyClicks(view, new)


def test_typing_begins_an_edit_and_discard_ends_it(qtbot, open_panel):
    panel = open_panel(READY)
    before = panel.model.view.toPlainText()
    assert not panel.bar.isVisible()
    type_into(qtbot, panel, "16", "77")
    assert panel.bar.isVisible()
    assert "Dense(77" in panel.model.view.toPlainText()
    panel.bar.discard.click()
    assert not panel.bar.isVisible()
    assert panel.model.view.toPlainText() == before
    assert panel.model.view.isReadOnly()


def test_apply_changes_one_layer_as_one_step(qtbot, open_panel, workspace):
    panel = open_panel(answer(77))
    nodes = dict(workspace.document.graph.nodes)
    type_into(qtbot, panel, "16", "77")
    qtbot.keyClick(
        panel.model.view, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier
    )
    qtbot.waitUntil(lambda: workspace.undo_stack.count() == 1, timeout=20_000)
    units = {
        d.name: d.parameters.get("units")
        for d in workspace.document.graph.definitions.values()
    }
    assert units["hidden"] == 77
    assert dict(workspace.document.graph.nodes) == nodes
    assert not panel.bar.isVisible()
    assert len(panel.asked) == 1
    workspace.undo_stack.undo()
    assert dict(workspace.document.graph.nodes) == nodes
    qtbot.waitUntil(lambda: "Dense(16" in panel.model.view.toPlainText())


def test_a_syntax_error_is_shown_at_its_line_and_nothing_runs(qtbot, open_panel):
    panel = open_panel(READY)
    type_into(qtbot, panel, "16", "16((")
    panel.bar.apply.click()
    assert panel.model.sentence.text().startswith("Line 1")
    assert panel.model.view.extraSelections()
    assert panel.asked == []
    assert panel.bar.isVisible()


def test_an_error_of_keras_is_shown_at_its_line(qtbot, open_panel, workspace):
    panel = open_panel(problem(14))
    type_into(qtbot, panel, "16", "-16")
    panel.bar.apply.click()
    qtbot.waitUntil(lambda: "positive" in panel.model.sentence.text(), timeout=20_000)
    assert panel.model.sentence.text() == "Line 14: units must be positive."
    (mark,) = panel.model.view.extraSelections()
    assert mark.cursor.blockNumber() == 13
    assert workspace.undo_stack.count() == 0
    assert panel.bar.apply.isEnabled()


def test_a_text_that_is_not_trusted_does_not_run(qtbot, open_panel, workspace):
    panel = open_panel(answer(77))
    panel.editing._may_execute = lambda *what: False
    type_into(qtbot, panel, "16", "77")
    panel.bar.apply.click()
    assert not panel.reader.is_busy
    assert panel.bar.isVisible()
    assert workspace.undo_stack.count() == 0


def test_edited_code_stays_while_the_document_changes(qtbot, open_panel, workspace):
    panel = open_panel(READY)
    type_into(qtbot, panel, "16", "77")
    code = CodeSettings(header=CodeHeader.KERAS)
    workspace.edit(ChangeSetup(Setup(code=code)))
    panel.refresh()
    assert "Dense(77" in panel.model.view.toPlainText()
    panel.bar.discard.click()
    assert "\nimport keras\n" in panel.model.view.toPlainText()


def test_the_menu_sets_style_and_header(qtbot, open_panel, workspace):
    panel = open_panel(READY)
    menu = panel.style_menu
    menu.styles.actions()[1].trigger()
    assert workspace.document.setup.code.style is CodeStyle.SEQUENTIAL
    menu.headers.actions()[1].trigger()
    assert workspace.document.setup.code.header is CodeHeader.KERAS
    qtbot.waitUntil(
        lambda: "keras.Sequential(" in panel.model.view.toPlainText(), timeout=1000
    )
    qtbot.waitUntil(lambda: menu.text() == "Sequential ▾", timeout=1000)
    workspace.undo_stack.undo()
    qtbot.waitUntil(lambda: menu.headers.actions()[0].isChecked(), timeout=1000)


def test_a_class_of_its_own_is_not_edited(qtbot, open_panel, workspace):
    panel = open_panel(READY)
    workspace.edit(ChangeSetup(Setup(code=CodeSettings(style=CodeStyle.SUBCLASS))))
    panel.refresh()
    panel.model.view.moveCursor(QTextCursor.MoveOperation.Start)
    qtbot.keyClicks(panel.model.view, "x")
    assert not panel.bar.isVisible()
    assert "functional" in panel.model.sentence.text()


def apply(qtbot, panel, count):
    """Apply the code as it stands, and wait for the edit."""
    stack = panel.editing._workspace.undo_stack
    panel.bar.apply.click()
    qtbot.waitUntil(lambda: stack.count() == count, timeout=20_000)
    qtbot.waitUntil(lambda: not panel.bar.isVisible())


def test_what_is_typed_later_is_not_asked_about_on_another_day(qtbot, open_panel):
    panel = open_panel(answer(77))
    type_into(qtbot, panel, "16", "77")
    apply(qtbot, panel, 1)
    other = open_panel(answer(88))
    type_into(qtbot, other, "77", "88")
    apply(qtbot, other, 2)
    assert (len(panel.asked), len(other.asked)) == (1, 0)


def test_pasted_text_is_asked_about_again(qtbot, open_panel):
    panel = open_panel(answer(77))
    type_into(qtbot, panel, "16", "77")
    apply(qtbot, panel, 1)
    for pasted, questions in (("Dense(77", 1), ("import os", 2)):
        panel.editing.begin()
        panel.model.view.moveCursor(QTextCursor.MoveOperation.End)
        qtbot.keyClicks(panel.model.view, "# ")
        QGuiApplication.clipboard().setText(pasted)
        panel.model.view.paste()
        panel.bar.apply.click()
        qtbot.waitUntil(lambda: not panel.bar.isVisible(), timeout=20_000)
        assert len(panel.asked) == questions


def test_ctrl_enter_is_no_shortcut_of_the_window_while_code_is_edited(
    qtbot, open_panel
):
    panel = open_panel(READY)

    def is_kept():
        control = Qt.KeyboardModifier.ControlModifier
        event = QKeyEvent(QEvent.Type.ShortcutOverride, Qt.Key.Key_Return, control)
        event.ignore()
        QApplication.sendEvent(panel.model.view, event)
        return event.isAccepted()

    assert not is_kept()
    panel.editing.begin()
    assert is_kept()
