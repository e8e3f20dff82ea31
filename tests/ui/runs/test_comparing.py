"""Several runs chosen in the panel: curves over one another, and what differs."""

import pytest
from PySide6.QtCore import QItemSelectionModel, QPointF, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton, QToolButton

from studio.graph import commands
from studio.ui.runs.comparison_legend import run_color
from studio.ui.runs.panel import RunsPanel
from studio.ui.tokens import DARK, LIGHT
from tests.ui.scripted_engine import READY

WAIT = 30_000
TRAINING = (
    READY
    + """
for m in requests():
    if isinstance(m, StartTraining):
        job = m
        say(TrainingStarted(2, 5, "cpu"))
        for epoch in (1, 2):
            say(EpochEnd(epoch, 0.1, {"loss": 1 / epoch, "val_loss": 2 / epoch}))
    if isinstance(m, StopTraining):
        say(EpochEnd(3, 0.1, {"loss": 0.3, "val_loss": 0.4}))
        say(RunFinished(job.request, "stopped", 3, 0.3, {"loss": 0.3}))
"""
)


@pytest.fixture
def make_panel(qtbot, make_world, themes):
    def make(script="list(requests())", runs=()):
        world = make_world(script)
        for run in runs:
            run(world)
        panel = RunsPanel(world.workspace, world.trainer, themes)
        qtbot.addWidget(panel)
        panel.resize(1200, 420)
        panel.show()
        panel.details.plots.library.wait()
        return world, panel

    return make


def choose(panel, *rows):
    selection = panel.table.selectionModel()
    selection.clearSelection()
    flags = QItemSelectionModel.SelectionFlag
    for row in rows:
        index = panel.table.model().index(row, 0)
        selection.select(index, flags.Select | flags.Rows)


def titles(panel):
    model = panel.table.model()
    return [model.index(row, 0).data() for row in range(model.rowCount())]


@pytest.fixture
def trio(make_panel, make_run):
    """Three runs; the newest, in the first row, of a longer training."""

    def longer(world):
        document = world.workspace.document
        world.workspace.edit(commands.change_fit(document, epochs=99))
        make_run(world, title="Longer")

    runs = [lambda w, t=t: make_run(w, title=t) for t in ("Plain", "Other")]
    return make_panel(runs=[*runs, longer])


@pytest.fixture
def compared(qtbot, trio):
    _, panel = trio
    choose(panel, 0, 2)
    view = panel.comparison
    qtbot.waitUntil(lambda: set(view.plots.plots) == {"loss"}, timeout=WAIT)
    return panel


def cells(panel):
    model = panel.comparison.differences.table.model()
    return {
        model.index(row, 0).data(): [
            model.index(row, column).data() for column in range(1, model.columnCount())
        ]
        for row in range(model.rowCount())
    }


def test_several_runs_lie_in_one_plot_a_metric(compared):
    plot = compared.comparison.plots.plots["loss"]
    assert compared.comparison.isVisible()
    assert set(plot._curves) == {
        (n, k) for n in (0, 1) for k in ("train", "validation")
    }
    xs, ys = plot._curves[0, "validation"].getData()
    assert list(xs) == [1, 2]
    assert list(ys) == [0.5, 0.5]
    assert plot.legend.accessibleName() == (
        "Longer: 0.5000  best 0.5000 at epoch 1; Plain: 0.5000  best 0.5000 at epoch 1"
    )
    plot.grab()


def test_all_values_are_told_under_the_mouse(compared):
    plot = compared.comparison.plots.plots["loss"]
    box = plot.canvas.getViewBox()
    plot._on_mouse_moved(box.mapViewToScene(QPointF(2.0, 0.4)))
    assert plot.legend.texts == ("0.2500  val 0.5000",) * 2
    plot.show_values(None)
    assert "best" in plot.legend.texts[0]


def test_one_run_alone_is_shown_as_ever(compared):
    choose(compared, 1)
    assert compared.details.isVisible()
    assert not compared.comparison.isVisible()


def test_time_across_log_and_smoothing(qtbot, compared):
    view = compared.comparison
    compared.findChild(QToolButton, "runs.comparison.time").click()
    plot = view.plots.plots["loss"]
    assert list(plot._curves[0, "train"].getData()[0]) == pytest.approx([0.1, 0.2])
    view.plots.toolbar._slider.setValue(90)
    ys = plot._curves[0, "train"].getData()[1]
    assert ys[1] == pytest.approx((0.9 * 0.1 * 0.5 + 0.1 * 0.25) / (1 - 0.9**2))
    view.plots.toolbar._log.setChecked(True)
    plot.grab()


def test_only_what_differs_is_in_the_table(qtbot, compared):
    assert cells(compared) == {"Setup": ["", ""], "epochs": ["99", "10"]}
    choose(compared, 1, 2)
    qtbot.waitUntil(lambda: cells(compared) == {}, timeout=WAIT)


def test_the_table_is_copied_and_saved(compared, tmp_path):
    compared.comparison.tabs.setCurrentIndex(1)
    compared.findChild(QPushButton, "runs.differences.copy").click()
    assert "| epochs | 99 | 10 |" in QGuiApplication.clipboard().text()
    page = compared.comparison.differences
    for suffix, line in (
        (".csv", "Setup,epochs,99,10,"),
        (".md", "| epochs | 99 | 10 |"),
    ):
        path = tmp_path / f"table{suffix}"
        page.save(path)
        assert line in path.read_text("utf-8")
    told = []
    page.told.connect(told.append)
    page.save(tmp_path / "nowhere" / "table.csv")
    assert "could not be written" in told[0]


def test_what_is_for_one_run_is_off_for_several(compared):
    for name in ("script", "restore", "weights", "export"):
        assert not compared.findChild(QPushButton, f"runs.{name}").isEnabled()
    assert compared.findChild(QPushButton, "runs.delete").isEnabled()


def test_several_runs_are_deleted_after_one_question(compared, trio):
    world, _ = trio
    compared.findChild(QPushButton, "runs.delete").click()
    compared.findChild(QPushButton, "runs.confirm.delete").click()
    assert [run.title for run in world.trainer.store.list()] == ["Other"]
    assert titles(compared) == ["Other"]


def test_a_run_in_training_is_compared_while_it_grows(qtbot, make_panel, make_run):
    world, panel = make_panel(TRAINING, [make_run])
    world.trainer.start()
    qtbot.waitUntil(lambda: len(world.trainer.curves.seconds) == 2, timeout=WAIT)
    choose(panel, 0, 1)
    plots = panel.comparison.plots
    qtbot.waitUntil(lambda: "loss" in plots.plots, timeout=WAIT)
    assert plots.is_live
    plot = plots.plots["loss"]
    qtbot.waitUntil(lambda: (0, "train") in plot._curves, timeout=WAIT)
    world.trainer.stop()
    qtbot.waitUntil(lambda: bool(world.finished), timeout=WAIT)

    def is_whole():
        return len(plot._curves[0, "train"].getData()[0]) == 3 and not plots.is_live

    qtbot.waitUntil(is_whole, timeout=WAIT)
    assert len(panel.list.selected) == 2


def test_the_run_in_training_is_followed_alone_too(qtbot, make_panel):
    world, panel = make_panel(TRAINING)
    world.trainer.start()
    qtbot.waitUntil(lambda: len(world.trainer.curves.seconds) == 2, timeout=WAIT)
    panel.refresh()
    assert panel.details.plots.is_live
    world.trainer.stop()
    qtbot.waitUntil(lambda: bool(world.finished), timeout=WAIT)
    qtbot.waitUntil(lambda: not panel.details.plots.is_live, timeout=WAIT)


def test_runs_are_filtered_by_words(trio):
    _, panel = trio
    panel.list.field.setText("finished oth")
    assert titles(panel) == ["Other"]
    assert [run.title for run in panel.list.selected] == ["Other"]
    panel.list.field.setText("nothing of that")
    assert titles(panel) == []
    assert panel.selected is None
    panel.list.field.clear()
    assert titles(panel) == ["Longer", "Other", "Plain"]


def test_runs_are_sorted_by_a_column_and_stay_chosen(trio):
    _, panel = trio
    choose(panel, 1)
    panel.table.sortByColumn(0, Qt.SortOrder.DescendingOrder)
    assert titles(panel) == ["Plain", "Other", "Longer"]
    panel.table.sortByColumn(0, Qt.SortOrder.AscendingOrder)
    assert titles(panel) == ["Longer", "Other", "Plain"]
    assert panel.selected.title == "Other"


def test_a_pinned_run_stands_on_top(trio):
    _, panel = trio
    choose(panel, 2)
    panel._actions["pin"].trigger()
    assert titles(panel) == ["Plain", "Longer", "Other"]
    assert panel.selected.title == "Plain"
    model = panel.table.model()
    star = Qt.ItemDataRole.DecorationRole
    assert model.index(0, 0).data(star) is not None
    assert model.index(1, 0).data(star) is None
    assert panel._actions["pin"].text() == "Unpin"
    panel._actions["pin"].trigger()
    assert titles(panel) == ["Longer", "Other", "Plain"]


def test_a_run_gets_a_name_and_a_note(trio):
    from studio.ui.runs.notes_dialog import NotesDialog

    world, panel = trio
    choose(panel, 1)
    panel._actions["note"].trigger()
    dialog = panel.findChild(NotesDialog)
    assert dialog.name.placeholderText() == "Other"
    dialog.name.setText(" Second try ")
    dialog.note.setPlainText("with\nmore dropout")
    dialog.accept()
    assert titles(panel) == ["Longer", "Second try", "Plain"]
    assert panel.table.model().index(1, 8).data() == "with more dropout"
    assert [run.title for run in world.trainer.store.list()][1] == "Second try"


def test_notes_that_cannot_be_kept_are_told(trio):
    _, panel = trio
    folder = panel.selected.folder
    (folder / "notes.json").mkdir()
    (folder / "notes.json" / "in the way").touch()
    panel._actions["pin"].trigger()
    assert "could not be written" in panel._notice.text()


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_colours_of_runs_differ(theme):
    colours = [run_color(theme, place).name() for place in range(14)]
    assert len(set(colours)) == len(colours)
