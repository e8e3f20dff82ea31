"""What differs between runs, as a table to read, copy and save."""

from __future__ import annotations

from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont, QGuiApplication, QPixmap
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from studio.causes import cause_of
from studio.runtime.contrast.comparison import Comparison
from studio.runtime.contrast.difference import Difference, Group
from studio.runtime.contrast.export import cell_text, to_csv, to_markdown
from studio.ui.editors.states import tooltip
from studio.ui.rows import NOWHERE, Index, RowModel, RowTable
from studio.ui.runs.comparison_legend import run_color
from studio.ui.text_size import scaled
from studio.ui.theme import ThemeManager

BEST = "★ "
_SWATCH = 10
_FORMS = "CSV table (*.csv);;Markdown table (*.md)"
_ALIKE = "These runs do not differ in anything that was recorded."


class DifferenceModel(RowModel):
    """A row for each difference, one for the title of each group."""

    def __init__(self, themes: ThemeManager, parent: QWidget) -> None:
        super().__init__(("",), parent)
        self._themes = themes
        self.rows: list[Group | Difference] = []

    def show_comparison(self, comparison: Comparison) -> None:
        """Show what differs."""
        self.beginResetModel()
        self._titles = ("", *comparison.labels)
        self._numbers = (False,) * len(self._titles)
        self.rows = []
        for group, found in groupby(comparison.differences, attrgetter("group")):
            self.rows += [group, *found]
        self.endResetModel()

    def rowCount(self, parent: Index = NOWHERE) -> int:
        """Differences and titles."""
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Text of a cell; the best of a row by star, weight and colour."""
        row = self.rows[index.row()]
        if isinstance(row, Group):
            return self._of_title(row, index.column(), role)
        place = index.column() - 1
        if role == Qt.ItemDataRole.DisplayRole:
            return _text(row, place)
        if role == Qt.ItemDataRole.ToolTipRole:
            return tooltip(_text(row, place))
        if place in row.best and role == Qt.ItemDataRole.FontRole:
            return _bold()
        if place in row.best and role == Qt.ItemDataRole.ForegroundRole:
            return self._themes.theme.color("success")
        return None

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        """Names of the runs with the colours of their curves."""
        wanted = role == Qt.ItemDataRole.DecorationRole and section > 0
        if wanted and orientation is Qt.Orientation.Horizontal:
            swatch = QPixmap(scaled(_SWATCH), scaled(_SWATCH))
            swatch.fill(run_color(self._themes.theme, section - 1))
            return swatch
        return super().headerData(section, orientation, role)

    def _of_title(self, group: Group, column: int, role: int) -> Any:
        if role == Qt.ItemDataRole.DisplayRole:
            return "" if column else group.value
        return _bold() if role == Qt.ItemDataRole.FontRole else None


class DifferencePage(QWidget):
    """The table, and buttons that take it away.

    Signals:
        told(str): the table was taken away, or why not.
    """

    told = Signal(str)

    def __init__(self, themes: ThemeManager) -> None:
        super().__init__()
        self._comparison: Comparison | None = None
        self._model = DifferenceModel(themes, self)
        self.table = RowTable(self._model)
        self.table.setObjectName("runs.differences")
        self.table.setAccessibleName("Differences between the runs")
        self.table.setWordWrap(False)
        self.table.verticalHeader().setDefaultSectionSize(scaled(24))
        self.table.horizontalHeader().setMaximumSectionSize(scaled(260))
        self._note = QLabel()
        self._note.setObjectName("runs.differences.note")
        self._note.setTextFormat(Qt.TextFormat.PlainText)
        self._note.setWordWrap(True)
        copy = self._button("copy", "Copy", "Copy the table as Markdown")
        copy.clicked.connect(self._on_copy)
        save = self._button("save", "Save…", "Write the table as CSV or Markdown")
        save.clicked.connect(self._on_save)
        head = QHBoxLayout()
        head.setContentsMargins(12, 4, 8, 4)
        head.addWidget(self._note, 1)
        head.addWidget(copy)
        head.addWidget(save)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.table, 1)
        themes.changed.connect(self.table.viewport().update)
        themes.changed.connect(self.table.horizontalHeader().viewport().update)

    def show_comparison(self, comparison: Comparison) -> None:
        """Show what differs."""
        self._comparison = comparison
        self._model.show_comparison(comparison)
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        notes = list(comparison.notes)
        if not comparison.differences:
            notes.append(_ALIKE)
        self._note.setText(" ".join(notes))

    def save(self, path: Path) -> None:
        """Write the table; the suffix tells the form."""
        if self._comparison is None:
            return
        form = to_markdown if path.suffix == ".md" else to_csv
        try:
            path.write_text(form(self._comparison), "utf-8")
        except OSError as error:
            self.told.emit(
                f"The table could not be written to {path} because {cause_of(error)}. "
                "Choose another folder."
            )
        else:
            self.told.emit(f"The table was written to {path}.")

    def _button(self, name: str, text: str, tip: str) -> QPushButton:
        button = QPushButton(text)
        button.setObjectName(f"runs.differences.{name}")
        button.setToolTip(tip)
        return button

    def _on_copy(self) -> None:
        if self._comparison is not None:
            QGuiApplication.clipboard().setText(to_markdown(self._comparison))
            self.told.emit("The table is on the clipboard, as Markdown.")

    def _on_save(self) -> None:
        name, form = QFileDialog.getSaveFileName(
            self, "Save differences", "runs.csv", _FORMS
        )
        if name:
            path = Path(name)
            suffix = ".md" if "*.md" in form else ".csv"
            self.save(path if path.suffix else path.with_suffix(suffix))


def _text(row: Difference, place: int) -> str:
    if place < 0:
        return row.name
    mark = BEST if place in row.best else ""
    return f"{mark}{cell_text(row.values[place])}"


def _bold() -> QFont:
    font = QFont()
    font.setBold(True)
    return font
