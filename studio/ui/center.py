"""The middle of the window: the start page, or the canvas beside its code."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QStackedWidget, QWidget

_CODE_ROOM = 900
"""Width in pixels from which code fits beside the canvas without being asked."""
_CODE_SHARE = 0.4


class Center(QStackedWidget):
    """Switches between start page and workbench.

    Signals:
        code_wanted: the code panel comes into view and is not there yet.
        code_shown(bool): the code panel is on or off.
    """

    code_wanted = Signal()
    code_shown = Signal(bool)

    def __init__(self, start: QWidget) -> None:
        super().__init__()
        self.setObjectName("center")
        self._start = start
        self._split = QSplitter(Qt.Orientation.Horizontal)
        self._split.setObjectName("workbench")
        self._split.setChildrenCollapsible(False)
        self._split.setHandleWidth(1)
        self._code: QWidget | None = None
        self._chosen: bool | None = None
        self._at_work = False
        self.addWidget(start)
        self.addWidget(self._split)

    @property
    def is_code_shown(self) -> bool:
        """Whether the code stands beside the canvas."""
        return self._code is not None and not self._code.isHidden()

    def add_canvas(self, canvas: QWidget) -> None:
        """Put the canvas into its place."""
        self._split.insertWidget(0, canvas)
        self._split.setStretchFactor(0, 1)

    def add_code(self, code: QWidget) -> None:
        """Put the code panel beside the canvas."""
        self._code = code
        code.setMinimumWidth(240)
        self._split.addWidget(code)
        width = self.width()
        right = int(width * _CODE_SHARE)
        self._split.setSizes([width - right, right])
        self._apply()

    def show_workbench(self, at_work: bool) -> None:
        """Show the canvas, or the start page."""
        self._at_work = at_work
        self.setCurrentWidget(self._split if at_work else self._start)
        self._apply()

    def show_code(self, shown: bool) -> None:
        """Show or hide the code because a person says so."""
        self._chosen = shown
        self._apply()

    def ask_for_code(self) -> None:
        """Emit `code_wanted` if the code should be in view."""
        self._apply()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show the code when there is room, unless a person chose."""
        super().resizeEvent(event)
        self._apply()

    def _apply(self) -> None:
        room = self.width() >= _CODE_ROOM
        wanted = room if self._chosen is None else self._chosen
        if self._code is None:
            if wanted and self._at_work:
                self.code_wanted.emit()
            return
        if wanted == self._code.isHidden():
            self._code.setVisible(wanted)
        self.code_shown.emit(wanted)
