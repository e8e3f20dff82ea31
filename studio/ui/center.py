"""The middle of the window: the start page, or the canvas beside its code."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QStackedWidget, QWidget

from studio.ui.text_size import scaled

_CODE_ROOM = 860
"""Width in pixels from which code fits beside the canvas without being asked."""
_CODE_SHARE = 0.45
_CODE_LEAST = 260


class Center(QStackedWidget):
    """Switches between start page and workbench.

    Signals:
        code_wanted: the code panel comes into view and is not there yet.
        code_shown(bool): the code's place is on or off.
    """

    code_wanted = Signal()
    code_shown = Signal(bool)

    def __init__(self, start: QWidget) -> None:
        super().__init__()
        self.setObjectName("center")
        self._start = start
        self._canvas, self._code = _Slot(), _Slot()
        self._code.setMinimumWidth(scaled(_CODE_LEAST))
        self._split = QSplitter(Qt.Orientation.Horizontal)
        self._split.setObjectName("workbench")
        self._split.setChildrenCollapsible(False)
        self._split.setHandleWidth(1)
        self._split.addWidget(self._canvas)
        self._split.addWidget(self._code)
        self._split.setStretchFactor(0, 1)
        self._chosen: bool | None = None
        self._is_moved = False
        self._split.splitterMoved.connect(self._on_moved)
        self.addWidget(start)
        self.addWidget(self._split)

    @property
    def is_code_shown(self) -> bool:
        """Whether the code's place is on."""
        return not self._code.isHidden()

    def add_canvas(self, canvas: QWidget) -> None:
        """Put the canvas into its place."""
        self._canvas.hold(canvas)

    def add_code(self, code: QWidget) -> None:
        """Put the code panel beside the canvas."""
        self._code.hold(code)
        least = max(scaled(_CODE_LEAST), code.minimumSizeHint().width())
        self._code.setMinimumWidth(least)

    def show_workbench(self, at_work: bool) -> None:
        """Show the canvas, or the start page."""
        self.setCurrentWidget(self._split if at_work else self._start)
        self._apply()

    def show_code(self, shown: bool) -> None:
        """Show or hide the code because a person says so."""
        self._chosen = shown
        self._apply()

    def ask_for_code(self) -> None:
        """Emit `code_wanted` if the code is in view."""
        if self.currentWidget() is self._split and not self._code.isHidden():
            self.code_wanted.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show the code when there is room, unless a person chose."""
        super().resizeEvent(event)
        self._apply()

    def _on_moved(self) -> None:
        self._is_moved = True

    def _apply(self) -> None:
        room = self.width() >= scaled(_CODE_ROOM)
        wanted = room if self._chosen is None else self._chosen
        self._code.setVisible(wanted)
        if wanted and not self._is_moved:
            right = int(self.width() * _CODE_SHARE)
            self._split.setSizes([self.width() - right, right])
        self.code_shown.emit(wanted)
        self.ask_for_code()


class _Slot(QWidget):
    """The place of a widget that is made later."""

    def __init__(self) -> None:
        super().__init__()
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)

    def hold(self, widget: QWidget) -> None:
        """Show `widget` here."""
        self._layout.addWidget(widget)
