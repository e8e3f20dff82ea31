"""A button for a repair."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import (
    QEnterEvent,
    QFocusEvent,
    QHideEvent,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QPushButton,
    QSizePolicy,
    QStyle,
    QStyleOptionButton,
    QStylePainter,
    QWidget,
)

from studio.graph.problems import Fix
from studio.ui.editors.states import tooltip
from studio.ui.text_size import scaled

_LEAST = 96
"""Width that is enough for the beginning of a title."""


class FixButton(QPushButton):
    """A button that offers a repair, and shows its effect before it is pressed.

    Where there is less room than its title needs, the title is shortened.

    Signals:
        chosen(Fix): the user wants it.
        previewed(Fix or None): the mouse or the focus is on it, or has left.
    """

    chosen = Signal(object)
    previewed = Signal(object)

    def __init__(self, fix: Fix, parent: QWidget | None) -> None:
        super().__init__(fix.title.replace("&", "&&"), parent)
        policy = QSizePolicy.Policy
        self.setSizePolicy(policy.Preferred, policy.Fixed)
        self._fix = fix
        self.setObjectName("fix")
        self.setAccessibleName(f"Fix: {fix.title}")
        self.setAccessibleDescription(fix.effect)
        self.setToolTip(tooltip(fix.effect))
        self.clicked.connect(self._on_clicked)

    @property
    def shown_title(self) -> str:
        """As much of the title as there is room for."""
        metrics = self.fontMetrics()
        spare = self.width() - self.sizeHint().width()
        if spare >= 0:
            return self.text()
        room = metrics.horizontalAdvance(self.text()) + spare
        return metrics.elidedText(self.text(), Qt.TextElideMode.ElideRight, room)

    def minimumSizeHint(self) -> QSize:
        """Room for the beginning of the title."""
        hint = self.sizeHint()
        return hint.boundedTo(QSize(scaled(_LEAST), hint.height()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Tell the whole title where it is not shown."""
        super().resizeEvent(event)
        whole = self.shown_title == self.text()
        text = self._fix.effect if whole else f"{self._fix.title}\n{self._fix.effect}"
        self.setToolTip(tooltip(text.strip()))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the button with the title as it is shown."""
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text = self.shown_title
        painter = QStylePainter(self)
        painter.drawControl(QStyle.ControlElement.CE_PushButton, option)
        painter.end()

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show the effect."""
        self.previewed.emit(self._fix)
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Hide the effect."""
        self.previewed.emit(None)
        super().leaveEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the effect."""
        self.previewed.emit(self._fix)
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hide the effect."""
        self.previewed.emit(None)
        super().focusOutEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Hide the effect: the button goes."""
        self.previewed.emit(None)
        super().hideEvent(event)

    def _on_clicked(self) -> None:
        self.chosen.emit(self._fix)
