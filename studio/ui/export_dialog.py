"""The Export dialog: take the script, the model or its picture away."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMessageBox,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from studio.errors import StudioError
from studio.project.atomic import write_atomic
from studio.protocol.messages import Export, Exported, Failed, Message, Request
from studio.runtime.export_formats import ExportFormat, script_file
from studio.runtime.runs import Run
from studio.ui.editors.quiet_combo import QuietCombo
from studio.ui.export_targets import (
    FOLDER_FORMAT,
    FORMATS,
    PICTURE,
    ModelSource,
    faults_of,
    proposed_path,
    sources,
)
from studio.ui.progress import Progress
from studio.ui.text_size import scaled
from studio.ui.tokens import LIGHT
from studio.ui.training.number_text import size_text
from studio.ui.training.trainer import Trainer
from studio.ui.workspace import Workspace

_WIDTH = 560


class ExportDialog(QDialog):
    """Asks what to write and where; an engine writes models meanwhile."""

    def __init__(
        self,
        workspace: Workspace,
        trainer: Trainer,
        run: Run | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """Offer `run` first, else the open document, trained if it has been."""
        super().__init__(parent)
        self.setObjectName("export_dialog")
        self.setWindowTitle("Export")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(scaled(_WIDTH))
        self._workspace = workspace
        self._jobs = trainer.jobs
        self._asked: int | None = None
        self._written: Path | None = None
        self._own_path = False
        self._fault = ""
        self._sources = self._find_sources(trainer)
        self._make_fields()
        self._make_buttons()
        self._make_layout()
        self._jobs.answered.connect(self._on_answered)
        self._jobs.status_changed.connect(self._on_status)
        self._choose(run)
        self.export_button.setFocus()

    def _find_sources(self, trainer: Trainer) -> list[ModelSource]:
        try:
            return sources(self._workspace, trainer.store.list())
        except StudioError as error:
            self._fault = str(error)
            return sources(self._workspace, [])

    def _make_fields(self) -> None:
        self.source = QuietCombo()
        self.source.setObjectName("export.source")
        self.source.setAccessibleName("What to export")
        for one in self._sources:
            self.source.addItem(one.title)
        self.format = QuietCombo()
        self.format.setObjectName("export.format")
        self.format.setAccessibleName("Format")
        self._hint = QLabel()
        self._hint.setProperty("role", "muted")
        self._hint.setWordWrap(True)
        policy = QSizePolicy.Policy
        self._hint.setSizePolicy(policy.Expanding, policy.Preferred)
        self.path = QLineEdit()
        self.path.setObjectName("export.path")
        self.path.setAccessibleName("Destination")
        self.path.textEdited.connect(self._on_path_typed)
        self.source.currentIndexChanged.connect(self._on_source_changed)
        self.format.currentIndexChanged.connect(self._on_format_changed)

    def _make_buttons(self) -> None:
        self._browse = self._button("export.browse", "Browse…", self._on_browse)
        self.export_button = self._button("export.start", "Export", self._on_export)
        self.export_button.setDefault(True)
        self._open = self._button("export.open", "Open Folder", self._on_open)
        self._open.hide()
        self._close = self._button("export.close", "Close", self.close)
        self._busy = Progress("export.progress", "Exporting")
        self._busy.hide()
        self.outcome = QLabel()
        self.outcome.setObjectName("export.result")
        self.outcome.setTextFormat(Qt.TextFormat.PlainText)
        self.outcome.setWordWrap(True)

    def _button(self, name: str, text: str, slot: Callable[[], object]) -> QPushButton:
        button = QPushButton(text)
        button.setObjectName(name)
        button.setAutoDefault(False)
        button.clicked.connect(slot)
        return button

    def _make_layout(self) -> None:
        row = QHBoxLayout()
        row.addWidget(self.path, 1)
        row.addWidget(self._browse)
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        form.addRow("Model", self.source)
        form.addRow("Format", self.format)
        form.addRow("", self._hint)
        form.addRow("Write to", row)
        foot = QHBoxLayout()
        foot.addWidget(self._open)
        foot.addStretch(1)
        foot.addWidget(self._close)
        foot.addWidget(self.export_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        column.addLayout(form)
        column.addWidget(self.outcome)
        column.addWidget(self._busy)
        column.addStretch(1)
        column.addLayout(foot)

    def _choose(self, run: Run | None) -> None:
        own = [one.run for one in self._sources if one.is_open and one.run]
        run = run or next(iter(own), None)
        ids = [one.run.id if one.run else "" for one in self._sources]
        wanted = run.id if run else ""
        self.source.setCurrentIndex(ids.index(wanted) if wanted in ids else 0)
        self._on_source_changed()
        if self._fault:
            self._tell(self._fault, failed=True)

    @property
    def _source(self) -> ModelSource:
        return self._sources[self.source.currentIndex()]

    @property
    def _form(self) -> ExportFormat:
        wanted = self.format.currentData()
        return next(form for form in FORMATS if form.id == wanted)

    def _on_source_changed(self) -> None:
        wanted = self.format.currentData()
        offered = [form for form in FORMATS if self._source.offers(form)]
        self.format.blockSignals(True)
        self.format.clear()
        for form in offered:
            self.format.addItem(form.title, form.id)
        self.format.setCurrentIndex(max(self.format.findData(wanted), 0))
        self.format.blockSignals(False)
        self._on_format_changed()

    def _on_format_changed(self) -> None:
        self._hint.setText(self._form.hint)
        self._tell("")
        self._open.hide()
        if self._own_path:
            self._change_suffix()
        else:
            path = proposed_path(self._workspace, self._source, self._form.suffix)
            self.path.setText(str(path))

    def _change_suffix(self) -> None:
        """Let a name that was typed end as the format has it."""
        text, suffix = self.path.text(), self._form.suffix
        known = {form.suffix for form in FORMATS if form.suffix} - {suffix}
        for other in sorted(known, key=len, reverse=True):
            if text.endswith(other):
                self.path.setText(text.removesuffix(other) + suffix)
                return
        if suffix and text and not text.endswith(suffix):
            self.path.setText(text + suffix)

    def _on_path_typed(self) -> None:
        self._own_path = True
        self._tell("")

    def _on_browse(self) -> None:
        form, start = self._form, self.path.text()
        pattern = f"{form.title} (*{form.suffix})"
        if form.id == PICTURE.id:
            pattern = "Pictures (*.svg *.png *.pdf)"
        name, _ = QFileDialog.getSaveFileName(
            self,
            "Export to",
            start,
            pattern if form.suffix else "",
            options=QFileDialog.Option.DontConfirmOverwrite,
        )
        if name:
            if form.id != PICTURE.id and not name.endswith(form.suffix):
                name += form.suffix
            self._own_path = True
            self.path.setText(name)
            self._tell("")

    def _on_export(self) -> None:
        path = Path(self.path.text().strip()).expanduser()
        fault = faults_of(self._form, path)
        if fault:
            self._tell(fault, failed=True)
        elif path.exists():
            self._ask_to_replace(path)
        else:
            self._write(path)

    def _ask_to_replace(self, path: Path) -> None:
        box = QMessageBox(self)
        box.setObjectName("export.confirm")
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText(f"Replace “{path.name}”?")
        what = "folder" if self._form.id == FOLDER_FORMAT else "file"
        box.setInformativeText(f"There is a {what} of this name in {path.parent}.")
        replace = box.addButton("Replace", QMessageBox.ButtonRole.DestructiveRole)
        replace.setObjectName("export.confirm.replace")
        replace.clicked.connect(self._on_replace)
        cancel = box.addButton("Cancel", QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(cancel)
        box.open()

    def _on_replace(self) -> None:
        self._write(Path(self.path.text().strip()).expanduser())

    def _write(self, path: Path) -> None:
        self._written = path
        try:
            if self._form.id == PICTURE.id:
                self._write_picture(path)
            elif not self._form.needs_engine:
                self._write_script(path)
            else:
                self._script = self._source.script(self._workspace)
                self._set_busy(True)
                self._tell("Starting the engine…")
                self._asked = self._jobs.ask(self._make_request)
        except StudioError as error:
            self._tell(str(error), failed=True)

    def _write_picture(self, path: Path) -> None:
        from studio.ui.canvas.picture import save_picture

        workspace = self._workspace
        save_picture(
            workspace.document,
            workspace.catalog,
            workspace.facts,
            path,
            LIGHT,
            workspace.problems,
            workspace.here,
        )
        self._tell_written(path.stat().st_size)

    def _write_script(self, path: Path) -> None:
        data = script_file(self._form.id, self._source.script(self._workspace))
        write_atomic(path, data)
        self._tell_written(len(data))

    def _make_request(self, number: int) -> Request:
        run = self._source.run
        folder = str(run.folder) if run else ""
        path = str(self._written)
        return Export(number, self._script, folder, self._form.id, path)

    def _on_answered(self, message: Message) -> None:
        request = getattr(message, "request", None)
        if self._asked is None or request != self._asked:
            return
        self._asked = None
        self._set_busy(False)
        if isinstance(message, Exported):
            self._tell_written(message.size, message.told)
        elif isinstance(message, Failed):
            self._tell(message.text, failed=True)

    def _on_status(self, text: str) -> None:
        if self._asked is not None:
            self._tell(text)

    def _on_open(self) -> None:
        if self._written is not None:
            url = QUrl.fromLocalFile(str(self._written.parent))
            QDesktopServices.openUrl(url)

    def _tell_written(self, size: int, told: str = "") -> None:
        self._tell(f"Written: {self._written} ({size_text(size)})\n{told}".strip())
        self._open.show()

    def _tell(self, text: str, failed: bool = False) -> None:
        self.outcome.setText(text)
        self.outcome.setProperty("failed", failed)
        palette = self.palette()
        if failed:
            palette.setColor(
                self.foregroundRole(), palette.color(palette.ColorRole.BrightText)
            )
        self.outcome.setPalette(palette)

    def _set_busy(self, busy: bool) -> None:
        self._busy.setVisible(busy)
        for widget in (self.source, self.format, self.path, self._browse):
            widget.setEnabled(not busy)
        self.export_button.setEnabled(not busy)
        self._close.setText("Cancel" if busy else "Close")
        self._open.hide()

    def reject(self) -> None:
        """Close; an export under way ends at once and leaves nothing half done."""
        if self._asked is not None:
            self._asked = None
            self._jobs.cancel()
        super().reject()
