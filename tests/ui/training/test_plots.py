"""Plots: what they show, how much they draw, what they write."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDockWidget, QLabel, QMainWindow

from studio.protocol.run_messages import BatchEnd, EpochEnd
from studio.ui.training.curves import Curves
from studio.ui.training.plot_area import PlotArea
from tests.ui.training.test_curves import filled


@pytest.fixture
def area(qtbot, themes):
    area = PlotArea(themes)
    qtbot.addWidget(area)
    area.resize(900, 240)
    area.show()
    qtbot.waitUntil(lambda: area.library.is_loaded, timeout=30_000)
    return area


def show(qtbot, area, curves, **options):
    area.show_curves(curves, **options)
    qtbot.waitUntil(lambda: len(area.plots) == len(curves.metrics))


def test_one_plot_a_metric_side_by_side(qtbot, area):
    show(qtbot, area, filled())
    assert set(area.plots) == {"loss", "accuracy"}
    qtbot.waitUntil(lambda: area.plots["loss"].x() < area.plots["accuracy"].x())


def test_narrow_areas_put_them_below_one_another(qtbot, area):
    show(qtbot, area, filled())
    area.resize(300, 600)
    qtbot.waitUntil(lambda: area.plots["loss"].y() < area.plots["accuracy"].y())


def test_lines_hold_the_values(qtbot, area):
    show(qtbot, area, filled())
    xs, ys = area.plots["loss"]._curves["train"].getData()
    assert list(xs) == [1, 2, 3]
    assert ys[0] == 0.25
    assert area.plots["loss"].values_at(1.1) == ["epoch 1", "train 0.2500", "val 1"]
    assert area.plots["accuracy"].values_at(0.3) == ["epoch 0.25", "batch 0.5000"]


def test_a_log_axis_leaves_out_what_has_no_logarithm(qtbot, area):
    curves = Curves(1, 3)
    for epoch, value in enumerate((1.0, 0.0, -1.0), start=1):
        curves.add_epoch(EpochEnd(epoch, 0.1, {"loss": value}))
    show(qtbot, area, curves)
    area.toolbar._log.setChecked(True)
    area.grab()
    area.toolbar._log.setChecked(False)
    assert list(area.plots["loss"]._curves["train"].getData()[1]) == [1, 0, -1]


def test_smoothing_changes_lines_not_values(qtbot, area):
    curves = filled()
    show(qtbot, area, curves)
    area.toolbar._slider.setValue(90)
    ys = area.plots["loss"]._curves["batches"].getData()[1]
    assert ys[1] > curves.metrics["loss"].batches.ys[1]
    area.toolbar._slider.setValue(0)
    ys = area.plots["loss"]._curves["batches"].getData()[1]
    assert list(ys) == list(curves.metrics["loss"].batches.ys)


def test_moving_a_plot_by_hand_stops_following_until_fit(qtbot, area):
    curves = filled()
    show(qtbot, area, curves)
    plot = area.plots["loss"]
    plot.canvas.getViewBox().sigRangeChangedManually.emit([True, True])
    plot.canvas.getViewBox().setXRange(1, 2, padding=0)
    curves.add_batch(BatchEnd(3, 13, {"loss": 1.0, "accuracy": 1.0}))
    area.refresh()
    assert plot.canvas.getViewBox().viewRange()[0] == [1, 2]
    area.fit()
    assert plot.canvas.getViewBox().viewRange()[0][0] < 0.1


def test_the_clock_runs_only_while_live(qtbot, area):
    curves = filled()
    show(qtbot, area, curves, live=True)
    assert area.is_live
    assert area._timer.interval() >= 33
    area.set_live(False)
    assert not area.is_live


def test_while_live_one_plot_is_drawn_a_time(qtbot, area):
    curves = filled()
    show(qtbot, area, curves, live=True)
    area._timer.stop()
    area._timer.start(100_000)
    area.refresh()
    area.refresh()
    curves.version += 1
    area.refresh()
    now = (curves, curves.version)
    assert sum(drawn == now for drawn in area._drawn.values()) == 1
    area.refresh()
    assert all(drawn == now for drawn in area._drawn.values())
    area.set_live(False)


def test_nothing_is_drawn_while_hidden(qtbot, area):
    area.hide()
    area.show_curves(filled())
    assert area.plots == {}
    area.show()
    assert len(area.plots) == 2


def test_of_100_000_points_those_are_drawn_that_can_be_told_apart(qtbot, area):
    curves = Curves(1000, 100)
    for step in range(1, 100_001):
        epoch = (step - 1) // 1000 + 1
        curves.add_batch(BatchEnd(epoch, step, {"loss": 1 / step, "accuracy": 0.5}))
    show(qtbot, area, curves)
    area.grab()
    xs, _ = area.plots["loss"]._curves["batches"].getData()
    assert 100 < len(xs) < 10 * area.width()


@pytest.mark.parametrize("suffix", [".png", ".svg", ".csv"])
def test_plots_are_saved(qtbot, area, tmp_path, suffix):
    show(qtbot, area, filled())
    path = tmp_path / f"plots{suffix}"
    area.toolbar.save_requested.emit(path)
    head = path.read_bytes()[:100]
    marks = {".png": b"PNG", ".svg": b"<svg", ".csv": b"kind,epoch"}
    assert marks[suffix] in head


def test_a_new_theme_is_put_on(qtbot, area):
    show(qtbot, area, filled())
    before = area.plots["loss"].color().name()
    area._themes.set_mode("dark")
    assert area.plots["loss"].color().name() != before


def test_axes_stay_texts_in_a_vector_picture(qtbot, area, tmp_path):
    show(qtbot, area, filled())
    area.grab()
    path = tmp_path / "curves.svg"
    area.toolbar.save_requested.emit(path)
    assert path.read_text().count("<text") > 10


def test_behind_another_tab_nothing_is_drawn(qtbot, themes):
    window, area = QMainWindow(), PlotArea(themes)
    qtbot.addWidget(window)
    docks = [QDockWidget(name) for name in ("plots", "other")]
    for dock, panel in zip(docks, (area, QLabel()), strict=True):
        dock.setWidget(panel)
        window.addDockWidget(Qt.DockWidgetArea.BottomDockWidgetArea, dock)
    window.tabifyDockWidget(*docks)
    docks[1].raise_()
    window.resize(900, 500)
    window.show()
    qtbot.waitUntil(lambda: area.library.is_loaded, timeout=30_000)
    qtbot.waitUntil(lambda: area.visibleRegion().isEmpty())
    area.show_curves(filled())
    assert not area.plots
    docks[0].raise_()
    qtbot.waitUntil(lambda: len(area.plots) == 2)
