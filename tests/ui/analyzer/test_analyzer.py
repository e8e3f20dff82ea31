"""The analyzer: sorted, filtered, grouped, linked with the canvas, exported."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester

from studio.graph import commands
from studio.graph.edits import MoveNodes
from studio.graph.memory import TrainingDevice
from studio.graph.model import NodeKind, Point
from studio.graph.problems import Problem, Severity
from studio.protocol.messages import NodeFacts, OutputFacts
from studio.runtime.analysis import analyze
from studio.runtime.totals import Measure
from studio.ui.analyzer.columns import TITLES
from studio.ui.analyzer.model import Grouping, GroupLine
from studio.ui.analyzer.panel import AnalyzerPanel
from studio.ui.analyzer.table import AnalyzerTable
from studio.ui.notifications import Notifications


def facts(node, params, *shape):
    outputs = (OutputFacts("0", (None, *shape), "float32"),)
    return NodeFacts(node, outputs, params, params, params, 2 * params, 4 * params, 40)


@pytest.fixture
def world(qtbot, workspace, themes, tmp_path):
    written = tmp_path / "table"
    notices = Notifications()
    panel = AnalyzerPanel(workspace, themes, notices, lambda *_: written)
    qtbot.addWidget(panel)
    panel.resize(1000, 300)
    known = {
        node: facts(node, 10 * number, 8, 8, number + 1)
        for number, node in enumerate(workspace.document.graph.nodes)
    }
    problem = Problem(Severity.ERROR, "K-RANK", "No.", "n3")
    workspace.set_results(known, (problem,))
    panel.show()
    qtbot.waitExposed(panel)
    panel.refresh()
    yield panel
    notices.deleteLater()


def column(panel, title):
    model, number = panel.model, TITLES.index(title)
    return [model.index(r, number).data() for r in range(model.rowCount())]


def test_every_node_is_a_line(world, workspace):
    assert world.model.rowCount() == len(workspace.document.graph.nodes)
    assert column(world, "Output shape")[0] == "(?, 8, 8, 1)"
    assert column(world, "Axes")[0] == "batch, height, width, channels"
    assert column(world, "Problems").count("K-RANK") == 1


def test_sorting_by_a_number_and_back_to_the_datas_order(world):
    names = column(world, "Name")
    number = TITLES.index("Parameters")
    world.table.sortByColumn(number, Qt.SortOrder.DescendingOrder)
    shown = [int(text) for text in column(world, "Parameters")]
    assert shown == sorted(shown, reverse=True)
    world.table.sortByColumn(-1, Qt.SortOrder.AscendingOrder)
    assert column(world, "Name") == names


def test_the_filter_looks_into_names_classes_and_problems(qtbot, world):
    world.bar.search.setText("k-rank")
    qtbot.waitUntil(lambda: world.model.rowCount() == 1)
    world.bar.search.setText("no such layer")
    qtbot.waitUntil(lambda: world.model.rowCount() == 0)


def test_groups_have_subtotals(world):
    world.model.set_grouping(Grouping.CLASS)
    heads = [line for line in world.model.lines if isinstance(line, GroupLine)]
    rows = world.model.analysis.rows
    assert sum(len(head.rows) for head in heads) == len(rows)
    assert column(world, "Name")[0] == f"{heads[0].name} ({len(heads[0].rows)})"


def test_a_line_selects_its_node_and_a_node_its_line(world, workspace):
    row = world.model.row_of("n2")
    world.table.selectRow(row)
    assert workspace.selection == {"n2"}
    workspace.select(["n1", "n3"])
    assert {row.node for row in world.table.chosen_rows()} == {"n1", "n3"}
    workspace.select([])
    assert world.table.chosen_rows() == []
    flag = QItemSelectionModel.SelectionFlag
    index = world.model.index(0, 0)
    world.table.selectionModel().select(index, flag.Select | flag.Rows)
    assert len(workspace.selection) == 1


def test_columns_are_chosen(world):
    number = TITLES.index("Frozen")
    assert world.table.isColumnHidden(number)
    menu = world.table.make_columns_menu()
    next(a for a in menu.actions() if a.text() == "Frozen").trigger()
    menu.deleteLater()
    assert not world.table.isColumnHidden(number)


def test_the_share_follows_the_measure(world):
    assert column(world, "Share")[0] == "0.0%"
    world.bar.measure.setCurrentIndex(list(Measure).index(Measure.ACTIVATIONS))
    world.bar.measure.activated.emit(0)
    assert set(column(world, "Share")) == {"20.0%", "0.0%"}  # an output has none


def test_the_heat_map_is_on_the_canvas_and_off_again(world, workspace):
    world.bar.heat.setChecked(True)
    assert workspace.heat.title == "Parameters"
    assert "n1" not in workspace.heat.nodes  # it has none
    assert workspace.heat.nodes["n3"].bars > 0
    world.bar.heat.setChecked(False)
    assert workspace.heat is None


def test_totals_say_at_least_while_something_is_unknown(world, workspace):
    known = dict(workspace.facts)
    del known["n2"]
    workspace.set_results(known, ())
    world.refresh()
    assert world.footer.totals.text().startswith("At least ")
    assert column(world, "Output shape")[world.model.row_of("n2")] == "unknown"


def test_the_device_is_compared(world, workspace):
    workspace.device = TrainingDevice("Small GPU", 1000)
    world.refresh()
    assert "does not fit" in world.footer.verdict.text()
    workspace.device = TrainingDevice("Large GPU", 2**40)
    world.footer.batch.setValue(7)
    assert "✓" in world.footer.verdict.text()
    assert "Large GPU" in world.footer.verdict.text()


def export(panel, title):
    menu = panel.make_export_menu()
    next(a for a in menu.actions() if a.text() == title).trigger()
    menu.deleteLater()


def test_exports(world, tmp_path):
    export(world, "CSV…")
    assert (tmp_path / "table").read_text().startswith("Name,Class")
    export(world, "Markdown…")
    assert (tmp_path / "table").read_text().startswith("| Name | Class")
    export(world, "Copy as Markdown")
    assert QGuiApplication.clipboard().text().startswith("| Name")


def test_themes(world, themes):
    themes.set_mode("dark")
    world.grab()


def test_five_thousand_rows_are_sorted_and_filtered(world, workspace):
    row = analyze(workspace.document, workspace.facts, ()).rows[0]
    rows = tuple(replace(row, node=f"m{n}", name=f"layer {n}") for n in range(5000))
    many = replace(world.model.analysis, rows=rows)
    world.model.show_analysis(many)
    world.model.sort(TITLES.index("Parameters"), Qt.SortOrder.DescendingOrder)
    world.model.set_filter("499")
    world.grab()
    assert world.model.rowCount() == 15


def test_a_shared_layer_counts_at_its_first_call(world, workspace):
    graph = workspace.document.graph
    (first, again) = (n for n in graph.nodes if graph.title_of(n) == "dense")
    places = [world.model.row_of(first), world.model.row_of(again)]
    shares = [column(world, "Share")[row] for row in sorted(places)]
    assert shares[0].endswith("%")
    assert shares[1] == "shared"
    world.bar.measure.setCurrentIndex(world.bar.measure.findData(Measure.FLOPS))
    world.bar.measure.activated.emit(0)
    assert "shared" not in column(world, "Share")


def test_columns_stay_as_they_were_chosen(qtbot, world, workspace, themes):
    number = TITLES.index("Group")
    with qtbot.waitSignal(world.table.columns_changed):
        world.table.restore_columns(None)
        world.table.setColumnHidden(number, False)
    world.table.setColumnWidth(0, 333)
    other = AnalyzerTable(world.model, themes, world)
    other.restore_columns(world.table.columns)
    assert not other.isColumnHidden(number)
    assert other.columnWidth(0) == 333


def test_an_edit_keeps_the_keyboards_place_the_selection_and_the_order(
    world, workspace
):
    number = TITLES.index("Parameters")
    world.table.sortByColumn(number, Qt.SortOrder.DescendingOrder)
    workspace.select(["n2", "n3"])
    world.table.setCurrentIndex(world.model.index(world.model.row_of("n3"), 0))
    workspace.select(["n2", "n3"])
    resets = []
    world.model.modelReset.connect(lambda: resets.append(1))
    known = dict(workspace.facts)
    known["n3"] = facts("n3", 10**6, 8, 8, 4)
    workspace.set_results(known, ())
    world.refresh()
    assert world.model.row_of("n3") == 0
    assert world.table.currentIndex().row() == 0
    assert {row.node for row in world.table.chosen_rows()} == {"n2", "n3"}
    assert resets == []


@pytest.mark.parametrize("grouping", list(Grouping))
def test_lines_come_and_go_one_by_one(qtbot, world, workspace, grouping):
    world.model.set_grouping(grouping)
    QAbstractItemModelTester(
        world.model, QAbstractItemModelTester.FailureReportingMode.Fatal, world
    )
    workspace.select(["n3"])
    before = column(world, "Name")
    gone = next(
        node
        for node, item in workspace.document.graph.nodes.items()
        if item.kind is NodeKind.OUTPUT
    )
    changes = []
    for signal in (world.model.rowsRemoved, world.model.rowsInserted):
        signal.connect(lambda _, first, last: changes.append(last - first + 1))
    workspace.edit(commands.delete_nodes(workspace.document, [gone]), "Delete")
    world.refresh()
    assert world.model.row_of(gone) is None
    assert 0 < sum(changes) <= 5
    assert workspace.selection == {"n3"}
    workspace.undo_stack.undo()
    world.refresh()
    assert sorted(column(world, "Name")) == sorted(before)
    assert {row.node for row in world.table.chosen_rows()} == {"n3"}


def test_a_filter_that_hides_the_chosen_line_leaves_the_node_selected(world, workspace):
    workspace.select(["n2", "n3"])
    world.model.set_filter("no such layer")
    assert workspace.selection == {"n2", "n3"}
    world.bar.filter_changed.emit("")
    assert {row.node for row in world.table.chosen_rows()} == {"n2", "n3"}


def test_moving_nodes_is_no_reason_to_look_again(world, workspace, monkeypatch):
    looks = []
    monkeypatch.setattr(world._soon, "start", lambda: looks.append(1))
    workspace.edit(MoveNodes({"n2": Point(900.0, 900.0)}), "Move")
    assert looks == []
    workspace.edit(commands.rename(workspace.document, "n2", "other"), "Rename")
    assert looks == [1]


def test_totals_stand_above_the_rest_where_there_is_little_room(qtbot, world):
    footer = world.footer
    world.resize(1400, 400)
    qtbot.waitUntil(lambda: footer.totals.y() < footer.batch.geometry().bottom())
    world.resize(560, 400)
    qtbot.waitUntil(lambda: footer.totals.geometry().bottom() < footer.batch.y())
