"""What stands between the user and the data, in words, with the next step."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from studio.ui.data.service import DataService, DataState
from studio.ui.progress import Progress
from studio.ui.text_size import scaled
from studio.ui.theme import ThemeManager

_BAR_WIDTH = 180


class DataNotice(QWidget):
    """Asks before a file is read, says what is waited for and what went wrong."""

    def __init__(self, service: DataService, themes: ThemeManager) -> None:
        super().__init__()
        self._service = service
        self._themes = themes
        self._text = QLabel()
        self._text.setObjectName("data.notice")
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setWordWrap(True)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._busy = Progress("data.busy", "Reading the data")
        self._busy.setFixedWidth(scaled(_BAR_WIDTH))
        self._allow = QPushButton()
        self._allow.setObjectName("data.allow")
        self._allow.clicked.connect(service.allow_file)
        self._retry = QPushButton("Try Again")
        self._retry.setObjectName("data.retry")
        self._retry.clicked.connect(service.retry)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(10)
        column.addWidget(self._text)
        for widget in (self._busy, self._allow, self._retry):
            column.addWidget(widget, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)

    def refresh(self) -> None:
        """Show the service's state."""
        state = self._service.state
        self._text.setText(self._words())
        tone = "error" if state is DataState.FAILED else "text"
        ink = self._themes.theme.color(tone).name()
        self._text.setStyleSheet(f"color: {ink};")
        is_coming = self._service.engine.state not in ("off", "dead")
        self._busy.show_fraction(self._service.fraction)
        self._busy.setVisible(state is DataState.BUSY and is_coming)
        self._allow.setText(f"Read This {self._what.capitalize()}")
        self._allow.setVisible(state is DataState.ASK)
        self._retry.setVisible(state is DataState.FAILED)

    @property
    def _what(self) -> str:
        return "folder" if self._service.reads_folder else "file"

    def _words(self) -> str:
        service = self._service
        match service.state:
            case DataState.NONE:
                return "Choose the data on the left."
            case DataState.NO_FILE:
                return f"No {self._what} is chosen. Press Browse to choose one."
            case DataState.ASK:
                return (
                    f"This model reads the {self._what}\n{service.file}\nIt is read "
                    "only if you allow it, now and whenever you open a model that uses "
                    "it."
                )
            case DataState.BUSY:
                return service.doing
            case DataState.FAILED:
                return service.error
        return ""
