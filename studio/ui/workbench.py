"""The panels of the window, made one by one once the window is on screen."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from studio.ui.engine_room import EngineRoom
from studio.ui.main_window import MainWindow
from studio.ui.workspace import Workspace

if TYPE_CHECKING:
    from studio.ui.canvas.view import CanvasView
    from studio.ui.inspector.panel import InspectorPanel
    from studio.ui.palette.panel import PalettePanel
    from studio.ui.problems.panel import ProblemsPanel


class Workbench(QObject):
    """Makes canvas, panels and engines, and joins them with the window.

    Each step is a turn of the event loop, so the window answers meanwhile.

    Attributes:
        canvas, palette, inspector, problems: None until they are made.

    Signals:
        canvas_made: `canvas` is there, documents can be shown.
        finished: every panel is there.
        weights_chosen(Path): the model is to start from the weights of a run.
    """

    canvas_made = Signal()
    finished = Signal()
    weights_chosen = Signal(object)

    def __init__(
        self,
        window: MainWindow,
        workspace: Workspace,
        engines: EngineRoom,
    ) -> None:
        super().__init__(window)
        self.canvas: CanvasView | None = None
        self.palette: PalettePanel | None = None
        self.inspector: InspectorPanel | None = None
        self.problems: ProblemsPanel | None = None
        self._window, self.workspace = window, workspace
        self._engines = engines
        self._steps = deque(
            (
                self._load_catalog,
                self._make_canvas,
                self._make_inspector,
                self._make_palette,
                self._make_problems,
                self._make_outline,
                self._engines.start,
                self._make_analyzer,
                self._make_data,
                self._make_training,
                self._make_runs,
                self._make_code_if_wanted,
                self._load_plots,
            )
        )
        self._followers: dict[str, Callable[[], None]] = {}
        window.docks.opened.connect(self._on_dock_opened)
        self._timer = QTimer(self, interval=0)
        self._timer.timeout.connect(self._step)

    def start(self) -> None:
        """Begin making panels, in turns of the event loop."""
        self._timer.start()

    def stop(self) -> None:
        """Make no more panels."""
        self._timer.stop()

    def _step(self) -> None:
        if self._steps:
            self._steps.popleft()()
        else:
            self._timer.stop()
            self.finished.emit()

    def _load_catalog(self) -> None:
        from studio.catalog.store import load_catalog

        self.workspace.set_catalog(load_catalog())

    def _make_canvas(self) -> None:
        from studio.ui.canvas.view import CanvasView

        window = self._window
        self.canvas = CanvasView(self.workspace, window.themes)
        self.canvas.tidying.use_desk(self._engines.desk)
        self.canvas.zoom_changed.connect(window.status.show_zoom)
        self.canvas.edit_requested.connect(self._on_edit_requested)
        window.center.add_canvas(self.canvas)
        self.canvas_made.emit()

    def _make_palette(self) -> None:
        from studio.ui.dialogs.questions import Questions
        from studio.ui.palette.panel import PalettePanel

        window = self._window
        may_remove = Questions(window).may_remove_block
        self.palette = PalettePanel(self.workspace, window.themes, may_remove)
        self.palette.refused.connect(window.notifications.error)
        if self.canvas:
            self.palette.place_requested.connect(self.canvas.place)
        window.docks.fill("layers", self.palette)

    def _make_inspector(self) -> None:
        from studio.ui.inspector.panel import InspectorPanel

        window = self._window
        self.inspector = InspectorPanel(self.workspace, window.themes)
        window.docks.fill("inspector", self.inspector)

    def _make_problems(self) -> None:
        from studio.ui.problem_places import ProblemPlaces
        from studio.ui.problems.panel import ProblemsPanel

        window = self._window
        self.problems = ProblemsPanel(self.workspace, window.themes)
        if self.canvas:
            self._places = ProblemPlaces(window, self, self.workspace)
            self.problems.problem_activated.connect(self._places.show)
            self.problems.safe_fixes_wanted.connect(self.fix_safe)
        window.docks.fill("problems", self.problems)
        self.workspace.results_changed.connect(self._on_results)

    def fix_safe(self) -> None:
        """Repair every problem that has one right answer, as one step."""
        if self._engines.is_started:
            repairs = self._engines.checker.repairs
            repairs.fix_together(self._places.apply_together)

    def _make_outline(self) -> None:
        from studio.ui.outline.panel import OutlinePanel

        outline = OutlinePanel(self.workspace)
        if self.canvas:
            outline.key_pressed.connect(self.canvas.do_key)
        self._window.docks.fill("outline", outline)
        self._followers["outline"] = outline.take_up

    def _make_analyzer(self) -> None:
        from studio.ui.analyzer.panel import AnalyzerPanel
        from studio.ui.analyzer.table import COLUMNS_KEY
        from studio.ui.dialogs.questions import Questions

        window = self._window
        ask = Questions(window).save_path
        panel = AnalyzerPanel(self.workspace, window.themes, window.notifications, ask)
        self._analyzer = panel.table
        self._analyzer.restore_columns(window.settings.columns(COLUMNS_KEY))
        self._analyzer.columns_changed.connect(self._keep_columns)
        window.docks.fill("analyzer", panel)
        self._followers["analyzer"] = panel.take_up

    def _keep_columns(self) -> None:
        from studio.ui.analyzer.table import COLUMNS_KEY

        self._window.settings.keep_columns(COLUMNS_KEY, self._analyzer.columns)

    def _make_data(self) -> None:
        from studio.ui.data.panel import DataPanel

        window = self._window
        panel = DataPanel(self.workspace, self._engines.data, window.themes)
        window.docks.fill("data", panel)

    def _make_training(self) -> None:
        from studio.ui.training.panel import TrainingPanel

        window, engines = self._window, self._engines
        panel = TrainingPanel(
            self.workspace, engines.trainer, engines.data, window.themes
        )
        window.docks.fill("training", panel)
        self._plots = panel.plots

    def _make_runs(self) -> None:
        from studio.ui.runs.panel import RunsPanel

        window = self._window
        panel = RunsPanel(self.workspace, self._engines.trainer, window.themes)
        panel.weights_chosen.connect(self.weights_chosen)
        window.docks.fill("runs", panel)

    def _make_code_if_wanted(self) -> None:
        self._window.center.code_wanted.connect(self.make_code)
        self._window.center.ask_for_code()

    def _load_plots(self) -> None:
        # Now, while the engine starts, and not when Train is pressed.
        self._plots.library.load()

    def make_code(self) -> None:
        """Make the code panel, once."""
        from studio.ui.code.panel import CodePanel

        window = self._window
        window.center.code_wanted.disconnect(self.make_code)
        panel = CodePanel(self.workspace, window.themes, self._engines.desk)
        window.center.add_code(panel)

    def _on_dock_opened(self, name: str) -> None:
        if name in self._followers:
            self._followers[name]()

    def _on_results(self) -> None:
        window = self._window
        window.docks.set_count("problems", len(self.workspace.problems))

    def _on_edit_requested(self, node_id: str) -> None:
        self._window.docks.reveal("inspector")
        if self.inspector:
            self.inspector.focus_first()
