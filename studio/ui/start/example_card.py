"""A card of the start page: an example's graph, title, line and data."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from studio.catalog.spec import Catalog
from studio.graph.document import Document
from studio.ui.miniature import paint_miniature
from studio.ui.start.flow import CARD
from studio.ui.text_size import fixed_font, scaled, scaled_size
from studio.ui.theme import ThemeManager

_PICTURE = 104
_PAD = 14
_TITLE_LINES = 2
_TEXT_LINES = 5


class ExampleCard(QAbstractButton):
    """One example, painted from its document.

    Signals:
        chosen(str): the example's name, when it is pressed.
    """

    chosen = Signal(str)

    def __init__(
        self,
        name: str,
        title: str,
        description: str,
        data: str,
        document: Document,
        catalog: Catalog,
        themes: ThemeManager,
    ) -> None:
        super().__init__()
        self._name, self._title = name, title
        self._description, self._data = description, data
        self._document, self._catalog, self._themes = document, catalog, themes
        self.setObjectName(f"example_{name}")
        self.setAccessibleName(f"Example: {title}")
        self.setAccessibleDescription(description)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self._on_clicked)

    def show_catalog(self, catalog: Catalog) -> None:
        """Colour the miniature by another catalog."""
        self._catalog = catalog
        self.update()

    def sizeHint(self) -> QSize:
        """Every card has the same height, and at least this width."""
        return scaled_size(*CARD)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show that it can be pressed."""
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Show it at rest."""
        super().leaveEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw frame, miniature and text."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_frame(painter)
        theme = self._themes.theme
        area = QRectF(_PAD, _PAD, self.width() - 2 * _PAD, scaled(_PICTURE) - 2 * _PAD)
        paint_miniature(painter, area, self._document, self._catalog, theme)
        self._paint_text(painter)
        painter.end()

    def _paint_frame(self, painter: QPainter) -> None:
        theme = self._themes.theme
        frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        strong = self.hasFocus() or self.isDown()
        line = "accent" if strong else "muted" if self.underMouse() else "border"
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("raised"))
        painter.drawRoundedRect(frame, theme.radius, theme.radius)
        painter.setClipRect(QRect(0, 0, self.width(), scaled(_PICTURE)))
        painter.setBrush(theme.color("canvas"))
        painter.drawRoundedRect(
            frame.adjusted(0, 0, 0, theme.radius), theme.radius, theme.radius
        )
        painter.setClipping(False)
        painter.setPen(QPen(theme.color("border"), 1))
        below = scaled(_PICTURE)
        painter.drawLine(1, below, self.width() - 2, below)
        painter.setPen(QPen(theme.color(line), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(frame, theme.radius, theme.radius)

    def _paint_text(self, painter: QPainter) -> None:
        theme = self._themes.theme
        bold = QFont(self.font())
        bold.setWeight(QFont.Weight.DemiBold)
        mono = fixed_font(theme.mono_family, 12)
        line = self.fontMetrics().height()
        width = self.width() - 2 * _PAD
        lines = wrapped(self._title, QFontMetrics(bold), width, _TITLE_LINES)
        texts = [(bold, "text", text) for text in lines]
        room = _TEXT_LINES - len(lines)
        for text in wrapped(self._description, self.fontMetrics(), width, room):
            texts.append((self.font(), "muted", text))
        baseline = scaled(_PICTURE) + 10 + self.fontMetrics().ascent()
        for index, (font, ink, text) in enumerate(texts):
            painter.setFont(font)
            painter.setPen(theme.color(ink))
            gap = 4 if index >= len(lines) else 0
            painter.drawText(_PAD, baseline + index * (line + 1) + gap, text)
        painter.setFont(mono)
        painter.setPen(theme.color("muted"))
        painter.drawText(_PAD, self.height() - _PAD, self._data)

    def _on_clicked(self) -> None:
        self.chosen.emit(self._name)


def wrapped(text: str, metrics: QFontMetrics, width: int, most: int) -> list[str]:
    """Text in at most `most` lines of `width` pixels; the last one elided."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if len(lines) < most and metrics.horizontalAdvance(longer) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    right = Qt.TextElideMode.ElideRight
    return [
        line
        if metrics.horizontalAdvance(line) <= width
        else metrics.elidedText(line, right, width)
        for line in lines
    ]
