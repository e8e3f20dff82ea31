"""How the pictures of a folder become samples."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QLabel, QWidget

from studio.graph.picture_options import (
    LARGEST,
    ColorMode,
    PictureOptions,
    Resizing,
    Scaling,
)
from studio.graph.setup import DataSource
from studio.ui.editors.quiet_combo import QuietCombo, fill
from studio.ui.fields import IntField

_CHOICES: dict[str, tuple[str, dict[str, str]]] = {
    "color_mode": (
        "Colours",
        {ColorMode.RGB: "Red, green, blue", ColorMode.GRAYSCALE: "Greys"},
    ),
    "resizing": (
        "Resizing",
        {
            Resizing.STRETCH: "Stretch",
            Resizing.CROP: "Cut off the sides",
            Resizing.PAD: "Fill up with black",
        },
    ),
    "scaling": (
        "Values",
        {
            Scaling.NONE: "0 to 255",
            Scaling.UNIT: "0 to 1",
            Scaling.SYMMETRIC: "-1 to 1",
        },
    ),
}


class PictureForm(QWidget):
    """Size, colours and values of the samples.

    Signals:
        edited(PictureOptions): the user changed one.
    """

    edited = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._options = PictureOptions()
        self._form = QFormLayout(self)
        self._form.setContentsMargins(0, 0, 0, 0)
        self._width = self._side("data.option.image_size", "Width of the pictures")
        self._height = self._side("data.picture.height", "Height of the pictures")
        row = QWidget()
        across = QHBoxLayout(row)
        across.setContentsMargins(0, 0, 0, 0)
        for part in (self._width, QLabel("×"), self._height):
            across.addWidget(part, 0 if isinstance(part, QLabel) else 1)
        self._form.addRow("Width × height", row)
        self._combos = {name: self._combo(name) for name in _CHOICES}

    def _side(self, name: str, title: str) -> IntField:
        field = IntField(name, f"{title} in pixels", 1, LARGEST, self)
        field.setKeyboardTracking(False)
        field.edited.connect(self._on_size)
        return field

    def _combo(self, name: str) -> QuietCombo:
        title, _ = _CHOICES[name]
        combo = QuietCombo(self)
        combo.setObjectName(f"data.option.{name}")
        combo.setAccessibleName(title)
        combo.activated.connect(self._on_chosen)
        self._form.addRow(title, combo)
        return combo

    def refresh(self, source: DataSource) -> None:
        """Show the options of a folder of pictures; what cannot be, as its default."""
        try:
            self._options = PictureOptions.of(source.options)
        except ValueError:
            self._options = PictureOptions()  # The Problems panel says what is wrong.
        height, width = self._options.image_size
        self._height.show_value(height)
        self._width.show_value(width)
        for name, combo in self._combos.items():
            fill(combo, _CHOICES[name][1], getattr(self._options, name))

    def _on_size(self) -> None:
        size = (self._height.value(), self._width.value())
        self.edited.emit(replace(self._options, image_size=size))

    def _on_chosen(self, index: int) -> None:
        chosen: Any = self.sender()
        name = next(key for key, combo in self._combos.items() if combo is chosen)
        options = {**self._options.options, name: chosen.itemData(index)}
        self.edited.emit(PictureOptions.of(options))
