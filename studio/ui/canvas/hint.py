"""The small label beside the mouse: a port's name, why a wire is refused."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QFrame, QLabel, QWidget

from studio.ui.text_size import scaled
from studio.ui.theme import Theme

_OFFSET = QPoint(16, 18)
_WIDEST = 320


class Hint(QLabel):
    """One label, shown and hidden; it never takes the mouse."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._parent = parent
        self.setObjectName("canvas_hint")
        self.setAccessibleName("Canvas hint")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMargin(0)
        self.hide()

    def set_theme(self, theme: Theme) -> None:
        """Use a theme's colours."""
        colours = {n: theme.color(n).name() for n in ("raised", "text", "border")}
        self.setStyleSheet(
            "QLabel#canvas_hint {{ background: {raised}; color: {text};"
            " border: 1px solid {border}; border-radius: 6px;"
            " padding: 5px 8px; }}".format(**colours)
        )

    def say(self, text: str, at: QPoint) -> None:
        """Show `text` beside a point of the parent; nothing for no text."""
        if not text:
            self.hide()
            return
        if text != self.text():
            self.setWordWrap(False)
            self.setText(text)
            self.adjustSize()
            widest = scaled(_WIDEST)
            if self.width() > widest:
                self.setWordWrap(True)
                self.resize(widest, self.heightForWidth(widest))
        self.move(self._inside(at + _OFFSET, at))
        self.show()
        self.raise_()

    def _inside(self, wanted: QPoint, mouse: QPoint) -> QPoint:
        """Left of and above the mouse where there is no room at its right."""
        room = self._parent.size()
        x, y = wanted.x(), wanted.y()
        if x + self.width() > room.width():
            x = max(0, mouse.x() - self.width() - 8)
        if y + self.height() > room.height():
            y = max(0, mouse.y() - self.height() - 8)
        return QPoint(x, y)
