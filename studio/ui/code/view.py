"""Python text with line numbers."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import QEvent, QMimeData, QRect, Qt, Signal
from PySide6.QtGui import (
    QFont,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextBlock,
    QTextCharFormat,
    QTextCursor,
    QTextFormat,
)
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit, QWidget

from studio.ui.code.highlighter import PythonHighlighter
from studio.ui.code.line_numbers import LineNumbers
from studio.ui.code.patch import LinePatch, line_patches
from studio.ui.ranges import runs
from studio.ui.theme import ThemeManager

_KEEP = QTextCursor.MoveMode.KeepAnchor
_TINT = 40
"""Opacity, of 255, of the colour behind a line that is wrong."""
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_DIM = 150
"""Opacity, of 255, of the veil over code that is out of date."""


class CodeView(QPlainTextEdit):
    """Shows code; new text replaces only the lines that differ.

    Signals:
        line_chosen(int): the user clicked a line, or pressed Enter on it;
            counted from 1.
        edit_wanted: the user types into code that is not editable yet.
        apply_wanted: the user wants the changes to take effect.
        foreign_pasted: text was pasted or dropped that did not stand here before.
    """

    line_chosen = Signal(int)
    edit_wanted = Signal()
    apply_wanted = Signal()
    foreign_pasted = Signal()

    def __init__(self, themes: ThemeManager, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._themes = themes
        self._dimmed = False
        self._lit: tuple[int, ...] = ()
        self.setReadOnly(True)
        self.setUndoRedoEnabled(False)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.numbers = LineNumbers(self)
        self.highlighter = PythonHighlighter(self.document(), themes.theme)
        self.blockCountChanged.connect(self._on_block_count_changed)
        self.updateRequest.connect(self._on_update_request)
        themes.changed.connect(self._on_theme_changed)
        self._dress()

    def set_code(self, text: str) -> None:
        """Show `text`; scroll position, cursor and selection stay."""
        old, new = self.toPlainText().split("\n"), text.split("\n")
        patches = line_patches(old, new)
        if not patches:
            return
        across, down = self.horizontalScrollBar(), self.verticalScrollBar()
        at = across.value(), down.value()
        cursor = QTextCursor(self.document())
        cursor.beginEditBlock()
        for patch in patches:
            self._apply(cursor, patch, len(old))
        cursor.endEditBlock()
        if old == [""]:
            self.moveCursor(QTextCursor.MoveOperation.Start)
        across.setValue(at[0])
        down.setValue(at[1])

    def set_dimmed(self, dimmed: bool) -> None:
        """Show that the code is out of date."""
        if dimmed != self._dimmed:
            self._dimmed = dimmed
            self.viewport().update()

    @property
    def dimmed(self) -> bool:
        """Whether the code is out of date."""
        return self._dimmed

    @property
    def lit_lines(self) -> tuple[int, ...]:
        """Highlighted lines, counted from 1."""
        return self._lit

    def light(self, lines: Collection[int]) -> None:
        """Highlight these lines, counted from 1, and no others."""
        self._lit = tuple(sorted(lines))
        color = self._themes.theme.color("selection")
        marks = []
        for first, last in runs(self._lit):
            start = self.document().findBlockByNumber(first - 1)
            end = self.document().findBlockByNumber(last - 1)
            if start.isValid() and end.isValid():
                mark = QTextEdit.ExtraSelection()
                mark.format.setBackground(color)
                mark.format.setProperty(QTextFormat.Property.FullWidthSelection, True)
                mark.cursor = QTextCursor(start)
                mark.cursor.setPosition(end.position(), _KEEP)
                marks.append(mark)
        self.setExtraSelections(marks)
        self.numbers.update()

    def set_editable(self, editable: bool) -> None:
        """Let the text be changed by hand."""
        flags = Qt.TextInteractionFlag
        reading = flags.TextSelectableByMouse | flags.TextSelectableByKeyboard
        writing = flags.TextEditorInteraction
        self.setTextInteractionFlags(writing if editable else reading)
        self.setUndoRedoEnabled(editable)

    def mark(self, line: int) -> None:
        """Mark a line as wrong, counted from 1; 0 marks none."""
        block = self.document().findBlockByNumber(line - 1)
        if line < 1 or not block.isValid():
            self.setExtraSelections([])
            return
        mark = QTextEdit.ExtraSelection()
        color = self._themes.theme.color("error")
        mark.format.setUnderlineColor(color)
        mark.format.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
        color.setAlpha(_TINT)
        mark.format.setBackground(color)
        mark.format.setProperty(QTextFormat.Property.FullWidthSelection, True)
        mark.cursor = QTextCursor(block)
        self.setExtraSelections([mark])

    def reveal(self, line: int) -> None:
        """Scroll as little as needed to show a line, counted from 1."""
        first = self.firstVisibleBlock().blockNumber() + 1
        shown = self.viewport().height() // max(1, self.fontMetrics().lineSpacing())
        if first <= line <= first + shown - 2:
            return
        bar = self.verticalScrollBar()
        bar.setValue(max(0, line - 1 - shown // 3))

    def line_blocks(self, area: QRect) -> list[tuple[int, float, float]]:
        """Number (from 1), top and height of the lines that meet `area`."""
        lines = []
        block: QTextBlock = self.firstVisibleBlock()
        top = self.blockBoundingGeometry(block).translated(self.contentOffset()).top()
        while block.isValid() and top <= area.bottom():
            height = self.blockBoundingRect(block).height()
            if top + height >= area.top():
                lines.append((block.blockNumber() + 1, top, height))
            block, top = block.next(), top + height
        return lines

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the text, and a veil over code that is out of date."""
        super().paintEvent(event)
        if self._dimmed:
            veil = self._themes.theme.color("panel")
            veil.setAlpha(_DIM)
            painter = QPainter(self.viewport())
            painter.fillRect(event.rect(), veil)
            painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the line numbers beside the text."""
        super().resizeEvent(event)
        inside = self.contentsRect()
        width = self.numbers.wanted_width()
        self.numbers.setGeometry(inside.left(), inside.top(), width, inside.height())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click without a drag chooses the line."""
        super().mouseReleaseEvent(event)
        clicked = event.button() is Qt.MouseButton.LeftButton
        if clicked and not self.textCursor().hasSelection():
            self._choose()

    def event(self, event: QEvent) -> bool:
        """Keep Ctrl+Enter from the window's menus while the text is edited."""
        if event.type() is QEvent.Type.ShortcutOverride and not self.isReadOnly():
            assert isinstance(event, QKeyEvent)
            if _applies(event):
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter chooses the line of the cursor; typing asks to edit it."""
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if _applies(event):
            self.apply_wanted.emit()
            return
        if self.isReadOnly() and event.key() in _ENTER:
            self._choose()
            return
        if self.isReadOnly() and not control and _types(event):
            self.edit_wanted.emit()
        super().keyPressEvent(event)

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Paste or drop, and tell if the text comes from elsewhere."""
        if source.text().strip() not in self.toPlainText():
            self.foreign_pasted.emit()
        super().insertFromMimeData(source)

    def _choose(self) -> None:
        self.line_chosen.emit(self.textCursor().blockNumber() + 1)

    def _apply(self, cursor: QTextCursor, patch: LinePatch, line_count: int) -> None:
        """Replace lines; `line_count` is that of the text before any patch."""
        document = self.document()
        text = "\n".join(patch.lines)
        at_end = patch.last >= line_count
        if patch.first >= line_count:
            cursor.movePosition(QTextCursor.MoveOperation.End)
            cursor.insertText(f"\n{text}")
            return
        cursor.setPosition(document.findBlockByNumber(patch.first).position())
        if at_end:
            keep = QTextCursor.MoveMode.KeepAnchor
            cursor.movePosition(QTextCursor.MoveOperation.End, keep)
            if not patch.lines and patch.first > 0:
                cursor.setPosition(cursor.anchor() - 1)
                cursor.movePosition(QTextCursor.MoveOperation.End, keep)
            cursor.insertText(text)
            return
        end = document.findBlockByNumber(patch.last).position()
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(f"{text}\n" if patch.lines else "")

    def _on_block_count_changed(self, count: int) -> None:
        self.setViewportMargins(self.numbers.wanted_width(), 0, 0, 0)

    def _on_update_request(self, area: QRect, scrolled: int) -> None:
        if scrolled:
            self.numbers.scroll(0, scrolled)
        else:
            self.numbers.update(0, area.y(), self.numbers.width(), area.height())

    def _on_theme_changed(self) -> None:
        self._dress()
        self.highlighter.set_theme(self._themes.theme)
        self.light(self._lit)

    def _dress(self) -> None:
        font = QFont(self.font())
        font.setFamily(self._themes.theme.mono_family)
        font.setStyleHint(QFont.StyleHint.Monospace)
        self.setFont(font)
        self.setViewportMargins(self.numbers.wanted_width(), 0, 0, 0)
        self.numbers.set_colors(self._themes.theme)


def _applies(event: QKeyEvent) -> bool:
    """Whether it is Ctrl+Enter."""
    control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
    return event.key() in _ENTER and bool(control)


def _types(event: QKeyEvent) -> bool:
    """Whether a key would change the text."""
    erases = event.key() in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete)
    return erases or (bool(event.text()) and event.text().isprintable())
