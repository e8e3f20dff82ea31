"""The Data panel: source, facts and samples side by side."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QHBoxLayout,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from studio.ui.data.facts_view import FactsView
from studio.ui.data.notice import DataNotice
from studio.ui.data.preview_view import PreviewView
from studio.ui.data.service import DataService
from studio.ui.data.source_form import SourceForm
from studio.ui.scrolled import Scrolled
from studio.ui.text_size import scaled
from studio.ui.theme import ThemeManager
from studio.ui.workspace import Workspace

_SOURCE_WIDTH = 280
_FACTS_WIDTH = 330


class DataPanel(QWidget):
    """Chooses the data, and shows what the engine found in it."""

    def __init__(
        self, workspace: Workspace, service: DataService, themes: ThemeManager
    ) -> None:
        super().__init__()
        self.setObjectName("data_panel")
        self.setAccessibleName("Data")
        self._service = service
        self.form = SourceForm(workspace, service)
        self.facts = FactsView(workspace, service, themes)
        self.preview = PreviewView(themes)
        self.notice = DataNotice(service, themes)
        self._make_layout()
        service.changed.connect(self.refresh)
        themes.changed.connect(self.refresh)
        self.refresh()

    def _make_layout(self) -> None:
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(12, 10, 12, 10)
        column.setSpacing(8)
        column.addWidget(self.form)
        column.addStretch(1)
        middle = QWidget()
        inside = QVBoxLayout(middle)
        inside.setContentsMargins(12, 10, 12, 10)
        inside.addWidget(self.facts)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setObjectName("data.splitter")
        splitter.addWidget(Scrolled(left))
        splitter.addWidget(Scrolled(middle))
        self._right = QStackedWidget()
        self._notice_page = Scrolled(self.notice)
        self._right.addWidget(self._notice_page)
        self._right.addWidget(self.preview)
        splitter.addWidget(self._right)
        splitter.setStretchFactor(2, 1)
        splitter.setSizes([scaled(_SOURCE_WIDTH), scaled(_FACTS_WIDTH), 500])
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(splitter)

    def refresh(self) -> None:
        """Show the service's state."""
        service = self._service
        self.form.refresh()
        self.facts.refresh()
        self.preview.show_preview(service.preview, service.facts)
        self.notice.refresh()
        shown = self.preview if service.preview else self._notice_page
        self._right.setCurrentWidget(shown)
