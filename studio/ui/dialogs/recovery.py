"""Offers what a crash left behind, beside what is on disk."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from studio.ui.text_size import scaled

if TYPE_CHECKING:
    from studio.project.recovery import Recovery


class RecoveryDialog(QDialog):
    """Both versions with their times; nothing goes until a person says so.

    Signals:
        recover_requested(Recovery): go on with the unsaved version.
        discard_requested(Recovery): delete the unsaved version.
    """

    recover_requested = Signal(object)
    discard_requested = Signal(object)

    def __init__(self, recovery: Recovery, parent: QWidget) -> None:
        super().__init__(parent)
        self._recovery = recovery
        self.setObjectName("recovery_dialog")
        self.setWindowTitle("Unsaved work was found")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        heading = _plain(f"“{_name(recovery)}” was not saved when Studio ended.")
        heading.setProperty("role", "heading")
        cards = QHBoxLayout()
        cards.setSpacing(12)
        cards.addWidget(_card("Unsaved version", _unsaved_lines(recovery)))
        cards.addWidget(_card("Version on disk", _disk_lines(recovery)))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 18, 20, 16)
        layout.setSpacing(14)
        layout.addWidget(heading)
        layout.addLayout(cards)
        layout.addLayout(self._make_buttons())

    def _make_buttons(self) -> QHBoxLayout:
        recover = QPushButton("Recover Unsaved Version")
        recover.setObjectName("recovery_recover")
        recover.setDefault(True)
        recover.clicked.connect(self._on_recover)
        discard = QPushButton("Delete Unsaved Version")
        discard.setObjectName("recovery_discard")
        discard.setAutoDefault(False)
        discard.clicked.connect(self._on_discard)
        later = QPushButton("Decide Later")
        later.setObjectName("recovery_later")
        later.setAutoDefault(False)
        later.clicked.connect(self.reject)
        row = QHBoxLayout()
        row.addWidget(discard)
        row.addStretch(1)
        row.addWidget(later)
        row.addWidget(recover)
        return row

    def _on_recover(self) -> None:
        self.accept()
        self.recover_requested.emit(self._recovery)

    def _on_discard(self) -> None:
        self.accept()
        self.discard_requested.emit(self._recovery)


def _name(recovery: Recovery) -> str:
    return recovery.path.name if recovery.path else recovery.title


def _unsaved_lines(recovery: Recovery) -> list[str]:
    lines = [
        _time(recovery.written),
        f"{len(recovery.document.graph.nodes)} layers",
        f"{recovery.edits} changes since the last save",
    ]
    if recovery.lost:
        lines.append(f"{recovery.lost} damaged changes at the end are lost")
    return lines


def _disk_lines(recovery: Recovery) -> list[str]:
    path = recovery.path
    if path is None:
        return ["It was never saved."]
    if not path.is_file():
        return ["The file is gone:", str(path)]
    lines = [_time(path.stat().st_mtime), _disk_count(recovery), str(path)]
    if recovery.changed_since:
        lines.append("Another program changed it since.")
    return [line for line in lines if line]


def _disk_count(recovery: Recovery) -> str:
    from studio.errors import StudioError
    from studio.project.store import load

    if recovery.path is None:
        return ""
    try:
        return f"{len(load(recovery.path).document.graph.nodes)} layers"
    except StudioError as error:
        return str(error)


def _time(seconds: float) -> str:
    return f"{datetime.fromtimestamp(seconds):%d %B %Y, %H:%M:%S}"


def _plain(text: str) -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    return label


def _card(title: str, lines: list[str]) -> QFrame:
    card = QFrame()
    card.setProperty("card", True)
    card.setAccessibleName(title)
    card.setAccessibleDescription(". ".join(lines))
    card.setMinimumWidth(scaled(260))
    layout = QVBoxLayout(card)
    layout.setContentsMargins(14, 12, 14, 12)
    heading = _plain(title)
    heading.setStyleSheet("font-weight: 600;")
    layout.addWidget(heading)
    for line in lines:
        layout.addWidget(_plain(line))
    layout.addStretch(1)
    return card
