"""The table of problems, with a button for every repair."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QItemSelectionModel, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import (
    QHeaderView,
    QMenu,
    QPushButton,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from studio.graph.problems import Fix, Problem
from studio.ui.problems.fix_button import FixButton
from studio.ui.problems.menu import COPY, make_problem_menu
from studio.ui.problems.model import Column, ProblemsModel
from studio.ui.problems.wishes import Verb, Wish
from studio.ui.rows import Index, RowTable

_FITTED_ROWS = 200
"""Rows whose height follows their text; the ones below stay one line high."""

_CELL_PADDING = 16
"""What the style keeps free left and right in a cell, in pixels."""


_CELL_GAP = 12
"""Free height around the buttons of a cell, in pixels."""


class ProblemsTable(RowTable):
    """Sortable rows whose text wraps.

    Signals:
        chosen(Problem): a row was clicked, or Enter pressed on it.
        fix_chosen(Fix): a repair is wanted.
        fix_previewed(Fix or None): its effect is to be shown, or no more.
        wished(Wish): something else is wanted of a problem.
        copy_wanted: the selected rows shall be copied.
    """

    chosen = Signal(object)
    fix_chosen = Signal(object)
    fix_previewed = Signal(object)
    wished = Signal(object)
    copy_wanted = Signal()

    def __init__(self, model: ProblemsModel, parent: QWidget) -> None:
        super().__init__(model, parent)
        self._problems = model
        self.setObjectName("problems_table")
        self.setAccessibleName("Problems")
        self.setWordWrap(True)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setItemDelegate(_TopDelegate(self))
        self._set_columns()
        self.setSortingEnabled(True)
        self.sortByColumn(Column.SEVERITY, Qt.SortOrder.AscendingOrder)
        self.clicked.connect(self._on_clicked)
        self.customContextMenuRequested.connect(self._on_menu_wanted)
        model.modelReset.connect(self._on_reset)
        self._fitting = QTimer(self)  # widths settle after several events
        self._fitting.setSingleShot(True)
        self._fitting.setInterval(0)
        self._fitting.timeout.connect(self._fit_rows)
        self.horizontalHeader().sectionResized.connect(self._fitting.start)

    def current(self) -> Problem | None:
        """Problem of the current row."""
        row = self.currentIndex().row()
        return self._problems.problem(row) if row >= 0 else None

    def go_to(self, row: int) -> None:
        """Make a row the current one and show it."""
        index = self._problems.index(row, Column.TEXT)
        flag = QItemSelectionModel.SelectionFlag
        self.selectionModel().setCurrentIndex(index, flag.ClearAndSelect | flag.Rows)
        self.scrollTo(index)

    def selected_rows(self) -> list[int]:
        """Selected rows from top to bottom; all if none is."""
        rows = sorted({i.row() for i in self.selectionModel().selectedRows()})
        return rows or list(range(self._problems.rowCount()))

    def event(self, event: QEvent) -> bool:
        """Take Copy before the window's action does."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.matches(QKeySequence.StandardKey.Copy)
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter chooses the row, Copy copies it."""
        problem = self.current()
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_wanted.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and problem:
            self.chosen.emit(problem)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wrap the text anew."""
        super().resizeEvent(event)
        self._fitting.start()

    def make_menu(self, problem: Problem | None) -> QMenu:
        """Menu of a row; it tells what was chosen by this table's signals."""
        menu = make_problem_menu(self, problem)
        menu.triggered.connect(self._on_triggered)
        menu.hovered.connect(self._on_hovered)
        menu.aboutToHide.connect(self._on_menu_left)
        return menu

    def popup_menu(self, problem: Problem | None, at: QPoint) -> None:
        """Open the menu of a row at a place of the viewport."""
        menu = self.make_menu(problem)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.viewport().mapToGlobal(at))

    def _set_columns(self) -> None:
        header = self.horizontalHeader()
        mode = QHeaderView.ResizeMode
        for column in Column:
            header.setSectionResizeMode(column, mode.ResizeToContents)
        header.setSectionResizeMode(Column.TEXT, mode.Stretch)
        header.setSectionResizeMode(Column.FIX, mode.Fixed)

    def _on_reset(self) -> None:
        for row, problem in enumerate(self._problems.problems[:_FITTED_ROWS]):
            if problem.fixes or problem.silenced:
                buttons = self._make_buttons(problem)
                self.setIndexWidget(self._problems.index(row, Column.FIX), buttons)
        self._fit_rows()
        self._fitting.start()

    def _make_buttons(self, problem: Problem) -> QWidget:
        box = QWidget(self)
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        if problem.silenced:
            hear = QPushButton("Hear Again", box)
            hear.setObjectName("hear_again")
            hear.setToolTip(f"Stop silencing {problem.code}")
            hear.setProperty("wish", Wish(Verb.HEAR, problem))
            hear.clicked.connect(self._on_hear)
            column.addWidget(hear)
        for fix in () if problem.silenced else problem.fixes:
            button = FixButton(fix, box)
            button.chosen.connect(self.fix_chosen)
            button.previewed.connect(self.fix_previewed)
            column.addWidget(button)
        column.addStretch(1)
        return box

    def _fit_rows(self) -> None:
        rows = range(min(_FITTED_ROWS, self._problems.rowCount()))
        buttons = [self.indexWidget(self._problems.index(r, Column.FIX)) for r in rows]
        widths = [b.sizeHint().width() + _CELL_PADDING for b in buttons if b]
        title = self.horizontalHeader().sectionSizeHint(Column.FIX)
        self.setColumnWidth(Column.FIX, max([title, *widths]))
        for row, box in zip(rows, buttons, strict=True):
            # A row's own hint forgets what the style sheet adds to buttons.
            least = box.sizeHint().height() + _CELL_GAP if box else 0
            self.setRowHeight(row, max(self.sizeHintForRow(row), least))

    def _on_clicked(self) -> None:
        problem = self.current()
        if problem is None:
            return
        if self.currentIndex().column() == Column.CODE:
            self.wished.emit(Wish(Verb.EXPLAIN, problem))
        else:
            self.chosen.emit(problem)

    def _on_menu_wanted(self, at: QPoint) -> None:
        index = self.indexAt(at)
        problem = self._problems.problem(index.row()) if index.isValid() else None
        self.popup_menu(problem, at)

    def _on_triggered(self, action: QAction) -> None:
        what = action.data()
        if isinstance(what, Fix):
            self.fix_chosen.emit(what)
        elif isinstance(what, Wish):
            self.wished.emit(what)
        elif what == COPY:
            self.copy_wanted.emit()

    def _on_hear(self) -> None:
        self.wished.emit(self.sender().property("wish"))

    def _on_hovered(self, action: QAction) -> None:
        what = action.data()
        self.fix_previewed.emit(what if isinstance(what, Fix) else None)

    def _on_menu_left(self) -> None:
        self.fix_previewed.emit(None)


class _TopDelegate(QStyledItemDelegate):
    """Puts icons beside the first line of their text."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        super().initStyleOption(option, index)
        option.decorationAlignment = (
            Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft
        )
