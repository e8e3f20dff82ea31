"""The Log tab: every notice with its details, and the way to the log file."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from studio.ui.notifications import Notice, Notifications
from studio.ui.text_size import fixed_font
from studio.ui.theme import ThemeManager

_LINES = 5000


class LogPanel(QWidget):
    """What happened, oldest first.

    Signals:
        folder_requested: the user wants to see the log files.
    """

    folder_requested = Signal()

    def __init__(self, notifications: Notifications, themes: ThemeManager) -> None:
        super().__init__()
        self.setObjectName("log_panel")
        self._text = QPlainTextEdit()
        self._text.setObjectName("log_text")
        self._text.setAccessibleName("Log")
        self._text.setReadOnly(True)
        self._text.setMaximumBlockCount(_LINES)
        self._text.setFont(fixed_font(themes.theme.mono_family, 13))
        self._text.document().setDocumentMargin(12)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(self._make_bar())
        layout.addWidget(self._text)
        for notice in notifications.history:
            self._on_posted(notice)
        notifications.posted.connect(self._on_posted)

    def text(self) -> str:
        """All lines."""
        return self._text.toPlainText()

    def _make_bar(self) -> QHBoxLayout:
        bar = QHBoxLayout()
        bar.setContentsMargins(12, 6, 12, 6)
        bar.setSpacing(8)
        hint = QLabel("What the window and its engines did.")
        hint.setProperty("role", "muted")
        folder = QPushButton("Open log folder")
        folder.setObjectName("log_folder_button")
        folder.clicked.connect(self.folder_requested)
        clear = QPushButton("Clear")
        clear.setObjectName("log_clear_button")
        clear.clicked.connect(self._text.clear)
        bar.addWidget(hint)
        bar.addStretch(1)
        bar.addWidget(clear)
        bar.addWidget(folder)
        return bar

    def _on_posted(self, notice: Notice) -> None:
        lines = [f"{notice.time:%H:%M:%S}  {notice.level:<7}  {notice.text}"]
        lines += [f"          {line}" for line in notice.detail.splitlines()]
        self._text.appendPlainText("\n".join(lines))
