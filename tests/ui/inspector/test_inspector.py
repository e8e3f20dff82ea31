"""The inspector: edits become undo steps, results never disturb typing."""

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox

from studio.graph import commands
from studio.graph.model import Point
from studio.graph.problems import Fix, Problem, Severity
from studio.ui.inspector.node_page import NodePage
from studio.ui.inspector.output_page import OutputPage
from studio.ui.inspector.problem_cards import ProblemCard
from studio.ui.inspector.several_page import SeveralPage
from studio.ui.inspector.summary_page import SummaryPage
from studio.ui.problems.fix_button import FixButton
from tests.ui.inspector.fields import line, parameters, text_of
from tests.ui.inspector.sample import CATALOG, make_document, make_facts


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


def test_summary_says_that_problems_may_come(panel, workspace):
    workspace.set_waiting("Keras is still starting.")
    assert text_of(panel, "summary.problems") == "none so far"
    workspace.set_waiting("")
    assert text_of(panel, "summary.problems") == "none"


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
    placed, node = commands.place_layer(workspace.document, "custom.Own", Point(0, 0))
    workspace.edit(placed)
    workspace.select([node])
    assert "the project's own" in text_of(panel, "summary")


def test_both_themes(panel, workspace, themes):
    workspace.select(["n2"])
    problem = Problem(Severity.WARNING, "X", "Hm.", "n2")
    workspace.set_results({}, (problem,))
    themes.set_mode("dark")
    assert panel.page.findChild(ProblemCard) is not None


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
