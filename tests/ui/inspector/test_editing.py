"""Parameters and names, edited in the inspector."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QLabel, QLineEdit

from studio.graph import commands
from studio.graph.model import Point
from studio.graph.problems import Problem, Severity
from studio.ui.inspector.summary_page import SummaryPage
from tests.ui.inspector.fields import line, parameters, text_of, type_over
from tests.ui.inspector.sample import make_facts


def test_typing_a_number_is_one_named_undo_step(qtbot, panel, workspace):
    workspace.select(["n2"])
    type_over(qtbot, line(panel, "filters"), "128")
    assert parameters(workspace, "l2")["filters"] == 128
    assert workspace.undo_stack.count() == 1
    assert workspace.undo_stack.undoText() == "Set filters of conv2d"
    workspace.undo_stack.undo()
    assert parameters(workspace, "l2")["filters"] == 4
    assert line(panel, "filters").text() == "4"


def test_another_field_is_another_step(qtbot, panel, workspace):
    workspace.select(["n2"])
    type_over(qtbot, line(panel, "filters"), "16")
    type_over(qtbot, line(panel, "kernel_size"), "5, 5")
    type_over(qtbot, line(panel, "filters"), "32")
    assert workspace.undo_stack.count() == 3
    assert parameters(workspace, "l2") == {"filters": 32, "kernel_size": (5, 5)}


def test_undo_belongs_to_the_document_while_typing(qtbot, panel, workspace):
    workspace.select(["n2"])
    field = line(panel, "filters")
    type_over(qtbot, field, "16")
    qtbot.keyClick(field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert field.text() == "16"  # the window's action undoes, not the field
    workspace.undo_stack.undo()
    assert field.text() == "4"


def test_unreadable_text_changes_nothing(qtbot, panel, workspace):
    workspace.select(["n2"])
    type_over(qtbot, line(panel, "filters"), "x")
    assert workspace.undo_stack.count() == 0
    assert "no whole number" in panel.page.forms.editor("filters").problem()


def test_a_default_is_not_stored(qtbot, panel, workspace):
    workspace.select(["n2"])
    type_over(qtbot, line(panel, "strides"), "2")
    assert parameters(workspace, "l2")["strides"] == 2
    type_over(qtbot, line(panel, "strides"), "1, 1")
    assert "strides" not in parameters(workspace, "l2")
    assert line(panel, "strides").text() == "1, 1"


def test_the_reset_button_goes_back_to_the_default(qtbot, panel, workspace):
    workspace.select(["n2"])
    row = panel.page.forms.row("strides")
    assert not row.reset_button.isVisible()
    type_over(qtbot, line(panel, "strides"), "2")
    assert row.reset_button.isVisible()
    assert row.label.property("changed") is True
    qtbot.mouseClick(row.reset_button, Qt.MouseButton.LeftButton)
    assert "strides" not in parameters(workspace, "l2")
    assert line(panel, "strides").text() == ""
    assert row.label.property("changed") is False


def test_clicks_are_steps_of_their_own(qtbot, panel, workspace):
    workspace.select(["n2"])
    box = panel.page.forms.editor("use_bias").findChild(QCheckBox)
    box.click()
    assert parameters(workspace, "l2")["use_bias"] is False
    box.click()
    assert "use_bias" not in parameters(workspace, "l2")
    assert workspace.undo_stack.count() == 2


def test_an_initializers_argument_is_one_step(qtbot, panel, workspace):
    workspace.select(["n2"])
    editor = panel.page.forms.editor("kernel_initializer")
    combo = editor.findChild(QComboBox)
    combo.setCurrentIndex(combo.findText("HeNormal"))
    combo.activated.emit(combo.currentIndex())
    assert parameters(workspace, "l2")["kernel_initializer"] == "he_normal"
    editor.findChild(object, "kernel_initializer.fold").click()
    seed = editor.form().editor("seed").findChild(QLineEdit)
    type_over(qtbot, seed, "123")
    assert parameters(workspace, "l2")["kernel_initializer"] == {
        "module": "keras.initializers",
        "class_name": "HeNormal",
        "config": {"seed": 123},
    }
    assert workspace.undo_stack.count() == 2
    assert seed.hasFocus()


def test_focus_and_cursor_outlive_results_and_edits(qtbot, panel, workspace):
    workspace.select(["n2"])
    page, field = panel.page, line(panel, "kernel_size")
    type_over(qtbot, field, "3, ")
    field.setCursorPosition(1)
    problem = Problem(Severity.ERROR, "K-SHAPE", "Too big.", "n2", "kernel_size")
    workspace.set_results(make_facts(), (problem,))
    document = workspace.document
    workspace.edit(commands.set_parameters(document, "l2", {"padding": "same"}))
    workspace.edit(commands.move(document, {"n2": Point(5, 5)}))
    assert panel.page is page
    assert QApplication.focusWidget() is field
    assert (field.text(), field.cursorPosition()) == ("3, ", 1)
    assert field.property("invalid") is True
    assert page.forms.editor("padding").value() == "same"
    workspace.set_results(make_facts(), ())
    assert field.property("invalid") is False


def test_the_name_is_checked_and_edited(qtbot, panel, workspace):
    workspace.select(["n2"])
    field, sentence = panel.page.name.line, panel.page.name.sentence
    type_over(qtbot, field, "dense")
    assert "called “dense” already" in sentence.text()
    assert field.property("invalid") is True
    qtbot.keyClicks(field, "_first")
    assert not sentence.text()
    graph = workspace.document.graph
    assert graph.title_of("n2") == "dense_first"
    assert workspace.undo_stack.count() == 1
    assert workspace.undo_stack.undoText() == "Rename Conv2D"


def test_a_refused_name_is_taken_back(qtbot, panel, workspace):
    workspace.select(["n2"])
    field = panel.page.name.line
    type_over(qtbot, field, "dropout")
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert field.text() == workspace.document.graph.title_of("n2")
    assert not panel.page.name.sentence.isVisible()


def test_a_shared_layer_says_so_and_can_be_made_unique(qtbot, panel, workspace):
    workspace.select(["n4"])
    assert "2 nodes" in text_of(panel, "shared_by")
    qtbot.mouseClick(panel.page.head.make_unique, Qt.MouseButton.LeftButton)
    graph = workspace.document.graph
    assert graph.nodes["n4"].definition != graph.nodes["n5"].definition
    assert panel.page.name.line.text() == graph.title_of("n4") == "dense_1"
    assert not panel.page.findChild(QLabel, "shared_by").isVisible()


def test_deleting_the_selected_node_while_typing(qtbot, panel, workspace):
    workspace.select(["n2"])
    type_over(qtbot, line(panel, "filters"), "x")
    workspace.edit(commands.delete_nodes(workspace.document, {"n2"}))
    assert isinstance(panel.page, SummaryPage)
    workspace.undo_stack.undo()
    assert parameters(workspace, "l2")["filters"] == 4


def test_choosing_twice_is_two_steps(qtbot, panel, workspace):
    workspace.select(["n2"])
    combo = panel.page.forms.editor("activation").findChild(QComboBox)
    combo.setFocus()
    for name in ("relu", "tanh"):
        combo.setCurrentIndex(combo.findText(name))
        combo.activated.emit(combo.currentIndex())
    assert workspace.undo_stack.count() == 2
    workspace.undo_stack.undo()
    assert parameters(workspace, "l2")["activation"] == "relu"
    assert combo.currentText() == "relu"
