"""The problems panel: sorted, copied, walked, repaired."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from studio.graph import commands
from studio.graph.problems import Fix, Problem, Severity
from studio.ui.problems.fix_button import FixButton
from studio.ui.problems.model import Column
from studio.ui.problems.panel import ProblemsPanel

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
    assert panel.count == 0
    panel.next_problem()


def test_errors_come_first_and_are_counted(qtbot, panel, workspace, problems):
    with qtbot.waitSignal(panel.count_changed) as counted:
        workspace.set_results({}, problems)
    assert counted.args == [3]
    assert panel.count == 3
    assert panel.counts.text() == "2 errors, 1 warning"
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
    with qtbot.waitSignal(panel.node_activated) as activated:
        qtbot.mouseClick(panel.table.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert activated.args == ["n2"]
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
    assert [a.text() for a in menu.actions()] == ["Set padding && go", "", "Copy"]
    menu.actions()[0].trigger()
    menu.deleteLater()
    assert workspace.undo_stack.count() == 1


def test_a_stale_fix_says_so(qtbot, panel, workspace, problems):
    workspace.set_results({}, problems)
    workspace.edit(commands.delete_nodes(workspace.document, {"n2"}))
    panel.table.findChild(FixButton).click()
    assert "no longer fits" in panel.note.text()
    assert workspace.undo_stack.count() == 1


def test_walking(qtbot, panel, workspace, problems):
    workspace.set_results({}, problems)
    seen = []
    panel.node_activated.connect(seen.append)
    for _ in range(4):
        panel.next_problem()
    assert seen == ["n2", "n5", "n2"]
    panel.previous_problem()
    assert seen[-1] == "n5"


def test_the_current_problem_stays_current(panel, workspace, problems):
    workspace.set_results({}, problems)
    panel.table.go_to(2)
    workspace.set_results({}, problems[:1])
    assert panel.table.current() == problems[0]


def test_copy(qtbot, panel, workspace, problems):
    workspace.set_results({}, problems)
    panel.copy_button.click()
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
