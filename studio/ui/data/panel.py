"""The Data panel: source, facts and samples side by side."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from studio.ui.data.facts_view import FactsView
from studio.ui.data.preview_view import PreviewView
from studio.ui.data.service import DataService, DataState
from studio.ui.data.source_form import SourceForm
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
        self._themes = themes
        self.form = SourceForm(workspace, service)
        self.facts = FactsView(workspace, service, themes)
        self.preview = PreviewView(themes)
        self._make_notice()
        self._make_layout()
        service.changed.connect(self.refresh)
        themes.changed.connect(self.refresh)
        self.refresh()

    def _make_notice(self) -> None:
        self._text = QLabel()
        self._text.setObjectName("data.notice")
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setWordWrap(True)
        self._busy = QProgressBar()
        self._busy.setObjectName("data.busy")
        self._busy.setAccessibleName("Reading the data")
        self._busy.setRange(0, 0)
        self._busy.setTextVisible(False)
        self._allow = QPushButton("Read This File")
        self._allow.setObjectName("data.allow")
        self._allow.clicked.connect(self._service.allow_file)
        self._retry = QPushButton("Try Again")
        self._retry.setObjectName("data.retry")
        self._retry.clicked.connect(self._service.retry)

    def _make_layout(self) -> None:
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(12, 10, 12, 10)
        column.setSpacing(8)
        column.addWidget(self.form)
        column.addWidget(self._text)
        column.addWidget(self._busy)
        buttons = QHBoxLayout()
        buttons.addWidget(self._allow)
        buttons.addWidget(self._retry)
        buttons.addStretch(1)
        column.addLayout(buttons)
        column.addStretch(1)
        middle = QWidget()
        inside = QVBoxLayout(middle)
        inside.setContentsMargins(12, 10, 12, 10)
        inside.addWidget(self.facts)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setObjectName("data.splitter")
        for page, width in ((left, _SOURCE_WIDTH), (middle, _FACTS_WIDTH)):
            splitter.addWidget(_scrolled(page, width))
        splitter.addWidget(self.preview)
        splitter.setStretchFactor(2, 1)
        splitter.setSizes([_SOURCE_WIDTH, _FACTS_WIDTH, 500])
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(splitter)

    def refresh(self) -> None:
        """Show the service's state."""
        service = self._service
        self.form.refresh()
        self.facts.refresh()
        self.preview.show_preview(service.preview, service.facts)
        state = service.state
        self._text.setText(self._notice())
        self._text.setVisible(bool(self._text.text()))
        tone = "error" if state is DataState.FAILED else "muted"
        ink = self._themes.theme.color(tone).name()
        self._text.setStyleSheet(f"color: {ink};")
        self._busy.setVisible(state is DataState.BUSY)
        self._allow.setVisible(state is DataState.ASK)
        self._retry.setVisible(state is DataState.FAILED)

    def _notice(self) -> str:
        service = self._service
        match service.state:
            case DataState.NO_FILE:
                return "Press Browse to choose the file."
            case DataState.ASK:
                return (
                    "This model names the file above. It is read only if you "
                    "allow it, now and whenever you open a model that uses it."
                )
            case DataState.BUSY:
                return service.doing
            case DataState.FAILED:
                return service.error
        return ""


def _scrolled(page: QWidget, width: int) -> QScrollArea:
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setMinimumWidth(width * 3 // 4)
    area.setWidget(page)
    return area
