"""A page that asks an engine about a run and shows the answer."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from studio.protocol.messages import Failed, Message, Request
from studio.runtime.runs import Run
from studio.ui.progress import Progress
from studio.ui.runs.job_engine import JobEngine
from studio.ui.text_size import scaled
from studio.ui.theme import ThemeManager

_NO_MODEL = "This run came to no model, so there is nothing to look at."


class JobPage(QWidget):
    """A button, a line of text, and below it `body` for the answer.

    `offers` is the row of the button: what else can be asked stands there.
    """

    def __init__(
        self, jobs: JobEngine, themes: ThemeManager, name: str, title: str
    ) -> None:
        super().__init__()
        self.setObjectName(f"runs.{name}")
        self._jobs = jobs
        self._themes = themes
        self.run: Run | None = None
        self._asked: int | None = None
        self._button = QPushButton(title)
        self._button.setObjectName(f"runs.{name}.start")
        self._button.clicked.connect(self.ask)
        self._busy = Progress(f"runs.{name}.busy", "Working")
        self._busy.setFixedWidth(scaled(80))
        self._text = QLabel()
        self._text.setObjectName(f"runs.{name}.text")
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setWordWrap(True)
        self._offers = QWidget()
        self.offers = QHBoxLayout(self._offers)
        self.offers.setContentsMargins(0, 0, 0, 0)
        self.offers.addWidget(self._button)
        head = QHBoxLayout()
        head.addWidget(self._offers)
        head.addWidget(self._busy)
        head.addWidget(self._text, 1)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(12, 8, 12, 0)
        self.body.addLayout(head)
        jobs.answered.connect(self._on_answered)
        jobs.status_changed.connect(self._on_status)
        self._show("", busy=False)

    def show_run(self, run: Run | None) -> None:
        """Look at another run; what was asked of the last one is forgotten."""
        can_ask = run is not None and run.has_model
        same = run is not None and self.run is not None and run.id == self.run.id
        if same and can_ask == self._button.isEnabled():
            return
        self.run, self._asked = run, None
        self.clear()
        self._button.setEnabled(can_ask)
        self._show("" if can_ask or run is None else _NO_MODEL, busy=False)

    def ask(self) -> None:
        """Put the question to the engine."""
        if self.run is None or self._asked is not None:
            return
        self._begin(self._make)

    def ask_for(self, request: Callable[[int], Request]) -> None:
        """Ask something else than the button does."""
        if self._asked is None:
            self._begin(request)

    def _begin(self, make: Callable[[int], Request]) -> None:
        self._show("Starting the engine…", busy=True)
        self._asked = self._jobs.ask(make)

    def tell(self, trouble: str) -> None:
        """Say why something was not asked."""
        self._show(trouble, busy=False, failed=True)

    def make_request(self, run: Run, number: int) -> Request:
        """Request about this run."""
        raise NotImplementedError

    def clear(self) -> None:
        """Forget the last answer."""
        raise NotImplementedError

    def take(self, run: Run, message: Message) -> str:
        """Show an answer; returns it in words."""
        raise NotImplementedError

    def _make(self, number: int) -> Request:
        assert self.run is not None
        return self.make_request(self.run, number)

    def _on_answered(self, message: Message) -> None:
        asked = getattr(message, "request", None)
        if self._asked is None or asked != self._asked or self.run is None:
            return
        self._asked = None
        if isinstance(message, Failed):
            self._show(message.text, busy=False, failed=True)
        else:
            self._show(self.take(self.run, message), busy=False)

    def _on_status(self, text: str) -> None:
        if self._asked is not None:
            self._show(text, busy=True)

    def _show(self, text: str, busy: bool, failed: bool = False) -> None:
        self._busy.setVisible(busy)
        self._offers.setVisible(not busy)
        self._text.setText(text)
        ink = self._themes.theme.color("error").name()
        self._text.setStyleSheet(f"color: {ink};" if failed else "")
