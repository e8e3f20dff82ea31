"""The code panel: live, linked both ways, honest about unfinished graphs."""

import ast
import io

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QTextCursor

from studio.catalog.store import load_catalog
from studio.errors import StudioError
from studio.graph import commands, edits
from studio.graph.document import Document
from studio.graph.graph import Graph
from studio.graph.model import Edge, LayerDefinition, Node, NodeKind, PortKey
from studio.graph.trained_weights import change_weights
from studio.project.weights import find_weights, keep_weights
from studio.runtime.runs import RunStore
from studio.runtime.training import start_run
from studio.ui.code.panel import CodePanel
from studio.ui.desk import Desk
from tests.ui.inspector.sample import DENSE, INPUT


@pytest.fixture
def panel(qtbot, workspace, themes):
    desk = Desk(workspace)
    panel = CodePanel(workspace, themes, desk)
    qtbot.addWidget(panel)
    panel.resize(600, 500)
    panel.show()
    qtbot.waitExposed(panel)
    yield panel
    desk.close()


def line_of(panel, words):
    lines = panel.page.view.toPlainText().splitlines()
    return next(n for n, line in enumerate(lines, 1) if words in line)


def test_an_edit_shows_a_moment_later(qtbot, panel, workspace):
    assert "Conv2D(4" in panel.model.view.toPlainText()
    document = workspace.document
    workspace.edit(commands.set_parameters(document, "l2", {"filters": 77}))
    qtbot.waitUntil(lambda: "Conv2D(77" in panel.model.view.toPlainText(), timeout=1000)


def test_selecting_a_node_lights_its_lines(panel, workspace):
    workspace.select(["n2"])
    assert panel.model.view.lit_lines == (line_of(panel, "Conv2D"),)
    workspace.select([])
    assert panel.model.view.lit_lines == ()


def test_clicking_a_line_selects_its_node(qtbot, panel, workspace):
    view = panel.model.view
    block = view.document().findBlockByNumber(line_of(panel, "Dropout") - 1)
    at = view.cursorRect(QTextCursor(block)).center()
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert workspace.selection == {"n3"}


def test_enter_on_a_line_selects_its_node_and_other_lines_none(qtbot, panel, workspace):
    view = panel.model.view
    cursor = QTextCursor(view.document().findBlockByNumber(line_of(panel, "Conv") - 1))
    view.setTextCursor(cursor)
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert workspace.selection == {"n2"}
    view.moveCursor(QTextCursor.MoveOperation.Start)
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert workspace.selection == {"n2"}


def test_an_unfinished_graph_says_so_and_keeps_the_last_code(panel, workspace):
    before = panel.model.view.toPlainText()
    key = PortKey("n2", "inputs")
    workspace.edit(edits.Disconnect(*key))
    panel.refresh()
    assert "conv2d" in panel.model.sentence.text()
    assert panel.model.sentence.isVisible()
    assert panel.model.view.dimmed
    assert panel.model.view.toPlainText() == before
    workspace.undo_stack.undo()
    panel.refresh()
    assert not panel.model.view.dimmed
    assert not panel.model.sentence.isVisible()


def test_the_training_script_is_the_other_tab(panel, workspace):
    workspace.set_catalog(load_catalog())
    workspace.edit(commands.change_data(workspace.document, kind="digits"))
    panel.tabs.setCurrentIndex(1)
    text = panel.training.view.toPlainText()
    assert "def build_model()" in text
    assert "def train(" in text
    workspace.select(["n2"])
    assert panel.training.view.lit_lines == (line_of(panel, "Conv2D"),)


def test_an_unsaved_model_shows_the_script_that_trains_its_weights(
    panel, workspace, tmp_path
):
    workspace.set_catalog(load_catalog())
    workspace.edit(commands.change_data(workspace.document, kind="digits"))
    kept = keep_weights(io.BytesIO(b"numbers"), "net", ".weights.h5")
    workspace.edit(change_weights(workspace.document, kept))
    panel.tabs.setCurrentIndex(1)
    panel.refresh()
    document, catalog = workspace.document, workspace.catalog
    store = RunStore(tmp_path / "runs")
    run = start_run(document, catalog, workspace.folder, store, workspace.title)
    run.release()
    assert workspace.path is None
    module = ast.parse(run.script)
    values = [n.value for n in ast.walk(module) if isinstance(n, ast.Constant)]
    assert str(find_weights(kept)) in values
    assert panel.training.source.text == run.script


def test_copy_and_save(panel, tmp_path):
    panel.copy_button.click()
    assert QGuiApplication.clipboard().text() == panel.model.source.text
    panel.save_to(tmp_path / "model.py")
    assert (tmp_path / "model.py").read_text() == panel.model.source.text
    with pytest.raises(StudioError):
        panel.save_to(tmp_path / "missing" / "model.py")


def test_code_that_is_not_the_models_is_not_taken_away(panel, workspace, tmp_path):
    QGuiApplication.clipboard().setText("mine")
    workspace.edit(edits.Disconnect("n2", "inputs"))
    panel.copy_button.click()  # before the panel has looked at the edit
    assert QGuiApplication.clipboard().text() == "mine"
    assert "conv2d" in panel.model.sentence.text()
    assert not panel.copy_button.isEnabled()
    assert not panel.save_button.isEnabled()
    with pytest.raises(StudioError, match="conv2d"):
        panel.save_to(tmp_path / "model.py")
    workspace.undo_stack.undo()
    panel.refresh()
    assert panel.copy_button.isEnabled()
    assert panel.save_button.isEnabled()


def test_another_document_takes_the_last_ones_code_away(panel, workspace):
    assert panel.model.view.toPlainText()
    workspace.replace_document(Document(), None)
    panel.refresh()
    assert panel.model.view.toPlainText() == ""
    assert panel.model.sentence.isVisible()


def test_a_hidden_panel_generates_nothing_until_it_is_seen(qtbot, panel, workspace):
    panel.hide()
    before = panel.model.source
    document = workspace.document
    workspace.edit(commands.set_parameters(document, "l2", {"filters": 99}))
    assert panel.model.source is before
    panel.show()
    assert "Conv2D(99" in panel.model.view.toPlainText()


def test_themes(panel, workspace, themes):
    workspace.select(["n2"])
    themes.set_mode("dark")
    assert panel.model.view.lit_lines


def long_document(count):
    layers = [LayerDefinition("l0", INPUT.path, "input", {"shape": (8,)})]
    nodes = [Node("n0", NodeKind.INPUT, "l0")]
    wires = []
    for i in range(1, count):
        own = {"units": 8, "activation": "relu", "kernel_initializer": "he_normal"}
        layers.append(LayerDefinition(f"l{i}", DENSE.path, f"a_dense_layer_{i}", own))
        nodes.append(Node(f"n{i}", NodeKind.LAYER, f"l{i}"))
        wires.append(Edge(f"n{i - 1}", f"n{i}", "inputs"))
    return Document(Graph(nodes, layers, wires))


def test_two_thousand_lines_do_not_stall(qtbot, panel, workspace):
    workspace.replace_document(long_document(333), None)
    view = panel.model.view
    panel.refresh()
    qtbot.waitUntil(lambda: view.blockCount() > 1900)
    edit = commands.set_parameters(workspace.document, "l150", {"units": 4321})
    workspace.edit(edit)
    panel.refresh()
    assert "4321" not in view.toPlainText(), "the desk writes it meanwhile"
    qtbot.waitUntil(lambda: "Dense(\n        4321" in view.toPlainText())


def test_what_is_copied_is_the_document_as_it_is_now(qtbot, panel, workspace):
    workspace.replace_document(long_document(333), None)
    panel.refresh()
    qtbot.waitUntil(lambda: panel.model.view.blockCount() > 1900)
    edit = commands.set_parameters(workspace.document, "l150", {"units": 4321})
    workspace.edit(edit)
    panel.copy_button.click()
    assert "4321" in QGuiApplication.clipboard().text()
