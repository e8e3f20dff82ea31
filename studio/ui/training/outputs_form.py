"""Loss, weight and metrics of each of several outputs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFormLayout, QLabel, QVBoxLayout, QWidget

from studio.catalog.spec import Catalog, Role
from studio.graph.feeds import Feed
from studio.graph.setup import CompileSettings, OutputSettings
from studio.ui.editors.object_editor import ObjectEditor
from studio.ui.fields import DecimalField
from studio.ui.theme import ThemeManager
from studio.ui.training.object_list import ListKind, ObjectList

_HEAVIEST = 1_000_000.0


class OutputsForm(QWidget):
    """A part for each output.

    Signals:
        edited(feed, name, value): a setting of an output is another now.
    """

    edited = Signal(object, str, object)

    def __init__(self, catalog: Catalog, themes: ThemeManager, parent: QWidget) -> None:
        super().__init__(parent)
        self._catalog = catalog
        self._themes = themes
        self._parts: list[OutputPart] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)

    @property
    def parts(self) -> list[OutputPart]:
        """The part of each output."""
        return list(self._parts)

    def show_outputs(self, outputs: Sequence[Feed], settings: CompileSettings) -> None:
        """Show the settings of these outputs; typing goes on undisturbed."""
        if [part.feed.id for part in self._parts] != [feed.id for feed in outputs]:
            self._make_parts(outputs)
        for part, feed in zip(self._parts, outputs, strict=True):
            part.show_settings(feed, settings)

    def _make_parts(self, outputs: Sequence[Feed]) -> None:
        for part in self._parts:
            self._column.removeWidget(part)
            part.hide()
            part.deleteLater()
        self._parts = [
            OutputPart(feed, self._catalog, self._themes, self) for feed in outputs
        ]
        for part in self._parts:
            part.edited.connect(self._on_edited)
            self._column.addWidget(part)

    def _on_edited(self, name: str, value: Any) -> None:
        part = self.sender()
        assert isinstance(part, OutputPart)
        self.edited.emit(part.feed, name, value)


class OutputPart(QWidget):
    """Settings of one output.

    Attributes:
        feed: the output.

    Signals:
        edited(name, value): a setting is another now.
    """

    edited = Signal(str, object)

    def __init__(
        self, feed: Feed, catalog: Catalog, themes: ThemeManager, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.feed = feed
        self._title = QLabel()
        self._title.setProperty("role", "heading")
        self.loss = ObjectEditor(catalog, Role.LOSS, parent=self)
        self.loss.set_name(f"compile.{feed.id}.loss")
        self.loss.edited.connect(self._on_loss)
        limits = (0.0, _HEAVIEST)
        name, title = f"compile.{feed.id}.weight", f"Loss weight of {feed.name}"
        self.weight = DecimalField(name, title, limits, 0.1, self)
        self.weight.edited.connect(self._on_weight)
        kind = ListKind(f"metrics.{feed.id}", "metric", Role.METRIC, "accuracy")
        self.metrics = ObjectList(kind, catalog, themes, self)
        self.metrics.edited.connect(self._on_metrics)
        form = QFormLayout(self)
        form.setContentsMargins(0, 4, 0, 0)
        form.setVerticalSpacing(4)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        form.addRow(self._title)
        form.addRow("Loss", self.loss)
        form.addRow("Weight", self.weight)
        form.addRow("Metrics", self.metrics)

    def show_settings(self, feed: Feed, settings: CompileSettings) -> None:
        """Show what holds for the output, be it its own or that of all."""
        self.feed = feed
        self._title.setText(f"Output {feed.name or feed.node}")
        resolved = settings.of(feed.id)
        own = settings.outputs.get(feed.id, OutputSettings())
        if not self.loss.is_set or self.loss.value() != resolved.loss:
            self.loss.set_value(resolved.loss)
        self.weight.show_value(own.weight)
        self.metrics.show_values(resolved.metrics)

    def _on_loss(self, value: Any) -> None:
        self.edited.emit("loss", value)

    def _on_weight(self, value: float) -> None:
        self.edited.emit("weight", value)

    def _on_metrics(self, values: tuple[Any, ...]) -> None:
        self.edited.emit("metrics", values)
