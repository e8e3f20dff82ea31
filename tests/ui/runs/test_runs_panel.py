"""The runs panel with recorded runs and a scripted engine."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QPushButton

from studio.graph import commands
from studio.graph.document import Document
from studio.graph.grouping import group
from studio.graph.model import Point
from studio.graph.ungrouping import ungroup
from studio.ui.runs.panel import RunsPanel
from studio.ui.runs.script_dialog import ScriptDialog
from tests.ui.scripted_engine import READY

ANSWERS = (
    READY
    + """
import struct
for m in requests():
    if isinstance(m, Evaluate):
        say(Status("Evaluating"))
        table, names = {"": ((4, 1), (0, 5))}, ("cat", "dog")
        say(Evaluated(m.request, {"accuracy": 0.9}, 10, table, names))
    if isinstance(m, Predict):
        pictures = struct.pack("128f", *([0.0] * 64 + [1.0] * 64))
        found = (Prediction("3", "3", (1.0,)), Prediction("7", "1", (1.0,)))
        classes = tuple("0123456789")
        if m.wrong_only:
            found, pictures = found[1:], pictures[256:]
        told = (OutputPredictions("", found, classes),)
        say(Predicted(m.request, (8, 8, 1), told, pictures, 30, 1))
    if isinstance(m, PredictSample):
        found = (Prediction("", m.classes[3], (0.02, 0.98)),)
        told = (OutputPredictions("", found, m.classes),)
        say(Predicted(m.request, m.shape, told, m.payload))
"""
)


@pytest.fixture
def make_panel(qtbot, make_world, themes):
    panels = []

    def make(script=ANSWERS, runs=()):
        world = make_world(script)
        for run in runs:
            run(world)
        panel = RunsPanel(world.workspace, world.trainer, themes)
        qtbot.addWidget(panel)
        panel.resize(1100, 300)
        panel.show()
        panel.details.plots.library.wait()
        panels.append(panel)
        return world, panel

    return make


def press(panel, name):
    panel.findChild(QPushButton, f"runs.{name}").click()


def text(panel, name):
    return panel.findChild(QLabel, f"runs.{name}").text()


def cells(panel, row=0):
    model = panel.table.model()
    return [model.index(row, column).data() for column in range(model.columnCount())]


def test_no_runs_are_explained(make_panel):
    _, panel = make_panel()
    assert text(panel, "notice").startswith("No runs yet")
    assert not panel.table.isVisible()
    assert not panel.findChild(QPushButton, "runs.delete").isEnabled()


def test_a_run_is_a_row_with_its_curves(qtbot, make_panel, make_run):
    _, panel = make_panel(runs=[make_run])
    row = cells(panel)
    assert row[0] == "Digits"
    told = ["Finished", "accuracy 0.9700", "2/2", "0.2 s", "cpu", "0", ""]
    assert row[2:] == told
    qtbot.waitUntil(lambda: set(panel.details.plots.plots) == {"loss"})


def test_a_damaged_run_is_told_and_harms_nothing(make_panel, make_run):
    def damage(world):
        make_run(world).folder.joinpath("run.json").write_text("{")

    _, panel = make_panel(runs=[make_run, damage])
    states = [cells(panel, row)[2] for row in range(2)]
    assert sorted(states) == ["Damaged", "Finished"]
    panel.table.selectRow(states.index("Damaged"))
    assert "cannot be read" in text(panel, "error")


def test_evaluate_shows_metrics_and_matrix(qtbot, make_panel, make_run):
    _, panel = make_panel(runs=[make_run])
    panel.details.tabs.setCurrentIndex(1)
    press(panel, "evaluation.start")
    assert text(panel, "evaluation.text") == "Starting the engine…"
    page = panel.details.evaluation
    qtbot.waitUntil(lambda: "" in page.matrices, timeout=20_000)
    assert text(panel, "evaluation.text") == "accuracy 0.9000 on 10 samples"
    assert "9 samples on the diagonal" in page.matrices[""].accessibleName()
    assert page.matrices[""].names == ("cat", "dog")
    page.matrices[""].grab()


def test_predictions_are_marked_by_sign_and_colour(qtbot, make_panel, make_run):
    _, panel = make_panel(runs=[make_run])
    panel.details.tabs.setCurrentIndex(2)
    press(panel, "prediction.start")
    grid = panel.details.prediction.pictures
    qtbot.waitUntil(lambda: len(grid.tiles) == 2, timeout=20_000)
    assert [(t.caption, t.color) for t in grid.tiles] == [
        ("✓ 3", "success"),
        ("✗ 7 → 1", "error"),
    ]
    assert grid.tiles[1].image.pixelColor(0, 0).red() == 255


def test_only_what_is_wrong_is_shown_on_request(qtbot, make_panel, make_run):
    _, panel = make_panel(runs=[make_run])
    page = panel.details.prediction
    panel.details.tabs.setCurrentIndex(2)
    press(panel, "prediction.start")
    qtbot.waitUntil(lambda: len(page.pictures.tiles) == 2, timeout=20_000)
    page.wrong_only.click()
    qtbot.waitUntil(lambda: len(page.pictures.tiles) == 1, timeout=20_000)
    assert page.pictures.tiles[0].caption == "✗ 7 → 1"
    assert "29 of 30 are right" in text(panel, "prediction.text")


def test_a_picture_of_ones_own_is_predicted(qtbot, make_panel, make_run, tmp_path):
    _, panel = make_panel(runs=[make_run])
    page = panel.details.prediction
    panel.details.tabs.setCurrentIndex(2)
    assert not page.own_button.isVisible()
    press(panel, "prediction.start")
    qtbot.waitUntil(page.own_button.isVisible, timeout=20_000)
    picture = QImage(40, 30, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.white)
    picture.save(str(tmp_path / "mine.png"))
    page.predict_file(tmp_path / "mine.png")
    qtbot.waitUntil(lambda: len(page.pictures.tiles) == 3, timeout=20_000)
    assert page.pictures.tiles[0].caption == "→ 3 98%"
    assert "taken for 3" in text(panel, "prediction.text")


def test_an_engine_that_dies_during_a_job_is_told(qtbot, make_panel, make_run):
    _, panel = make_panel(READY + "next(requests()); sys.exit(9)", runs=[make_run])
    panel.details.tabs.setCurrentIndex(1)
    press(panel, "evaluation.start")
    qtbot.waitUntil(
        lambda: "exit code 9" in text(panel, "evaluation.text"), timeout=20_000
    )
    assert panel.findChild(QPushButton, "runs.evaluation.start").isVisible()


def test_a_run_without_a_model_offers_no_jobs(make_panel, make_run):
    _, panel = make_panel(runs=[lambda world: make_run(world, model=False)])
    assert not panel.findChild(QPushButton, "runs.export").isEnabled()
    assert not panel.findChild(QPushButton, "runs.evaluation.start").isEnabled()
    assert "no model" in text(panel, "evaluation.text")


def test_the_script_can_be_read(qtbot, make_panel, make_run):
    world, panel = make_panel(runs=[make_run])
    press(panel, "script")
    dialog = panel.findChild(ScriptDialog)
    shown = dialog.findChild(QPlainTextEdit).toPlainText()
    assert shown == world.trainer.store.list()[0].script
    dialog.close()


def test_restoring_a_model_can_be_undone(make_panel, make_run):
    world, panel = make_panel(runs=[make_run])
    workspace = world.workspace
    kept = dict(workspace.document.graph.nodes)
    workspace.edit(commands.delete_nodes(workspace.document, ["n2", "n3"]))
    edit, _ = commands.add_comment(workspace.document, "note", Point(0, 0))
    workspace.edit(edit)
    workspace.edit(commands.change_fit(workspace.document, epochs=99))
    press(panel, "restore")
    assert dict(workspace.document.graph.nodes) == kept
    assert len(workspace.document.graph.edges) == 2
    assert workspace.document.setup.fit.epochs == 10
    workspace.undo_stack.undo()
    assert workspace.document.setup.fit.epochs == 99
    assert set(workspace.document.graph.nodes) == {"n1"}
    assert len(workspace.document.comments) == 1


def test_a_model_with_blocks_is_restored(make_panel, make_run):
    world, panel = make_panel()
    workspace = world.workspace
    edit, block = group(workspace.document, ["n2"])
    workspace.edit(edit)
    make_run(world)
    panel.refresh()
    apart, _ = ungroup(workspace.document, block)
    workspace.edit(apart)
    assert block not in workspace.document.graph.nodes
    press(panel, "restore")
    assert block in workspace.document.graph.nodes
    assert len(workspace.document.blocks) == 1
    workspace.undo_stack.undo()
    assert block not in workspace.document.graph.nodes


def test_the_open_model_may_start_from_what_a_run_learned(qtbot, make_panel, make_run):
    world, panel = make_panel(runs=[make_run])
    (run,) = world.trainer.store.list()
    with qtbot.waitSignal(panel.weights_chosen) as chosen:
        press(panel, "weights")
    assert chosen.args == [run.weights_path]


def test_a_deleted_run_goes_to_the_trash_after_a_question(qtbot, make_panel, make_run):
    world, panel = make_panel(runs=[make_run])
    (run,) = world.trainer.store.list()
    press(panel, "delete")
    assert run.folder.is_dir()
    press(panel, "confirm.delete")
    assert not run.folder.exists()
    assert (run.folder.parent / ".trash" / run.id / "run.json").is_file()
    assert world.trainer.store.list() == []
    assert text(panel, "notice").startswith("No runs yet")


def test_a_training_shows_up_by_itself(qtbot, make_panel):
    script = READY + "for m in requests(): say(RunFinished(1, 'finished', 1, 1.0, {}))"
    world, panel = make_panel(script)
    with qtbot.waitSignal(world.trainer.run_finished, timeout=20_000):
        world.trainer.start()
    assert cells(panel)[2] == "Finished"


def test_a_run_says_of_which_model_it_is(make_panel, make_run):
    world, panel = make_panel(runs=[make_run])
    document = world.workspace.document
    assert text(panel, "origin").startswith("“Digits” · 20")
    assert text(panel, "origin").endswith("same as the model that is open")
    node = next(iter(document.graph.nodes))
    world.workspace.edit(commands.move(document, {node: Point(500, 0)}))
    assert text(panel, "origin").endswith("same as the model that is open")
    world.workspace.edit(commands.change_fit(document, epochs=7))
    assert text(panel, "origin").endswith("differs from the model that is open")
    world.workspace.undo_stack.undo()
    assert "same as" in text(panel, "origin")
    world.workspace.replace_document(Document(), None)
    assert "differs from" in text(panel, "origin")


def test_a_run_says_what_it_takes_on_disk(make_panel, make_run):
    def with_logs(world):
        run = make_run(world)
        (run.folder / "logs").mkdir()
        (run.folder / "logs" / "events").write_bytes(b"x" * 5 * 2**20)

    _, panel = make_panel(runs=[with_logs])
    told = "5.0 MB on disk, 5.0 MB of it written by callbacks"
    assert told in text(panel, "origin")


def test_a_run_without_its_document_still_has_a_name(make_panel, make_run):
    def spoil(world):
        make_run(world).document_path.unlink()

    _, panel = make_panel(runs=[spoil])
    assert text(panel, "origin").startswith("“Digits” · 20")
    assert "open" not in text(panel, "origin")


SEVERAL = (
    READY
    + """
import struct
for m in requests():
    if isinstance(m, Evaluate):
        tables = {"digit": ((4, 1), (0, 5)), "odd": ((9, 1), (0, 0))}
        say(Evaluated(m.request, {"loss": 0.5, "odd_accuracy": 0.9}, 10, tables))
    if isinstance(m, Predict):
        pictures = struct.pack("128f", *([0.0] * 64 + [1.0] * 64))
        digits = (Prediction("3", "3", (1.0,)), Prediction("7", "1", (1.0,)))
        odd = (Prediction("1", "1", (1.0,)), Prediction("1", "1", (1.0,)))
        size = (Prediction("0.5", "0.4", ()), Prediction("2", "1", ()))
        ten, two = tuple("0123456789"), ("0", "1")
        several = (("digit", digits, ten), ("odd", odd, two), ("size", size, ()))
        told = tuple(OutputPredictions(*one) for one in several)
        say(Predicted(m.request, (8, 8, 1), told, pictures, 30, 1))
"""
)


def test_each_output_has_its_matrix(qtbot, make_panel, make_run):
    _, panel = make_panel(SEVERAL, runs=[make_run])
    panel.details.tabs.setCurrentIndex(1)
    press(panel, "evaluation.start")
    page = panel.details.evaluation
    qtbot.waitUntil(lambda: len(page.matrices) == 2, timeout=20_000)
    titles = [label.text() for label in page._area.findChildren(QLabel)]
    assert titles == list(page.matrices) == ["digit", "odd"]
    names = [matrix.accessibleName() for matrix in page.matrices.values()]
    assert [("9 samples" in name) for name in names] == [True, True]
    assert all(matrix.isVisible() for matrix in page.matrices.values())
    page.clear()
    assert page.matrices == {}


def test_each_output_has_its_prediction(qtbot, make_panel, make_run):
    _, panel = make_panel(SEVERAL, runs=[make_run])
    panel.details.tabs.setCurrentIndex(2)
    press(panel, "prediction.start")
    grid = panel.details.prediction.pictures
    qtbot.waitUntil(lambda: len(grid.tiles) == 2, timeout=20_000)
    assert [(t.caption, t.color) for t in grid.tiles] == [
        ("✓ 3 · ✓ 1 · 0.5 → 0.4", "success"),
        ("✗ 7 → 1 · ✓ 1 · 2 → 1", "error"),
    ]
    assert text(panel, "prediction.text") == (
        "29 of 30 are right (truth → prediction of digit, odd, size)."
    )
    assert not panel.details.prediction.own_button.isVisible()
