"""What the data holds: split, shapes, ranges, classes."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFormLayout, QLabel, QVBoxLayout, QWidget

from studio.graph.commands import change_data
from studio.graph.data_kinds import data_kind
from studio.graph.setup import DataFacts
from studio.ui.data.class_chart import ClassChart
from studio.ui.data.service import DataService
from studio.ui.data.split_bar import SplitBar
from studio.ui.fields import FractionField
from studio.ui.theme import ThemeManager
from studio.ui.training.number_text import value_text
from studio.ui.workspace import Workspace

_NOTHING = "–"


class FactsView(QWidget):
    """Split settings, and facts as rows of a form."""

    def __init__(
        self, workspace: Workspace, service: DataService, themes: ThemeManager
    ) -> None:
        super().__init__()
        self._workspace = workspace
        self._service = service
        self._validation = FractionField("data.validation", "Validation split", self)
        self._test = FractionField("data.test", "Test split", self)
        self._validation.edited.connect(self._on_validation_edited)
        self._test.edited.connect(self._on_test_edited)
        self._bar = SplitBar(themes, self)
        self._themes = themes
        self._charts: list[ClassChart] = []
        self._samples = self._line("data.samples")
        self._labels = self._line("data.labels")
        self._notes = self._line("data.notes")
        self._make_layout()
        self.refresh()

    def _make_layout(self) -> None:
        splits = QFormLayout()
        splits.addRow("Validation split", self._validation)
        splits.addRow("Test split", self._test)
        self._test_row = splits
        facts = QFormLayout()
        facts.addRow("Samples", self._samples)
        facts.addRow("Labels", self._labels)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for layout in (splits, facts):
            layout.setContentsMargins(0, 0, 0, 0)
            layout.setVerticalSpacing(4)
        column.addLayout(splits)
        column.addWidget(self._bar)
        column.addLayout(facts)
        self._chart_column = QVBoxLayout()
        self._chart_column.setSpacing(8)
        column.addLayout(self._chart_column)
        column.addWidget(self._notes)
        column.addStretch(1)

    def _line(self, name: str) -> QLabel:
        label = QLabel()
        label.setObjectName(name)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        return label

    def refresh(self) -> None:
        """Show split and facts as they are."""
        source, facts = self._service.source, self._service.facts
        kind = data_kind(source.kind)
        self._validation.show_value(source.validation_split)
        self._test.show_value(source.test_split)
        for field in (self._validation, self._test):
            field.setEnabled(kind is not None)
        given = kind is not None and kind.has_test_split
        self._test_row.setRowVisible(self._test, not given)
        self._bar.setVisible(facts is not None)
        self._samples.setText(_samples_text(facts) if facts else _NOTHING)
        self._labels.setText(_labels_text(facts) if facts else _NOTHING)
        self._notes.setText("\n".join(facts.notes) if facts else "")
        self._notes.setVisible(bool(facts and facts.notes))
        if facts:
            self._bar.show_counts(facts.train, facts.validation, facts.test)
        self._show_classes(facts)

    def _show_classes(self, facts: DataFacts | None) -> None:
        """A chart for the labels of each output that are classes."""
        labels = _each_output(facts) if facts else []
        counted = [one for one in labels if one.class_counts]
        while len(self._charts) < len(counted):
            chart = ClassChart(self._themes, self)
            self._charts.append(chart)
            self._chart_column.addWidget(chart)
        for chart in self._charts[len(counted) :]:
            chart.hide()
        for chart, one in zip(self._charts, counted, strict=False):
            chart.show_classes(one.classes, one.class_counts)

    def _on_validation_edited(self, value: float) -> None:
        edit = change_data(self._workspace.document, validation_split=value)
        self._workspace.edit(edit, "Change validation split", "data.validation")

    def _on_test_edited(self, value: float) -> None:
        edit = change_data(self._workspace.document, test_split=value)
        self._workspace.edit(edit, "Change test split", "data.test")


def _each_output(facts: DataFacts) -> list[DataFacts]:
    """Facts with the labels of each output."""
    if not facts.arrays:
        return [facts]
    found = (facts.of_output(array.node) for array in facts.outputs)
    return [one for one in found if one is not None]


def _samples_text(facts: DataFacts) -> str:
    if not facts.arrays:
        return _one_sample_text(facts)
    found = ((array.array, facts.of_input(array.node)) for array in facts.inputs)
    return "\n".join(f"{name}: {_one_sample_text(one)}" for name, one in found if one)


def _one_sample_text(facts: DataFacts) -> str:
    shape = " × ".join(map(str, facts.input_shape)) or "scalar"
    low, high = map(value_text, facts.input_range)
    return f"{shape} {facts.input_dtype}, {low} to {high}"


def _labels_text(facts: DataFacts) -> str:
    if not facts.arrays:
        return _one_label_text(facts)
    found = ((array.array, facts.of_output(array.node)) for array in facts.outputs)
    return "\n".join(f"{name}: {_one_label_text(one)}" for name, one in found if one)


def _one_label_text(facts: DataFacts) -> str:
    if facts.classes:
        return f"{len(facts.classes)} classes, {facts.target_dtype}"
    low, high = map(value_text, facts.target_range)
    size = " × ".join(map(str, facts.target_shape))
    what = f"{size} values" if size else "one value"
    return f"{what}, {facts.target_dtype}, {low} to {high}"
