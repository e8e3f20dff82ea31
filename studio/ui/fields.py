"""Number fields of the settings: a decimal point always, no accidents."""

from __future__ import annotations

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QDoubleSpinBox, QSizePolicy, QSpinBox, QWidget

from studio.ui.text_size import scaled

_TEXT_MARGIN = 4
_NARROWEST = 64


class IntField(QSpinBox):
    """A whole number; the wheel scrolls the panel unless the field is active.

    Signals:
        edited(int): the user entered another number.
    """

    edited = Signal(int)

    def __init__(
        self, name: str, title: str, lowest: int, highest: int, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setRange(lowest, highest)
        self.setLocale(QLocale.c())
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setObjectName(name)
        self.setAccessibleName(title)
        self.lineEdit().setTextMargins(_TEXT_MARGIN, 0, 0, 0)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(scaled(_NARROWEST))
        self.valueChanged.connect(self.edited)

    def show_value(self, value: int) -> None:
        """Show a number. Emits nothing."""
        if value == self.value():
            return
        self.blockSignals(True)
        self.setValue(value)
        self.blockSignals(False)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll the panel instead, without the focus."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class DecimalField(QDoubleSpinBox):
    """A number with decimals; the wheel scrolls the panel unless the field is active.

    Signals:
        edited(float): the user entered another number.
    """

    edited = Signal(float)

    def __init__(
        self,
        name: str,
        title: str,
        limits: tuple[float, float],
        step: float,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.setRange(*limits)
        self.setDecimals(3)
        self.setSingleStep(step)
        self.setLocale(QLocale.c())
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setObjectName(name)
        self.setAccessibleName(title)
        self.lineEdit().setTextMargins(_TEXT_MARGIN, 0, 0, 0)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(scaled(_NARROWEST))
        self.valueChanged.connect(self.edited)

    def show_value(self, value: float) -> None:
        """Show a number. Emits nothing."""
        if value == self.value():
            return
        self.blockSignals(True)
        self.setValue(value)
        self.blockSignals(False)

    def textFromValue(self, value: float) -> str:
        """Text without idle zeros: ``0.2``."""
        return f"{value:.3f}".rstrip("0").rstrip(".")

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll the panel instead, without the focus."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class FractionField(DecimalField):
    """A fraction from 0 to 0.9."""

    def __init__(self, name: str, title: str, parent: QWidget) -> None:
        super().__init__(name, title, (0.0, 0.9), 0.05, parent)
