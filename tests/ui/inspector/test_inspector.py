"""The inspector: edits become undo steps, results never disturb typing."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QLabel, QLineEdit

from studio.graph import commands
from studio.graph.model import Point
from studio.graph.problems import Fix, Problem, Severity
from studio.ui.inspector.node_page import NodePage
from studio.ui.inspector.output_page import OutputPage
from studio.ui.inspector.panel import InspectorPanel
from studio.ui.inspector.problem_cards import ProblemCard
from studio.ui.inspector.several_page import SeveralPage
from studio.ui.inspector.summary_page import SummaryPage
from studio.ui.problems.fix_button import FixButton
from tests.ui.inspector.sample import CATALOG, make_document, make_facts


@pytest.fixture
def panel(qtbot, workspace, themes):
    panel = InspectorPanel(workspace, themes)
    qtbot.addWidget(panel)
    panel.resize(320, 700)
    panel.show()
    qtbot.waitExposed(panel)
    return panel


def line(panel, name):
    return panel.page.forms.editor(name).findChild(QLineEdit)


def type_over(qtbot, field, text):
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, text)


def parameters(workspace, layer):
    return workspace.document.graph.definitions[layer].parameters


def text_of(panel, name):
    return panel.page.findChild(QLabel, name).text()


def test_pages_follow_the_selection(panel, workspace):
    assert isinstance(panel.page, SummaryPage)
    workspace.select(["n2"])
    assert isinstance(panel.page, NodePage)
    workspace.select(["n6"])
    assert isinstance(panel.page, OutputPage)
    assert "dense" in panel.page.marks.text()
    workspace.select(["n2", "n3"])
    assert isinstance(panel.page, SeveralPage)
    workspace.select([])
    assert isinstance(panel.page, SummaryPage)


def test_summary_counts_a_shared_layer_once(panel, workspace):
    workspace.set_results(make_facts(), ())
    assert text_of(panel, "summary.parameters") == "1,490"
    assert text_of(panel, "summary.layers") == "4"
    assert text_of(panel, "summary.inputs") == "input"
    assert text_of(panel, "summary.problems") == "none"


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


def test_shapes_and_counts(panel, workspace):
    workspace.select(["n2"])
    assert text_of(panel, "output_shape") == "not known yet"
    workspace.set_results(make_facts(), ())
    assert text_of(panel, "input_shape") == "(None, 8, 8, 1) float32"
    assert text_of(panel, "output_shape") == "(None, 6, 6, 4) float32"
    assert text_of(panel, "parameter_count") == "40"


def test_a_problem_offers_its_fix(qtbot, panel, workspace):
    edit = commands.set_parameters(workspace.document, "l2", {"padding": "same"})
    fix = Fix("Set padding to same", edit)
    problem = Problem(
        Severity.ERROR, "K-SHAPE", "<b>Too big</b>.", "n2", "padding", (fix,)
    )
    workspace.set_results({}, (problem,))
    workspace.select(["n2"])
    card = panel.page.findChild(ProblemCard)
    assert card.accessibleName() == "Error: <b>Too big</b>."
    qtbot.mouseClick(card.findChild(FixButton), Qt.MouseButton.LeftButton)
    assert parameters(workspace, "l2")["padding"] == "same"
    assert workspace.undo_stack.undoText() == "Set padding to same"
    assert workspace.undo_stack.count() == 1


def test_a_problem_of_a_folded_parameter_unfolds_it(panel, workspace):
    workspace.select(["n4"])
    problem = Problem(Severity.ERROR, "K-ARG", "Bad.", "n4", "dtype")
    workspace.set_results({}, (problem,))
    field = line(panel, "dtype")
    assert field.isVisible()
    assert field.property("invalid") is True


def test_a_warning_frames_its_field_as_such(panel, workspace):
    workspace.select(["n2"])
    error = Problem(Severity.ERROR, "K-SHAPE", "Bad.", "n2", "kernel_size")
    warning = Problem(Severity.WARNING, "S-SIZE", "Hm.", "n2", "kernel_size")
    field = line(panel, "kernel_size")
    states = []
    for problems in ((warning,), (error, warning), ()):
        workspace.set_results(make_facts(), problems)
        states.append((field.property("doubtful"), field.property("invalid")))
    assert states == [(True, False), (False, True), (False, False)]


def test_several_nodes_are_edited_at_once(qtbot, panel, workspace):
    workspace.select(["n2", "n4"])
    forms = panel.page.forms
    assert "activation" in forms.names
    assert "units" not in forms.names
    document = workspace.document
    workspace.edit(commands.set_parameters(document, "l2", {"activation": "relu"}))
    assert forms.editor("activation").is_mixed
    combo = forms.editor("activation").findChild(QComboBox)
    combo.setCurrentIndex(combo.findText("tanh"))
    combo.activated.emit(combo.currentIndex())
    assert parameters(workspace, "l2")["activation"] == "tanh"
    assert parameters(workspace, "l4")["activation"] == "tanh"
    assert workspace.undo_stack.undoText() == "Set activation of 2 layers"
    workspace.undo_stack.undo()
    assert "activation" not in parameters(workspace, "l4")
    assert forms.editor("activation").is_mixed


def test_call_arguments(qtbot, panel, workspace):
    workspace.select(["n3"])
    panel.page.call_form.section.open()
    panel.page.call_form.form.editor("noise").findChild(QCheckBox).click()
    assert workspace.document.graph.nodes["n3"].call == {"noise": True}
    assert workspace.undo_stack.undoText() == "Set noise of dropout"
    panel.page.call_form.form.row("noise").reset_button.click()
    assert workspace.document.graph.nodes["n3"].call == {}


def test_help_is_shown_on_request(qtbot, panel, workspace):
    workspace.select(["n4"])
    row = panel.page.forms.row("units")
    assert "Positive int." in row.label.toolTip()
    qtbot.mouseClick(row.label, Qt.MouseButton.LeftButton)
    assert row.help.isVisible()
    line(panel, "units").setFocus()
    qtbot.keyClick(line(panel, "units"), Qt.Key.Key_F1)
    assert not row.help.isVisible()


def test_the_browser_opens_on_a_click_alone(qtbot, panel, workspace, monkeypatch):
    opened = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url))
    workspace.select(["n4"])
    assert opened == []
    qtbot.mouseClick(panel.page.head.link, Qt.MouseButton.LeftButton)
    assert [url.toString() for url in opened] == [
        CATALOG.find("keras.layers.Dense").url
    ]


def test_deleting_the_selected_node_while_typing(qtbot, panel, workspace):
    workspace.select(["n2"])
    type_over(qtbot, line(panel, "filters"), "x")
    workspace.edit(commands.delete_nodes(workspace.document, {"n2"}))
    assert isinstance(panel.page, SummaryPage)
    workspace.undo_stack.undo()
    assert parameters(workspace, "l2")["filters"] == 4


def test_another_document_is_another_page(panel, workspace):
    workspace.select(["n2"])
    old = panel.page
    workspace.replace_document(make_document(), None)
    assert panel.page is not old
    assert isinstance(panel.page, SummaryPage)


def test_focus_first_goes_to_the_first_parameter(panel, workspace):
    workspace.select(["n2"])
    panel.focus_first()
    assert QApplication.focusWidget() is line(panel, "filters")


def test_a_layer_keras_does_not_know_still_has_a_page(panel, workspace):
    placed, node = commands.place_layer(workspace.document, "my.Own", Point(0, 0))
    workspace.edit(placed)
    workspace.select([node])
    assert "no such layer" in text_of(panel, "summary")


def test_both_themes(panel, workspace, themes):
    workspace.select(["n2"])
    problem = Problem(Severity.WARNING, "X", "Hm.", "n2")
    workspace.set_results({}, (problem,))
    themes.set_mode("dark")
    assert panel.page.findChild(ProblemCard) is not None


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


def test_a_warning_is_silenced_in_its_card_and_stays_in_grey(panel, workspace):
    problem = Problem(Severity.WARNING, "T-DROPOUT", "Drops all.", "n2", "rate")
    workspace.set_results({}, (problem,))
    workspace.select(["n2"])
    card = panel.page.findChild(ProblemCard)
    titles = {a.text(): a for a in card.more.menu().actions()}
    titles["Silence T-DROPOUT Here"].trigger()
    assert workspace.document.setup.silenced == (("T-DROPOUT", "n2"),)
    workspace.set_results({}, (replace(problem, silenced=True),))
    card = panel.page.findChildren(ProblemCard)[-1]
    assert card.accessibleName() == "Silenced: Drops all."
    titles = {a.text(): a for a in card.more.menu().actions()}
    titles["Hear of T-DROPOUT Again"].trigger()
    assert workspace.document.setup.silenced == ()
