"""The problems panel: sorted, copied, walked, repaired."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QMenu, QPushButton

from studio.graph import commands
from studio.graph.problems import Fix, Problem, Severity
from studio.ui.problems.fix_button import FixButton
from studio.ui.problems.model import Column
from studio.ui.problems.panel import ProblemsPanel
from studio.ui.problems.rule_dialog import RuleDialog

E, W = Severity.ERROR, Severity.WARNING


@pytest.fixture
def fix(workspace):
    edit = commands.set_parameters(workspace.document, "l2", {"padding": "same"})
    return Fix("Set padding & go", edit)


@pytest.fixture
def problems(fix):
    return (
        Problem(W, "G-UNUSED", "The output of dense is not used.", "n5"),
        Problem(E, "K-SHAPE", "conv2d is too big. " * 20, "n2", "padding", (fix,)),
        Problem(E, "D-NONE", "There is no data. Choose some."),
    )


@pytest.fixture
def panel(qtbot, workspace, themes):
    panel = ProblemsPanel(workspace, themes)
    qtbot.addWidget(panel)
    panel.resize(700, 300)
    panel.show()
    qtbot.waitExposed(panel)
    return panel


def column(panel, which):
    model = panel.model
    return [model.index(r, which).data() for r in range(model.rowCount())]


def test_empty(panel):
    assert panel.empty.isVisible()
    assert panel.empty.text() == "No problems"
    panel.next_problem()


def test_errors_come_first_and_are_counted(qtbot, panel, workspace, problems):
    workspace.set_results({}, problems)
    assert panel.bar.counts.text() == "2 errors, 1 warning"
    assert column(panel, Column.SEVERITY) == ["Error", "Error", "Warning"]
    assert column(panel, Column.NODE) == ["conv2d", "", "dense"]
    workspace.set_results({}, ())
    assert panel.empty.isVisible()


def test_sorting(panel, workspace, problems):
    workspace.set_results({}, problems)
    panel.table.sortByColumn(Column.CODE, Qt.SortOrder.DescendingOrder)
    assert column(panel, Column.CODE) == ["K-SHAPE", "G-UNUSED", "D-NONE"]
    workspace.set_results({}, problems[:2])
    assert column(panel, Column.CODE) == ["K-SHAPE", "G-UNUSED"]


def test_text_wraps(qtbot, panel, workspace, problems):
    workspace.set_results({}, problems)
    table = panel.table
    qtbot.waitUntil(lambda: table.rowHeight(0) > 2 * table.rowHeight(1))


def test_a_click_leads_to_the_node(qtbot, panel, workspace, problems):
    workspace.set_results({}, problems)
    at = panel.table.visualRect(panel.model.index(0, Column.TEXT)).center()
    with qtbot.waitSignal(panel.problem_activated) as activated:
        qtbot.mouseClick(panel.table.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert activated.args == [problems[1]]
    assert workspace.selection == {"n2"}


def test_a_fix_is_one_undo_step(qtbot, panel, workspace, problems):
    workspace.set_results({}, problems)
    button = panel.table.findChild(FixButton)
    assert button.text() == "Set padding && go"
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert workspace.document.graph.definitions["l2"].parameters["padding"] == "same"
    assert workspace.undo_stack.count() == 1
    assert workspace.undo_stack.undoText() == "Set padding & go"


def test_the_menu_offers_the_fix(panel, workspace, problems):
    workspace.set_results({}, problems)
    menu = panel.table.make_menu(panel.model.problem(0))
    assert [a.text() for a in menu.actions()] == [
        "Set padding && go",
        "",
        "What K-SHAPE Means…",
        "",
        "Copy",
    ]
    menu.actions()[0].trigger()
    menu.deleteLater()
    assert workspace.undo_stack.count() == 1


def test_a_stale_fix_says_so(qtbot, panel, workspace, problems):
    workspace.set_results({}, problems)
    workspace.edit(commands.delete_nodes(workspace.document, {"n2"}))
    panel.table.findChild(FixButton).click()
    assert "no longer fits" in panel.bar.note.text()
    assert workspace.undo_stack.count() == 1


def test_walking(qtbot, panel, workspace, problems):
    workspace.set_results({}, problems)
    seen = []
    panel.problem_activated.connect(seen.append)
    for _ in range(4):
        panel.next_problem()
    assert [p.node for p in seen] == ["n2", None, "n5", "n2"]
    panel.previous_problem()
    assert seen[-1].node == "n5"


def test_the_current_problem_stays_current(panel, workspace, problems):
    workspace.set_results({}, problems)
    panel.table.go_to(2)
    workspace.set_results({}, problems[:1])
    assert panel.table.current() == problems[0]


def test_copy(qtbot, panel, workspace, problems):
    workspace.set_results({}, problems)
    panel.bar.copy_button.click()
    lines = QGuiApplication.clipboard().text().splitlines()
    assert len(lines) == 3
    assert lines[2] == "WARNING G-UNUSED dense: The output of dense is not used."
    panel.table.go_to(1)
    qtbot.keyClick(panel.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == (
        "ERROR D-NONE There is no data. Choose some."
    )


def test_themes(panel, workspace, themes, problems):
    workspace.set_results({}, problems)
    themes.set_mode("dark")
    assert panel.table.findChild(FixButton) is not None


def choose(panel, problem, title):
    """Choose an entry of a problem's menu."""
    menu = panel.table.make_menu(problem)
    next(a for a in menu.actions() if a.text() == title).trigger()
    menu.deleteLater()


def test_a_warning_is_silenced_and_heard_again(panel, workspace, problems):
    workspace.set_results({}, problems)
    choose(panel, problems[0], "Silence G-UNUSED Here")
    assert workspace.document.setup.silenced == (("G-UNUSED", "n5"),)
    silent = replace(problems[0], silenced=True)
    workspace.set_results({}, (*problems[1:], silent))
    assert workspace.problems == problems[1:]
    assert panel.bar.counts.text() == "2 errors, 1 silenced"
    assert column(panel, Column.SEVERITY)[-1] == "Silenced"
    choose(panel, silent, "Hear of G-UNUSED Again")
    assert workspace.document.setup.silenced == ()
    choose(panel, problems[0], "Silence G-UNUSED in This Model")
    assert workspace.document.setup.silenced == (("G-UNUSED", ""),)
    assert workspace.undo_stack.count() == 3


def test_an_error_cannot_be_silenced(panel, problems):
    menu = panel.table.make_menu(problems[1])
    assert not [a for a in menu.actions() if "Silence" in a.text()]
    menu.deleteLater()


def test_a_fix_shows_its_effect_before_it_is_applied(panel, workspace, fix, problems):
    told = replace(fix, effect="conv2d then gives 8×8.", nodes=("n2", "n3"))
    workspace.set_results({}, (replace(problems[1], fixes=(told,)),))
    button = panel.table.findChild(FixButton)
    button.previewed.emit(told)
    assert workspace.highlight == {"n2", "n3"}
    assert panel.bar.note.text() == "conv2d then gives 8×8."
    button.previewed.emit(None)
    assert workspace.highlight == frozenset()
    assert panel.bar.note.text() == ""


def test_safe_fixes_are_counted_and_asked_for(qtbot, panel, workspace, fix, problems):
    workspace.set_results({}, problems)
    assert not panel.bar.safe_button.isVisible()
    safe = replace(problems[1], fixes=(replace(fix, safe=True),))
    workspace.set_results({}, (safe,))
    assert panel.bar.safe_button.text() == "Fix All Safe (1)"
    with qtbot.waitSignal(panel.safe_fixes_wanted):
        panel.bar.safe_button.click()


def test_the_rule_is_explained(qtbot, panel, workspace, problems):
    workspace.set_results({}, problems)
    choose(panel, problems[0], "What G-UNUSED Means…")
    (dialog,) = panel.findChildren(RuleDialog)
    texts = [label.text() for label in dialog.findChildren(QLabel)]
    assert "An input feeds nothing" in texts
    assert "All rules: docs/rules.md#g-unused" in texts
    dialog.close()


def test_the_menu_opens_at_the_selected_nodes_problem(
    qtbot, panel, workspace, problems
):
    workspace.set_results({}, problems)
    workspace.select(["n5"])
    panel.offer_fixes()
    assert panel.table.current() == problems[0]
    (menu,) = panel.table.findChildren(QMenu, "problems_menu")
    assert "Silence G-UNUSED Here" in [a.text() for a in menu.actions()]
    menu.close()


def test_a_silenced_problem_has_a_button_to_hear_of_it_again(
    panel, workspace, problems
):
    workspace.edit(commands.silence(workspace.document, "G-UNUSED", "n5"))
    workspace.set_results({}, (*problems[1:], replace(problems[0], silenced=True)))
    button = panel.table.findChild(QPushButton, "hear_again")
    assert button.text() == "Hear Again"
    button.click()
    assert workspace.document.setup.silenced == ()


def test_what_is_still_waited_for_is_told(panel, workspace, problems):
    workspace.set_waiting("Keras is still starting.")
    assert panel.empty.text() == "No problems so far. Keras is still starting."
    assert panel.bar.note.text() == ""
    workspace.set_results({}, problems)
    assert panel.bar.note.text() == "Keras is still starting."
    panel.table.findChild(FixButton).previewed.emit(None)
    assert panel.bar.note.text() == "Keras is still starting."
    workspace.set_waiting("")
    assert (panel.bar.note.text(), panel.empty.text()) == ("", "No problems")
