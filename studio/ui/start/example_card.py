"""A card of the start page: an example's graph, title, line and data."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from studio.catalog.spec import Catalog
from studio.graph.document import Document
from studio.ui.miniature import paint_miniature
from studio.ui.theme import ThemeManager

CARD = QSize(264, 208)
_PICTURE = 104
_PAD = 14
_FLAGS = Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextWordWrap


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
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self._on_clicked)

    def show_catalog(self, catalog: Catalog) -> None:
        """Colour the miniature by another catalog."""
        self._catalog = catalog
        self.update()

    def sizeHint(self) -> QSize:
        """Every card has the same size."""
        return CARD

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
        area = QRectF(_PAD, _PAD, self.width() - 2 * _PAD, _PICTURE - 2 * _PAD)
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
        painter.setClipRect(QRect(0, 0, self.width(), _PICTURE))
        painter.setBrush(theme.color("canvas"))
        painter.drawRoundedRect(
            frame.adjusted(0, 0, 0, theme.radius), theme.radius, theme.radius
        )
        painter.setClipping(False)
        painter.setPen(QPen(theme.color("border"), 1))
        painter.drawLine(1, _PICTURE, self.width() - 2, _PICTURE)
        painter.setPen(QPen(theme.color(line), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(frame, theme.radius, theme.radius)

    def _paint_text(self, painter: QPainter) -> None:
        theme = self._themes.theme
        width = self.width() - 2 * _PAD
        title_font = QFont(self.font())
        title_font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(title_font)
        painter.setPen(theme.color("text"))
        title = QFontMetrics(title_font).elidedText(
            self._title, Qt.TextElideMode.ElideRight, width
        )
        painter.drawText(QRect(_PAD, _PICTURE + 9, width, 20), _FLAGS, title)
        painter.setFont(self.font())
        painter.setPen(theme.color("muted"))
        line = self.fontMetrics().height()
        room = QRect(_PAD, _PICTURE + 30, width, 2 * line + 2)
        painter.drawText(room, _FLAGS, self._description)
        bottom = QRect(_PAD, self.height() - line - 9, width, line + 2)
        painter.setFont(QFont(theme.mono_family, 9))
        painter.drawText(bottom, _FLAGS, self._data)

    def _on_clicked(self) -> None:
        self.chosen.emit(self._name)
