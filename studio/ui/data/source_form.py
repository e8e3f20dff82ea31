"""Choice of the data: kind, file, and what else the kind needs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from studio.graph.commands import change_data
from studio.graph.data_kinds import DATA_KINDS, data_kind
from studio.graph.picture_options import PictureOptions
from studio.graph.table_options import is_regression, targets_of
from studio.ui.data.arrays_form import ArraysForm
from studio.ui.data.columns_button import ColumnsButton
from studio.ui.data.file_peek import (
    DELIMITERS,
    array_names,
    column_names,
)
from studio.ui.data.picture_form import PictureForm
from studio.ui.data.service import DataService, DataState
from studio.ui.editors.quiet_combo import QuietCombo, fill
from studio.ui.workspace import Workspace

_FILTERS = {
    "npz": "NumPy files (*.npz);;All files (*)",
    "csv": "Tables (*.csv *.tsv *.txt);;All files (*)",
}
_TASKS = {"classification": "Classes", "regression": "Values"}
_DEFAULTS = {"x": "x", "y": "y", "delimiter": ",", "task": "classification"}


class SourceForm(QWidget):
    """Edits the document's data source; every change can be undone."""

    def __init__(
        self, workspace: Workspace, service: DataService, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._service = service
        self._kind = self._combo("data.kind", "Kind of data")
        self._kind.addItem("No data yet", "none")
        for kind in DATA_KINDS:
            self._kind.addItem(kind.title, kind.kind)
        self._kind.activated.connect(self._on_kind_chosen)
        self._about = QLabel()
        self._about.setProperty("role", "muted")
        self._about.setWordWrap(True)
        self._path = QLabel()
        self._path.setTextFormat(Qt.TextFormat.PlainText)
        self._path.setWordWrap(True)
        self._path.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._path.setObjectName("data.path")
        self._browse = QPushButton("Browse…")
        self._browse.setObjectName("data.browse")
        self._browse.clicked.connect(self.browse)
        self._options: dict[str, QuietCombo] = {}
        self._also = ColumnsButton("data.option.also", "More targets", self)
        self._also.edited.connect(self._on_also)
        self._arrays = ArraysForm(workspace, service, self)
        self._pictures = PictureForm(self)
        self._pictures.edited.connect(self._on_pictures)
        self._make_layout()
        self.refresh()

    def _make_layout(self) -> None:
        self._file_row = QWidget()
        across = QHBoxLayout(self._file_row)
        across.setContentsMargins(0, 0, 0, 0)
        across.addWidget(self._path, 1)
        across.addWidget(self._browse, 0, Qt.AlignmentFlag.AlignTop)
        self._form = QFormLayout()
        self._form.setContentsMargins(0, 0, 0, 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self._kind)
        column.addWidget(self._about)
        column.addWidget(self._file_row)
        column.addLayout(self._form)
        for name, title in (
            ("x", "Samples"),
            ("y", "Labels"),
            ("delimiter", "Delimiter"),
            ("target", "Target"),
            ("task", "Learn"),
        ):
            combo = self._combo(f"data.option.{name}", title)
            combo.activated.connect(self._on_option_chosen)
            self._options[name] = combo
            self._form.addRow(title, combo)
            if name == "target":
                self._form.addRow("And", self._also)
        column.addWidget(self._arrays)
        column.addWidget(self._pictures)

    def _combo(self, name: str, title: str) -> QuietCombo:
        combo = QuietCombo(self)
        combo.setObjectName(name)
        combo.setAccessibleName(title)
        return combo

    def refresh(self) -> None:
        """Show the document's data source."""
        source = self._service.source
        kind = data_kind(source.kind)
        self._kind.setCurrentIndex(max(self._kind.findData(source.kind), 0))
        self._about.setText(
            kind.description if kind else "Choose what the model learns from."
        )
        self._file_row.setVisible(source.reads_file)
        what = "folder" if self._service.reads_folder else "file"
        self._path.setText(str(self._service.file or f"No {what} is chosen."))
        self._browse.setAccessibleName(f"Choose the data {what}")
        self._pictures.setVisible(source.kind == "images")
        self._pictures.refresh(source)
        may_look = self._service.state not in (DataState.ASK, DataState.NO_FILE)
        wanted = self._choices() if may_look and self._service.file else {}
        self._arrays.refresh(may_look)
        for name, combo in self._options.items():
            self._form.setRowVisible(combo, name in wanted)
            if name in wanted:
                default = _DEFAULTS.get(name, "")
                value = source.options.get(name, default)
                shown = value[0] if isinstance(value, tuple) and value else value
                fill(combo, wanted[name], shown)
        self._show_more_targets(list(wanted.get("target", {})))

    def _choices(self) -> dict[str, dict[str, str]]:
        """What each option of this kind of file offers: value to text."""
        source, file = self._service.source, self._service.file
        if file is None or self._service.takes_arrays or self._service.reads_folder:
            return {}
        if source.kind == "npz":
            names = {name: name for name in array_names(file)}
            return {"x": names, "y": names}
        delimiter = str(source.options.get("delimiter") or _DEFAULTS["delimiter"])
        columns = {name: name for name in column_names(file, delimiter)}
        return {"delimiter": DELIMITERS, "target": columns, "task": _TASKS}

    def _show_more_targets(self, columns: list[str]) -> None:
        """Offer the other columns where several values can be predicted."""
        options = self._service.source.options
        first, *more = targets_of(options) or ("",)
        offers = bool(columns and first) and (is_regression(options) or bool(more))
        self._form.setRowVisible(self._also, offers)
        self._also.show_columns([c for c in columns if c != first], more)

    def browse(self) -> None:
        """Let the user pick a file."""
        now = self._service.file
        start = str(now.parent if now else self._service.base or Path.home())
        if self._service.reads_folder:
            name = QFileDialog.getExistingDirectory(self, "Picture folder", start)
        else:
            filters = _FILTERS.get(self._service.source.kind, "")
            name, _ = QFileDialog.getOpenFileName(
                self, "Choose the data file", start, filters
            )
        if name:
            self._service.choose_file(Path(name))

    def _on_kind_chosen(self, index: int) -> None:
        kind = self._kind.itemData(index)
        self._service.choose_kind(kind)
        if self._service.state is DataState.NO_FILE:
            self.browse()

    def _on_pictures(self, chosen: PictureOptions) -> None:
        edit = change_data(self._workspace.document, options=chosen.options)
        self._workspace.edit(edit, "Change pictures")

    def _on_option_chosen(self, index: int) -> None:
        combo: Any = self.sender()
        name = next(key for key, box in self._options.items() if box is combo)
        value = combo.itemData(index)
        self._change(name, value)

    def _on_also(self, more: tuple[str, ...]) -> None:
        first = targets_of(self._service.source.options)[0]
        self._change("target", (first, *more) if more else first)

    def _change(self, name: str, value: Any) -> None:
        options = dict(self._service.source.options)
        options[name] = value
        if value == _DEFAULTS.get(name):
            del options[name]
        if options != self._service.source.options:
            document = self._workspace.document
            edit = change_data(document, options=options)
            self._workspace.edit(edit, "Change data options")
