"""The analyzer: every node as a line, linked with the canvas."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAction, QGuiApplication, QShowEvent
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from studio.errors import StudioError
from studio.graph.changes import Change, is_drawing
from studio.graph.edits import Edit
from studio.project.atomic import write_atomic
from studio.runtime.analysis import MemoryFit, analyze, memory_fit
from studio.runtime.analysis_export import to_csv, to_markdown
from studio.runtime.totals import Measure, number_text
from studio.ui.analyzer.bar import AnalyzerBar
from studio.ui.analyzer.footer import AnalyzerFooter
from studio.ui.analyzer.model import AnalyzerModel, Grouping
from studio.ui.analyzer.table import AnalyzerTable
from studio.ui.heat import heat_map
from studio.ui.notifications import Notifications
from studio.ui.seen import is_seen
from studio.ui.theme import ThemeManager
from studio.ui.workspace import Workspace

AskPath = Callable[[Path, str, str], Path | None]
_PAUSE_MS = 200
_CSV, _MARKDOWN = "CSV table (*.csv)", "Markdown (*.md)"


class AnalyzerPanel(QWidget):
    """Looks at the model again whenever it changes, while it can be seen."""

    def __init__(
        self,
        workspace: Workspace,
        themes: ThemeManager,
        notifications: Notifications,
        ask_path: AskPath,
    ) -> None:
        super().__init__()
        self.setObjectName("analyzer")
        self.setAccessibleName("Analyzer")
        self._workspace = workspace
        self._notifications, self._ask_path = notifications, ask_path
        self._is_stale = True
        self.model = AnalyzerModel(themes, self)
        self.bar = AnalyzerBar(self)
        self.table = AnalyzerTable(self.model, themes, self)
        self.footer = AnalyzerFooter(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for widget in (self.bar, self.table, self.footer):
            column.addWidget(widget)
        column.setStretchFactor(self.table, 1)
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._refresh_if_seen)
        # The estimate takes longer than the table: it is made when edits pause.
        self._then = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._then.timeout.connect(self._show_memory)
        self._connect(themes)
        self._on_replaced()

    def _connect(self, themes: ThemeManager) -> None:
        workspace = self._workspace
        workspace.results_changed.connect(self._on_changed)
        workspace.document_edited.connect(self._on_edited)
        workspace.document_replaced.connect(self._on_replaced)
        workspace.selection_changed.connect(self._show_selection)
        themes.changed.connect(self._on_changed)
        self.table.chosen.connect(self._on_chosen)
        self.bar.filter_changed.connect(self._on_filter)
        self.bar.grouping_changed.connect(self._on_grouping)
        self.bar.measure_changed.connect(self._on_measure)
        self.bar.heat_changed.connect(self._show_heat)
        self.bar.columns_wanted.connect(self._on_columns)
        self.bar.export_wanted.connect(self._on_export)
        self.footer.asked.connect(self._show_memory)

    def showEvent(self, event: QShowEvent) -> None:
        """Take up what happened meanwhile."""
        super().showEvent(event)
        self._soon.start()

    def take_up(self) -> None:
        """Come to the front: show what happened behind another panel."""
        self._soon.start()

    def refresh(self) -> None:
        """Look at the model anew."""
        self._show_table()
        self._show_memory()

    def _show_table(self) -> None:
        self._is_stale = False
        workspace = self._workspace
        analysis = analyze(workspace.document, workspace.facts, workspace.problems)
        self.model.show_analysis(analysis)
        self.footer.show_totals(analysis)
        self._show_selection()
        self._show_heat()

    @property
    def fit(self) -> MemoryFit:
        """Estimate for the batch size and precision that are asked about."""
        workspace, footer = self._workspace, self.footer
        return memory_fit(
            workspace.document,
            workspace.facts,
            workspace.device,
            footer.batch.value(),
            footer.mixed,
        )

    def _on_edited(self, edit: Edit, changes: tuple[Change, ...]) -> None:
        if not all(map(is_drawing, changes)):
            self._on_changed()

    def _on_changed(self) -> None:
        self._is_stale = True
        # A heat map is seen on the canvas also while the table is not.
        if is_seen(self) or self._workspace.heat is not None:
            self._soon.start()

    def _refresh_if_seen(self) -> None:
        if self._is_stale:
            self._show_table()
            self._then.start()
        else:
            self._show_selection()

    def _on_replaced(self) -> None:
        self.footer.batch.show_value(self._workspace.document.setup.fit.batch_size)
        self.bar.heat.setChecked(False)
        self._on_changed()

    def _show_selection(self) -> None:
        if not self._is_stale and is_seen(self):
            self.table.show_chosen(self._workspace.selection)

    def _on_chosen(self) -> None:
        rows = self.table.chosen_rows()
        if rows:
            self._workspace.show_block(rows[0].inside or None)
        self._workspace.select([row.node for row in rows])

    def _on_filter(self, text: str) -> None:
        self.model.set_filter(text)
        self._show_selection()

    def _on_grouping(self, grouping: Grouping) -> None:
        self.model.set_grouping(grouping)
        self._show_selection()

    def _on_measure(self, measure: Measure) -> None:
        self.model.set_measure(measure)
        self._show_selection()
        self._show_heat()

    def _show_memory(self) -> None:
        self.footer.show_memory(self.fit)

    def _show_heat(self) -> None:
        if not self.bar.heat.isChecked():
            self._workspace.set_heat(None)
            return
        measure = self.model.measure
        rows = {row.node: row.numbers[measure] for row in self.model.analysis.rows}
        known = {node: number for node, number in rows.items() if number}
        texts = {node: number_text(measure, number) for node, number in known.items()}
        self._workspace.set_heat(heat_map(measure.value, known, texts))

    def _on_columns(self) -> None:
        self._popup(self.table.make_columns_menu(), self.bar.columns)

    def make_export_menu(self) -> QMenu:
        """Menu of what the table can be written as."""
        menu = QMenu(self)
        for title, what in (
            ("CSV…", _CSV),
            ("Markdown…", _MARKDOWN),
            ("Copy as Markdown", ""),
        ):
            menu.addAction(title).setData(what)
        menu.triggered.connect(self._on_form)
        return menu

    def _on_export(self) -> None:
        self._popup(self.make_export_menu(), self.bar.export)

    def _popup(self, menu: QMenu, below: QWidget) -> None:
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(below.mapToGlobal(below.rect().bottomLeft()))

    def _on_form(self, action: QAction) -> None:
        form, analysis = action.data(), self.model.analysis
        markdown = to_markdown(analysis, self.fit)
        if not form:
            QGuiApplication.clipboard().setText(markdown)
            self._notifications.info("The table is on the clipboard, as Markdown.")
            return
        ending = ".csv" if form == _CSV else ".md"
        path = self._workspace.path or Path.home() / "model.studio"
        chosen = self._ask_path(path.with_suffix(ending), form, "Export the table")
        if chosen is None:
            return
        text = to_csv(analysis) if form == _CSV else markdown
        try:
            write_atomic(chosen, text.encode())
        except (OSError, StudioError) as error:
            self._notifications.error(f"“{chosen}” could not be written: {error}.")
            return
        self._notifications.info(f"Wrote the table to “{chosen}”.")
