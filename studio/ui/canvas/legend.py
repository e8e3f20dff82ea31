"""The heat map's legend, in a corner of the canvas."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from studio.ui.canvas.marks import heat_color
from studio.ui.heat import STEPS
from studio.ui.text_size import scaled
from studio.ui.theme import ThemeManager
from studio.ui.workspace import Workspace

_MARGIN = 12
_PAD = 10.0
_BAR = 10.0
_LINE = 18.0


class HeatLegend(QWidget):
    """Title, and from one bar to all what they stand for. It takes no mouse."""

    def __init__(
        self, workspace: Workspace, themes: ThemeManager, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setObjectName("heat_legend")
        self.setAccessibleName("Legend of the heat map")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._workspace, self._themes, self._parent = workspace, themes, parent
        workspace.heat_changed.connect(self._refresh)
        themes.changed.connect(self.update)
        parent.installEventFilter(self)
        self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay in the corner."""
        if event.type() == QEvent.Type.Resize:
            self._place()
        return False

    def _lines(self) -> list[str]:
        heat = self._workspace.heat
        return [heat.title, f"up to {heat.largest or '0'}"] if heat else []

    def _refresh(self) -> None:
        lines = self._lines()
        self.setVisible(bool(lines))
        if lines:
            metrics = QFontMetricsF(self.font())
            bars = STEPS * (_BAR + 2) + 8
            wide = max(
                metrics.horizontalAdvance(lines[0]),
                bars + metrics.horizontalAdvance(lines[1]),
            )
            line = scaled(_LINE)
            self.resize(round(wide + 2 * _PAD + 2), round(2 * line + 2 * _PAD - 4))
            self.setAccessibleDescription(" ".join(lines))
            self._place()
            self.raise_()
            self.update()

    def _place(self) -> None:
        self.move(_MARGIN, self._parent.height() - self.height() - _MARGIN)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the box, the bars and the words."""
        lines, theme = self._lines(), self._themes.theme
        if not lines:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.color("border"), 1.0))
        painter.setBrush(theme.color("raised"))
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(box, 6, 6)
        painter.setPen(theme.color("text"))
        line = scaled(_LINE)
        top = QRectF(_PAD, _PAD - 4, self.width(), line)
        painter.drawText(top, Qt.AlignmentFlag.AlignVCenter, lines[0])
        y = _PAD - 4 + line
        painter.setPen(Qt.PenStyle.NoPen)
        for step in range(STEPS):
            painter.setBrush(heat_color(theme, (step + 1) / STEPS))
            height = 4 + step * 2.0
            left = _PAD + step * (_BAR + 2)
            painter.drawRect(QRectF(left, y + line - 4 - height, _BAR, height))
        painter.setPen(theme.color("muted"))
        left = _PAD + STEPS * (_BAR + 2) + 8
        rest = QRectF(left, y, self.width(), line)
        painter.drawText(rest, Qt.AlignmentFlag.AlignVCenter, lines[1])
