"""The analyzer's table: columns to choose, a bar for the share."""

from __future__ import annotations

from PySide6.QtCore import (
    QByteArray,
    QItemSelection,
    QItemSelectionModel,
    QPoint,
    QRectF,
    Qt,
    Signal,
)
from PySide6.QtGui import QAction, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QMenu,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from studio.runtime.analysis import AnalysisRow
from studio.ui.analyzer.columns import COLUMNS, SHARE, TITLES
from studio.ui.analyzer.model import AnalyzerModel, ShareRole
from studio.ui.ranges import runs, selected_rows
from studio.ui.rows import Index, RowTable
from studio.ui.text_size import scaled
from studio.ui.theme import ThemeManager

COLUMNS_KEY = f"analyzer{len(COLUMNS)}"
"""What the columns are remembered by; others do not fit."""
_LINE = 24
_BAR = 8.0
_NUMBER = 52.0


class AnalyzerTable(RowTable):
    """One line a node.

    Signals:
        chosen: the user selected other lines.
        columns_changed: their order, widths, or which are shown.
    """

    chosen = Signal()
    columns_changed = Signal()

    def __init__(
        self, model: AnalyzerModel, themes: ThemeManager, parent: QWidget
    ) -> None:
        super().__init__(model, parent)
        self._analyzer = model
        self._is_told = False
        self.setObjectName("analyzer_table")
        self.setAccessibleName("All layers")
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setWordWrap(False)
        self.verticalHeader().setDefaultSectionSize(scaled(_LINE))
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self._bars = ShareBar(themes, self)
        self.setItemDelegateForColumn(TITLES.index(SHARE), self._bars)
        self._set_columns()
        self.selectionModel().selectionChanged.connect(self._on_selected)

    def chosen_rows(self) -> list[AnalysisRow]:
        """Nodes of the selected lines."""
        lines = self._analyzer.lines
        rows = (lines[row] for row in selected_rows(self.selectionModel()))
        return [line for line in rows if isinstance(line, AnalysisRow)]

    def show_chosen(self, nodes: frozenset[str]) -> None:
        """Select the lines of these nodes and bring the first one into view."""
        found = (self._analyzer.row_of(node) for node in nodes)
        rows = sorted(row for row in found if row is not None)
        if rows == selected_rows(self.selectionModel()):
            return
        wanted = QItemSelection()
        last = len(COLUMNS) - 1
        for first, end in runs(rows):
            model = self._analyzer
            wanted.select(model.index(first, 0), model.index(end, last))
        self._is_told = True
        flag = QItemSelectionModel.SelectionFlag
        self.selectionModel().select(wanted, flag.ClearAndSelect)
        self._is_told = False
        if rows and not self.hasFocus():
            self.scrollTo(self._analyzer.index(rows[0], 0))

    def make_columns_menu(self) -> QMenu:
        """Menu of all columns, shown ones ticked."""
        menu = QMenu(self)
        menu.setObjectName("analyzer_columns")
        for number, column in enumerate(COLUMNS):
            action = menu.addAction(column.title)
            action.setCheckable(True)
            action.setChecked(not self.isColumnHidden(number))
            action.setEnabled(number > 0)
            action.setData(number)
        menu.triggered.connect(self._on_column)
        return menu

    @property
    def columns(self) -> QByteArray:
        """Order and widths of the columns, and which are shown."""
        return self.horizontalHeader().saveState()

    def restore_columns(self, state: QByteArray | None) -> None:
        """Show the columns as they were once; lines stay in the data's order."""
        header = self.horizontalHeader()
        if state is not None and header.restoreState(state):
            header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        header.sectionResized.connect(self.columns_changed)
        header.sectionMoved.connect(self.columns_changed)

    def _set_columns(self) -> None:
        header = self.horizontalHeader()
        header.setSectionsMovable(True)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(self._on_menu_wanted)
        for number, column in enumerate(COLUMNS):
            self.setColumnWidth(number, scaled(column.width))
            self.setColumnHidden(number, not column.is_shown)
        header.setStretchLastSection(True)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        header.setSortIndicatorClearable(True)
        self.setSortingEnabled(True)

    def _on_column(self, action: QAction) -> None:
        number = action.data()
        self.setColumnHidden(number, not self.isColumnHidden(number))

    def _on_menu_wanted(self, at: QPoint) -> None:
        menu = self.make_columns_menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.horizontalHeader().mapToGlobal(at))

    def _on_selected(self) -> None:
        if not (self._is_told or self._analyzer.is_arranging):
            self.chosen.emit()


class ShareBar(QStyledItemDelegate):
    """A bar as long as the share, and the share in words beside it."""

    def __init__(self, themes: ThemeManager, parent: QWidget) -> None:
        super().__init__(parent)
        self._themes = themes

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        """Leave room for the bar at the left."""
        super().initStyleOption(option, index)
        option.displayAlignment = (
            Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        )

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: Index
    ) -> None:
        """Draw the number as usual, then the bar."""
        super().paint(painter, option, index)
        share = index.data(ShareRole)
        if share is None:
            return
        theme = self._themes.theme
        box = QRectF(option.rect).adjusted(8, 0, -_NUMBER, 0)
        track = QRectF(box.left(), box.center().y() - _BAR / 2, box.width(), _BAR)
        painter.save()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("border"))
        painter.drawRect(track)
        painter.setBrush(theme.color("accent"))
        track.setWidth(track.width() * share)
        painter.drawRect(track)
        painter.restore()
