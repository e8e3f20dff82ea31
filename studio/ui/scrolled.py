"""A page that scrolls up and down where there is too little room for it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QScrollArea, QWidget


class Scrolled(QScrollArea):
    """Never narrower than its page, so that nothing is cut at the side."""

    def __init__(self, page: QWidget) -> None:
        super().__init__()
        self._page = page
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(page)

    def minimumSizeHint(self) -> QSize:
        """Width of the page with the bar beside it; the height is free."""
        page = self._page.minimumSizeHint().width()
        bar = self.verticalScrollBar().sizeHint().width()
        return QSize(page + bar, 0)
