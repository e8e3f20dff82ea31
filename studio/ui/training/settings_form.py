"""Compile and fit settings of the document."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from studio.catalog.spec import Role
from studio.graph.commands import (
    change_compile,
    change_data,
    change_fit,
    change_output,
)
from studio.graph.feeds import Feed, feeds_of
from studio.graph.setup import CompileSettings
from studio.graph.values import Value
from studio.protocol.messages import Device
from studio.ui.data.service import DataService
from studio.ui.editors.object_editor import ObjectEditor
from studio.ui.editors.quiet_combo import QuietCombo
from studio.ui.fields import FractionField, IntField
from studio.ui.theme import ThemeManager
from studio.ui.training.object_list import CALLBACKS, METRICS, ObjectList
from studio.ui.training.outputs_form import OutputsForm
from studio.ui.training.trainer import Trainer
from studio.ui.workspace import Workspace

_MOST = 1_000_000
_MOST_SEED = 2**31 - 1
_AUTO = Device("auto", "Automatic")
_CPU = Device("cpu", "CPU")
_ALL = Device("all", "All GPUs")


class SettingsForm(QWidget):
    """Shows the settings; every change is an edit that can be undone."""

    def __init__(
        self,
        workspace: Workspace,
        trainer: Trainer,
        data: DataService,
        themes: ThemeManager,
    ) -> None:
        super().__init__()
        self._workspace = workspace
        self._trainer = trainer
        self._data = data
        self._themes = themes
        self._content: QWidget | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._build()
        workspace.document_edited.connect(self.refresh)
        workspace.document_replaced.connect(self.refresh)
        workspace.catalog_changed.connect(self._build)
        data.engine.state_changed.connect(self.refresh)

    def _build(self) -> None:
        """Make all editors; they are made anew for another catalog."""
        if self._content is not None:
            self._column.removeWidget(self._content)
            self._content.hide()
            self._content.deleteLater()
        self._content = QWidget()
        self._make_objects(self._content)
        self._make_numbers(self._content)
        form = QFormLayout(self._content)
        form.setContentsMargins(0, 0, 0, 0)
        form.setVerticalSpacing(4)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        form.addRow("Optimizer", self.optimizer)
        form.addRow("Loss", self.loss)
        form.addRow("Metrics", self.metrics)
        form.addRow(self.outputs)
        self._form = form
        form.addRow("Epochs", _pair(self.epochs, "Batch size", self.batch_size))
        form.addRow("Validation", _pair(self.validation, "Seed", self.seed))
        form.addRow("Device", self.device)
        form.addRow("Callbacks", self.callbacks)
        self._column.addWidget(self._content)
        self.refresh()

    def _make_objects(self, parent: QWidget) -> None:
        catalog = self._workspace.catalog
        self.optimizer = ObjectEditor(catalog, Role.OPTIMIZER, parent=parent)
        self.optimizer.set_name("compile.optimizer")
        self.optimizer.edited.connect(self._on_optimizer)
        self.loss = ObjectEditor(catalog, Role.LOSS, parent=parent)
        self.loss.set_name("compile.loss")
        self.loss.edited.connect(self._on_loss)
        self.metrics = ObjectList(METRICS, catalog, self._themes, parent)
        self.metrics.edited.connect(self._on_metrics)
        self.outputs = OutputsForm(catalog, self._themes, parent)
        self.outputs.edited.connect(self._on_output)
        self.callbacks = ObjectList(CALLBACKS, catalog, self._themes, parent)
        self.callbacks.edited.connect(self._on_callbacks)

    def _make_numbers(self, parent: QWidget) -> None:
        self.epochs = IntField("fit.epochs", "Epochs", 1, _MOST, parent)
        self.batch_size = IntField("fit.batch_size", "Batch size", 1, _MOST, parent)
        self.seed = IntField("fit.seed", "Seed", 0, _MOST_SEED, parent)
        self.validation = FractionField("fit.validation", "Validation split", parent)
        self.device = QuietCombo(parent)
        self.device.setObjectName("fit.device")
        self.device.setAccessibleName("Device")
        self.epochs.edited.connect(self._on_epochs)
        self.batch_size.edited.connect(self._on_batch_size)
        self.seed.edited.connect(self._on_seed)
        self.validation.edited.connect(self._on_validation)
        self.device.activated.connect(self._on_device)

    def refresh(self) -> None:
        """Show the document's settings."""
        setup = self._workspace.document.setup
        for editor, value in (
            (self.optimizer, setup.compile.optimizer),
            (self.loss, setup.compile.loss),
        ):
            if not editor.is_set or editor.value() != value:
                editor.set_value(value)
        self.metrics.show_values(setup.compile.metrics)
        self._show_outputs(setup.compile)
        self.callbacks.show_values(setup.fit.callbacks)
        self.epochs.show_value(setup.fit.epochs)
        self.batch_size.show_value(setup.fit.batch_size)
        self.seed.show_value(setup.fit.seed)
        self.validation.show_value(setup.data.validation_split)
        self._show_devices(setup.fit.device)

    def _show_outputs(self, settings: CompileSettings) -> None:
        """Show loss and metrics of each output, if there are several."""
        feeds = feeds_of(self._workspace.document)
        outputs = feeds.outputs if feeds and len(feeds.outputs) > 1 else ()
        for row in (self.loss, self.metrics):
            self._form.setRowVisible(row, not outputs)
        self._form.setRowVisible(self.outputs, bool(outputs))
        self.outputs.show_outputs(outputs, settings)

    def _show_devices(self, wanted: str) -> None:
        told = [r for r in (self._trainer.ready, self._data.engine.ready) if r]
        gpus = {
            device.id: device
            for ready in told
            for device in ready.devices
            if device.id.startswith("gpu")
        }
        known = [_AUTO, _CPU, *gpus.values(), *([_ALL] if len(gpus) > 1 else [])]
        if wanted not in [device.id for device in known]:
            known.append(Device(wanted, wanted))
        if [d.id for d in known] != [
            self.device.itemData(i) for i in range(self.device.count())
        ]:
            self.device.clear()
            for device in known:
                self.device.addItem(device.name, device.id)
        self.device.setCurrentIndex(self.device.findData(wanted))

    def _on_optimizer(self, value: Value) -> None:
        self._compile("optimizer", value)

    def _on_loss(self, value: Value) -> None:
        self._compile("loss", value)

    def _on_metrics(self, values: tuple[Value, ...]) -> None:
        self._compile("metrics", values)

    def _on_output(self, feed: Feed, name: str, value: Any) -> None:
        document = self._workspace.document
        edit = change_output(document, feed.id, **{name: value})
        self._workspace.edit(
            edit, f"Change {name} of {feed.name}", f"compile.{feed.id}.{name}"
        )

    def _on_callbacks(self, values: tuple[Value, ...]) -> None:
        self._fit("callbacks", values)

    def _on_epochs(self, value: int) -> None:
        self._fit("epochs", value)

    def _on_batch_size(self, value: int) -> None:
        self._fit("batch_size", value)

    def _on_seed(self, value: int) -> None:
        self._fit("seed", value)

    def _on_device(self, index: int) -> None:
        self._fit("device", self.device.itemData(index))

    def _on_validation(self, value: float) -> None:
        edit = change_data(self._workspace.document, validation_split=value)
        self._workspace.edit(edit, "Change validation split", "data.validation")

    def _compile(self, name: str, value: Any) -> None:
        document = self._workspace.document
        if getattr(document.setup.compile, name) != value:
            edit = change_compile(document, **{name: value})
            self._workspace.edit(edit, f"Change {name}", f"compile.{name}")

    def _fit(self, name: str, value: Any) -> None:
        document = self._workspace.document
        if getattr(document.setup.fit, name) != value:
            edit = change_fit(document, **{name: value})
            title = name.replace("_", " ")
            self._workspace.edit(edit, f"Change {title}", f"fit.{name}")


def _pair(first: QWidget, title: str, second: QWidget) -> QWidget:
    """Two fields in one row; the second brings its title."""
    row = QWidget()
    across = QHBoxLayout(row)
    across.setContentsMargins(0, 0, 0, 0)
    across.addWidget(first, 1)
    label = QLabel(title)
    label.setBuddy(second)
    across.addWidget(label)
    across.addWidget(second, 1)
    return row
