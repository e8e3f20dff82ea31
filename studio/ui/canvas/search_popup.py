"""A search field with its answers, over the canvas: layers to place, nodes to find."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from studio.ui.canvas.search_row import DETAIL_ROLE, FAINT_ROLE, SearchRow
from studio.ui.text_size import scaled_size
from studio.ui.theme import Theme

SIZE = (320, 300)
_KEY = Qt.ItemDataRole.UserRole
_DESCRIPTION = Qt.ItemDataRole.AccessibleDescriptionRole


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer: what it stands for, its text, and a quieter word on it.

    A faint one can be taken, but hardly is what one wants.
    """

    key: str
    title: str
    detail: str = ""
    is_faint: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """What a search is for.

    Attributes:
        prompt: stands in the empty field, and is its accessible name.
        answers: choices for a typed text, the best first.
        choose: called with the key of the one that is taken.
        preview: called with the key of the one that is current, if anything.
        note: a line below the field: what the choices are restricted to.
    """

    prompt: str
    answers: Callable[[str], Sequence[Choice]]
    choose: Callable[[str], object]
    preview: Callable[[str], None] | None = None
    note: str = ""


class SearchPopup(QFrame):
    """Enter takes the current answer, arrow keys walk, Esc and leaving close."""

    def __init__(
        self, parent: QWidget, question: Question, at: QPoint, theme: Theme
    ) -> None:
        super().__init__(parent)
        self._owner = parent
        self._question = question
        self._open = True
        self.setObjectName("canvas_search")
        self.setAccessibleName(question.prompt)
        self.field = QLineEdit(self)
        self.field.setObjectName("canvas_search_field")
        self.field.setAccessibleName(question.prompt)
        self.field.setPlaceholderText(question.prompt)
        self.list = QListWidget(self)
        self.list.setObjectName("canvas_search_list")
        self.list.setAccessibleName("Answers")
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setUniformItemSizes(True)
        self.list.setItemDelegate(SearchRow(theme, self.list))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._lay_out(question.note)
        self._dress(theme)
        self.resize(scaled_size(*SIZE))
        self.move(self._inside(at))
        self.field.textChanged.connect(self._fill)
        self.list.itemClicked.connect(self._on_clicked)
        self.list.currentItemChanged.connect(self._on_current_changed)
        self.field.installEventFilter(self)
        self._fill("")
        self.show()
        self.raise_()
        self.field.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Lead keys of the field to the list; close when the field is left."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._on_key(Qt.Key(event.key()))
        if event.type() == QEvent.Type.FocusOut:
            self.leave()
        return False

    def leave(self) -> None:
        """Close without an answer."""
        if self._open:
            self._open = False
            self.field.removeEventFilter(self)
            self.hide()
            self._owner.setFocus()
            self.deleteLater()

    def _on_key(self, key: Qt.Key) -> bool:
        if key == Qt.Key.Key_Escape:
            self.leave()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take(self.list.currentItem())
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Tab):
            self._step(1)
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Backtab):
            self._step(-1)
        else:
            return False
        return True

    def _step(self, way: int) -> None:
        if self.list.count():
            row = (self.list.currentRow() + way) % self.list.count()
            self.list.setCurrentRow(row)

    def _fill(self, text: str) -> None:
        self.list.clear()
        for choice in self._question.answers(text):
            item = QListWidgetItem(choice.title)
            item.setData(_KEY, choice.key)
            item.setData(DETAIL_ROLE, choice.detail)
            item.setData(FAINT_ROLE, choice.is_faint)
            item.setData(_DESCRIPTION, choice.detail)
            self.list.addItem(item)
        self.list.setCurrentRow(0)

    def _on_clicked(self, item: QListWidgetItem) -> None:
        self._take(item)

    def _on_current_changed(self, item: QListWidgetItem | None) -> None:
        if item is not None and self._question.preview and self.field.text():
            self._question.preview(item.data(_KEY))

    def _take(self, item: QListWidgetItem | None) -> None:
        if item is None:
            return
        key = item.data(_KEY)
        self.leave()
        self._question.choose(key)

    def _lay_out(self, note: str) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(6)
        column.addWidget(self.field)
        if note:
            label = QLabel(note, self)
            label.setObjectName("canvas_search_note")
            label.setTextFormat(Qt.TextFormat.PlainText)
            column.addWidget(label)
        column.addWidget(self.list, 1)

    def _inside(self, at: QPoint) -> QPoint:
        room = self._owner.size()
        return QPoint(
            max(0, min(at.x(), room.width() - self.width())),
            max(0, min(at.y(), room.height() - self.height())),
        )

    def _dress(self, theme: Theme) -> None:
        names = ("raised", "text", "border", "muted")
        colours = {name: theme.color(name).name() for name in names}
        self.setStyleSheet(
            "QFrame#canvas_search {{ background: {raised};"
            " border: 1px solid {border}; border-radius: 8px; }}"
            "QLabel {{ color: {muted}; background: transparent; }}"
            "QListWidget {{ background: {raised}; color: {text}; border: none; }}"
            "QListWidget::item {{ padding: 4px; border-radius: 4px; }}".format(
                **colours
            )
        )
