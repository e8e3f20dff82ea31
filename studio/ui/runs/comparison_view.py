"""Several runs at once: their curves over one another, and what differs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QTabBar, QToolButton, QVBoxLayout, QWidget

from studio.catalog.spec import Catalog
from studio.runtime.contrast.comparison import (
    Comparison,
    RunReading,
    compare,
    read_run,
)
from studio.runtime.run import METRICS, Run
from studio.runtime.run_record import RunRecord
from studio.ui.runs.compared_curves import ComparedCurves, ComparedRun
from studio.ui.runs.comparison_plot import ComparisonPlot
from studio.ui.runs.difference_table import DifferencePage
from studio.ui.runs.latest_reading import LatestReading
from studio.ui.theme import ThemeManager
from studio.ui.training.curves import Curves
from studio.ui.training.plot_area import PlotArea
from studio.ui.training.plot_toolbar import HELD_OUT, TRAIN
from studio.ui.training.trainer import Trainer
from studio.ui.workspace import Workspace

_TABS = ("Curves", "Differences")
_EMPTY = "These runs have no curves."
_READING = "Reading the runs…"


@dataclass(frozen=True, slots=True)
class Read:
    """A run that was read, and the state of its folder then."""

    mark: tuple[RunRecord, int]
    reading: RunReading
    curves: Curves


class RunReader:
    """Reads runs, on whatever thread; what has not changed is not read again."""

    def __init__(self) -> None:
        self._known: dict[str, Read] = {}
        self.wanted: tuple[str, ...] = ()

    def read(
        self, runs: Sequence[Run], catalog: Catalog
    ) -> tuple[Comparison, list[Curves]] | None:
        """What differs and all curves; None if others are `wanted` meanwhile."""
        ids = tuple(run.id for run in runs)
        found = []
        for run in runs:
            if ids != self.wanted:
                return None
            found.append(self._read(run))
        comparison = compare([one.reading for one in found], catalog)
        return comparison, [one.curves for one in found]

    def _read(self, run: Run) -> Read:
        path = run.folder / METRICS
        mark = (run.record, path.stat().st_size if path.is_file() else 0)
        known = self._known.get(run.id)
        if known is None or known.mark != mark:
            reading = read_run(run)
            curves = Curves.from_metrics(reading.metrics, run.record.epochs)
            known = self._known[run.id] = Read(mark, reading, curves)
        return known


class ComparisonView(QWidget):
    """Pages about several chosen runs.

    Signals:
        told(str): what happened to the table of differences.
    """

    told = Signal(str)

    def __init__(
        self, workspace: Workspace, trainer: Trainer, themes: ThemeManager
    ) -> None:
        super().__init__()
        self.setObjectName("runs.comparison")
        self._workspace = workspace
        self._trainer = trainer
        self._reader = RunReader()
        self._reading = LatestReading(self)
        self._runs: list[ComparedRun] = []
        self._goals: dict[str, str] = {}
        self.plots = PlotArea(themes, None, ComparisonPlot, (TRAIN, HELD_OUT))
        self.plots.set_empty_text(_READING)
        self.differences = DifferencePage(themes)
        self.differences.told.connect(self.told)
        self._time = QToolButton()
        self._time.setText("Time")
        self._time.setCheckable(True)
        self._time.setObjectName("runs.comparison.time")
        self._time.setToolTip("Seconds of training across, not epochs")
        self._time.setAccessibleName(self._time.toolTip())
        self._time.toggled.connect(self._show_curves)
        row = self.plots.toolbar.row
        row.insertWidget(row.count() - 3, self._time)
        self.tabs = QTabBar()
        self.tabs.setObjectName("runs.comparison.tabs")
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        pages = QStackedWidget()
        for title, page in zip(_TABS, (self.plots, self.differences), strict=True):
            self.tabs.addTab(title)
            pages.addWidget(page)
        self.tabs.currentChanged.connect(pages.setCurrentIndex)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.tabs)
        column.addWidget(pages, 1)

    def show_runs(self, runs: Sequence[Run]) -> None:
        """Compare these runs; none to rest."""
        self._reader.wanted = tuple(run.id for run in runs)
        if not runs:
            self._reading.forget()
            self._runs = []
            self.plots.set_live(False)
            return
        catalog, reader, chosen = self._workspace.catalog, self._reader, list(runs)
        self._reading.ask(lambda: reader.read(chosen, catalog), self._take)

    def _take(self, read: tuple[Comparison, list[Curves]] | None) -> None:
        if read is None:
            return
        comparison, curves = read
        records = [one.run.record for one in comparison.readings]
        self._goals = {n: g for record in records for n, g in record.goals.items()}
        self._runs = [
            ComparedRun(label, self._live_curves(record.id) or own)
            for label, record, own in zip(
                comparison.labels, records, curves, strict=True
            )
        ]
        self.plots.set_empty_text(_EMPTY)
        self.differences.show_comparison(comparison)
        self._show_curves()

    def _live_curves(self, run_id: str) -> Curves | None:
        """Curves that grow, of the run that is being trained."""
        trainer = self._trainer
        return trainer.curves if trainer.run_in_training == run_id else None

    def _show_curves(self) -> None:
        compared = ComparedCurves(self._runs, self._goals, self._time.isChecked())
        grows = any(run.curves is self._trainer.curves for run in self._runs)
        live = grows and bool(self._trainer.run_in_training)
        self.plots.show_curves(compared, live=live)
