"""Data service and panel against an engine that answers when told."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QLabel,
    QProgressBar,
    QPushButton,
)

from studio.graph import commands
from studio.graph.setup import ColumnFacts
from studio.project.approvals import Approvals
from studio.protocol.messages import DescribeData, Failed, Status
from studio.ui.data.columns_button import ColumnsButton
from studio.ui.data.file_peek import array_names, column_names, guess_options
from studio.ui.data.preview import is_picture
from studio.ui.data.service import DataState
from tests.ui.sample_workspace import DIGITS, digits_document


def asked(qtbot, world, count=1):
    qtbot.waitUntil(lambda: len(world.engine.sent) == count)
    return world.engine.sent[-1]


def visible(panel, name):
    return panel.findChild(QPushButton, name).isVisible()


def notice(panel):
    return panel.findChild(QLabel, "data.notice").text()


def test_without_data_nothing_is_asked(world):
    assert world.service.state is DataState.NONE
    assert world.engine.sent == []


def test_data_is_described_and_shared(qtbot, world):
    world.open(digits_document())
    question = asked(qtbot, world)
    assert isinstance(question, DescribeData)
    assert question.source.kind == "digits"
    world.engine.describe()
    assert world.service.state is DataState.KNOWN
    assert world.workspace.data is DIGITS
    assert world.service.preview.labels == ("3", "7")


def test_edits_in_a_row_are_described_once(qtbot, world):
    world.open(digits_document())
    for split in (0.1, 0.15, 0.25):
        edit = commands.change_data(world.workspace.document, test_split=split)
        world.workspace.edit(edit)
    assert asked(qtbot, world).source.test_split == 0.25


def test_other_settings_ask_nothing(qtbot, world):
    world.open(digits_document())
    asked(qtbot, world)
    world.engine.describe()
    world.workspace.edit(commands.change_fit(world.workspace.document, epochs=3))
    assert world.service.state is DataState.KNOWN
    world.workspace.edit(commands.change_fit(world.workspace.document, seed=3))
    assert asked(qtbot, world, 2).seed == 3


def test_a_stale_answer_is_dropped(qtbot, world):
    world.open(digits_document())
    asked(qtbot, world)
    world.service.choose_kind("iris")
    world.engine.describe()
    assert world.service.facts is None


def test_another_kind_forgets_the_facts_but_a_split_keeps_them(qtbot, world):
    world.open(digits_document())
    asked(qtbot, world)
    world.engine.describe()
    edit = commands.change_data(world.workspace.document, test_split=0.1)
    world.workspace.edit(edit)
    assert world.workspace.data is DIGITS
    world.service.choose_kind("iris")
    assert world.workspace.data is None


def test_failures_are_told_and_may_be_retried(qtbot, world, panel):
    world.open(digits_document())
    question = asked(qtbot, world)
    text = "MNIST could not be downloaded: no network. Connect and try again."
    world.engine.message_received.emit(Failed(question.request, text, ""))
    assert world.service.state is DataState.FAILED
    assert notice(panel) == text
    panel.findChild(QPushButton, "data.retry").click()
    asked(qtbot, world, 2)


def test_the_panel_says_what_it_waits_for(qtbot, world, panel):
    world.engine.become("importing", "Importing TensorFlow…")
    world.open(digits_document())
    assert notice(panel) == "Importing TensorFlow…"
    world.engine.become("ready", "Ready")
    asked(qtbot, world)
    world.engine.message_received.emit(Status("Downloading MNIST"))
    assert notice(panel) == "Downloading MNIST…"
    bar = panel.findChild(QProgressBar, "data.busy")
    assert bar.maximum() == 0
    world.engine.message_received.emit(Status("Downloading MNIST", 0.25))
    assert bar.value() / bar.maximum() == 0.25


def test_a_dead_engine_is_asked_again_when_it_is_back(qtbot, world):
    world.open(digits_document())
    question = asked(qtbot, world)
    world.engine.become("dead", "The engine was killed.")
    world.engine.message_received.emit(Failed(question.request, "Killed.", ""))
    assert world.service.state is DataState.BUSY
    world.engine.become("ready", "Ready")
    asked(qtbot, world, 2)


def test_a_file_of_a_document_is_not_read_before_it_is_allowed(
    qtbot, world, panel, tmp_path
):
    (tmp_path / "flowers.csv").write_text("a,b,kind\n1,2,x\n")
    world.with_source(tmp_path / "m.studio", kind="csv", path="flowers.csv")
    assert world.service.state is DataState.ASK
    assert not world.service._timer.isActive()
    assert panel.findChild(QLabel, "data.path").text() == str(tmp_path / "flowers.csv")
    assert not panel.form._options["target"].isVisible()
    assert visible(panel, "data.allow")
    panel.findChild(QPushButton, "data.allow").click()
    assert asked(qtbot, world).base == str(tmp_path)
    assert panel.form._options["target"].isVisible()


def test_a_file_the_user_chose_is_read_at_once(qtbot, world, tmp_path):
    file = tmp_path / "flowers.csv"
    file.write_text("a;b;kind\n1;2;x\n")
    world.with_source(kind="csv")
    assert world.service.state is DataState.NO_FILE
    world.service.choose_file(file)
    source = asked(qtbot, world).source
    assert source.path == str(file)
    assert source.options == {"target": "kind", "delimiter": ";"}
    world.workspace.undo_stack.undo()
    assert world.service.state is DataState.NO_FILE


def test_a_file_beside_the_document_is_kept_relative(world, tmp_path):
    (tmp_path / "data").mkdir()
    file = tmp_path / "data" / "a.csv"
    file.write_text("a,b\n")
    world.with_source(tmp_path / "m.studio", kind="csv")
    world.service.choose_file(file)
    assert world.service.source.path == "data/a.csv"
    assert world.service.file == file


def test_choosing_the_same_file_reads_it_anew(qtbot, world, tmp_path):
    file = tmp_path / "a.csv"
    file.write_text("a,b\n")
    world.with_source(kind="csv")
    world.service.choose_file(file)
    asked(qtbot, world)
    steps = world.workspace.undo_stack.count()
    world.service.choose_file(file)
    asked(qtbot, world, 2)
    assert world.workspace.undo_stack.count() == steps


def test_options_are_edits(qtbot, world, panel, tmp_path):
    file = tmp_path / "a.csv"
    file.write_text("a,b,c\n")
    world.with_source(kind="csv")
    world.service.choose_file(file)
    combo = panel.form._options["target"]
    assert [combo.itemText(i) for i in range(combo.count())] == ["a", "b", "c"]
    combo.setCurrentIndex(0)
    combo.activated.emit(0)
    assert world.service.source.options == {"target": "a"}
    world.workspace.undo_stack.undo()
    assert combo.currentText() == "c"


def test_several_values_can_be_predicted(qtbot, world, panel, tmp_path):
    file = tmp_path / "a.csv"
    file.write_text("a,b,c&d\n")
    world.with_source(kind="csv")
    world.service.choose_file(file)
    also = panel.findChild(ColumnsButton, "data.option.also")
    assert not also.isVisible()
    task = panel.form._options["task"]
    task.setCurrentIndex(task.findData("regression"))
    task.activated.emit(task.currentIndex())
    assert also.isVisible()
    assert also.text() == "None"
    menu = also.menu()
    assert [action.data() for action in menu.actions()] == ["a", "b"]
    menu.popup(panel.mapToGlobal(panel.rect().center()))
    box = menu.actionGeometry(menu.actions()[1])
    qtbot.mouseClick(menu, Qt.MouseButton.LeftButton, pos=box.center())
    assert world.service.source.options["target"] == ("c&d", "b")
    assert menu.isVisible(), "several can be chosen one after another"
    menu.close()
    assert also.text() == "b"
    assert panel.form._options["target"].currentData() == "c&d"
    also.menu().actions()[1].trigger()
    assert world.service.source.options["target"] == "c&d"


def test_pictures_are_shown_with_their_labels(qtbot, world, panel):
    world.open(digits_document())
    asked(qtbot, world)
    world.engine.describe()
    pictures = panel.preview.pictures
    qtbot.waitUntil(lambda: len(pictures.tiles) == 2, timeout=30_000)
    tile = pictures.tiles[0]
    assert (tile.caption, tile.image.width()) == ("3", 8)
    assert tile.image.pixelColor(0, 0).red() == 127


def test_rows_are_shown_as_a_table(qtbot, world, panel):
    names = tuple(ColumnFacts(n, 0.0, 1.0) for n in ("a", "b", "c", "d"))
    facts = replace(DIGITS, input_shape=(4,), columns=names, class_counts=())
    world.open(digits_document())
    asked(qtbot, world)
    world.engine.describe(facts, count=4)
    table = panel.preview.table
    qtbot.waitUntil(table.isVisible, timeout=30_000)
    model = table.model()
    assert (model.rowCount(), model.columnCount()) == (2, 5)
    assert model.headerData(1, table.horizontalHeader().orientation()) == "b"
    assert model.index(1, 4).data() == "7"


def test_splits_are_edits(qtbot, world, panel):
    world.open(digits_document())
    panel.facts._validation.setValue(0.3)
    assert world.service.source.validation_split == 0.3
    world.workspace.undo_stack.undo()
    assert panel.facts._validation.value() == 0.2


def test_what_can_be_chosen_in_files(tmp_path):
    import numpy as np

    np.savez(tmp_path / "a.npz", images=np.zeros(3), labels=np.zeros(3))
    assert array_names(tmp_path / "a.npz") == ["images", "labels"]
    assert guess_options("npz", tmp_path / "a.npz") == {"x": "images", "y": "labels"}
    (tmp_path / "a.csv").write_bytes("\ufeffx,größe\r\n".encode())
    assert column_names(tmp_path / "a.csv", ",") == ["x", "größe"]
    assert array_names(tmp_path / "a.csv") == []
    assert column_names(tmp_path / "missing.csv", ",") == []


@pytest.mark.parametrize(
    ("shape", "expected"),
    [((8, 8), True), ((8, 8, 3), True), ((8, 8, 5), False), ((4,), False)],
)
def test_what_is_a_picture(shape, expected):
    assert is_picture(shape) is expected


def test_approvals_are_kept_for_the_next_session(world, tmp_path):
    file = tmp_path / "a.csv"
    file.write_text("a,b\n")
    world.with_source(kind="csv")
    world.service.choose_file(file)
    assert Approvals().allows(file)
