"""Pictures in a grid, each with a line of text below it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFont, QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from studio.ui.text_size import scaled
from studio.ui.theme import ThemeManager


@dataclass(frozen=True, slots=True)
class Tile:
    """One picture: its caption, and the name of the caption's colour."""

    image: QImage
    caption: str
    color: str = "muted"


class PictureGrid(QWidget):
    """Draws tiles left to right, as many in a row as fit. Nearest scaling."""

    _GAP = 8
    _FRAME = 1

    def __init__(self, themes: ThemeManager, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._themes = themes
        self._tiles: tuple[Tile, ...] = ()
        self._side = 64
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        themes.changed.connect(self.update)

    def show_tiles(self, tiles: Sequence[Tile], side: int = 64) -> None:
        """Show these, each picture `side` pixels wide."""
        self._tiles, self._side = tuple(tiles), side
        words = ", ".join(tile.caption for tile in tiles)
        self.setAccessibleDescription(f"{len(tiles)} pictures: {words}")
        self.updateGeometry()
        self.update()

    @property
    def tiles(self) -> tuple[Tile, ...]:
        """What is shown."""
        return self._tiles

    def hasHeightForWidth(self) -> bool:
        """Narrow grids are higher."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Height of all rows."""
        columns = self._columns(width)
        rows = -(-len(self._tiles) // columns)
        return rows * self._cell().height() + self._GAP

    def sizeHint(self) -> QSize:
        """Four columns."""
        width = 4 * self._cell().width()
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """One column."""
        return self._cell()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the pictures with their captions."""
        painter = QPainter(self)
        painter.setFont(self._font())
        cell, columns = self._cell(), self._columns(self.width())
        for index, tile in enumerate(self._tiles):
            x = index % columns * cell.width() + self._GAP
            y = index // columns * cell.height() + self._GAP
            self._paint(painter, tile, QRect(x, y, self._side, self._side))
        painter.end()

    def _paint(self, painter: QPainter, tile: Tile, box: QRect) -> None:
        theme = self._themes.theme
        size = tile.image.size().scaled(box.size(), Qt.AspectRatioMode.KeepAspectRatio)
        picture = QRect(box.topLeft(), size)
        picture.moveCenter(box.center())
        painter.drawImage(picture, tile.image)
        painter.setPen(QPen(theme.color("border"), self._FRAME))
        painter.drawRect(picture.adjusted(0, 0, -1, -1))
        painter.setPen(theme.color(tile.color))
        metrics = painter.fontMetrics()
        text = metrics.elidedText(
            tile.caption, Qt.TextElideMode.ElideRight, box.width() + self._GAP
        )
        below = QRect(box.left() - self._GAP // 2, box.bottom() + 2, 0, 0)
        below.setSize(QSize(box.width() + self._GAP, metrics.height()))
        painter.drawText(below, Qt.AlignmentFlag.AlignCenter, text)

    def _font(self) -> QFont:
        font = QFont(self.font())
        font.setPixelSize(scaled(11))
        return font

    def _cell(self) -> QSize:
        line = self.fontMetrics().height() + 4
        return QSize(self._side + self._GAP, self._side + line + self._GAP)

    def _columns(self, width: int) -> int:
        return max(1, (width - self._GAP) // self._cell().width())
