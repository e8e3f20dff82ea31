"""A look at some samples: pictures or rows."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QLabel, QScrollArea, QStackedLayout, QWidget

from studio.graph.setup import DataFacts
from studio.ui.background_import import BackgroundImport
from studio.ui.data.picture_grid import PictureGrid, Tile
from studio.ui.data.pictures import sample_image
from studio.ui.data.preview import Preview
from studio.ui.data.sample_table import MAX_COLUMNS, SampleTable
from studio.ui.theme import ThemeManager

_SIDE = 64


class PreviewView(QWidget):
    """Shows a preview once NumPy is loaded, which it loads when first seen."""

    def __init__(self, themes: ThemeManager, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._numpy = BackgroundImport("numpy", self)
        self._numpy.loaded.connect(self._draw)
        self._preview: Preview | None = None
        self._facts: DataFacts | None = None
        self._drawn: Preview | None = None
        self.pictures = PictureGrid(themes)
        self.pictures.setObjectName("data.pictures")
        self.pictures.setAccessibleName("Samples")
        self.table = SampleTable()
        self._hint = QLabel()
        self._hint.setProperty("role", "muted")
        self._hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setWidget(self.pictures)
        self._stack = QStackedLayout(self)
        for page in (self._hint, self._scroll, self.table):
            self._stack.addWidget(page)

    def show_preview(self, preview: Preview | None, facts: DataFacts | None) -> None:
        """Show samples of the data these facts are about; None for nothing."""
        self._preview, self._facts = preview, facts
        self._draw()

    def showEvent(self, event: QShowEvent) -> None:
        """Draw what came while nobody looked."""
        super().showEvent(event)
        self._draw()

    def _draw(self) -> None:
        preview = self._preview
        if preview is None or self._facts is None or not preview.labels:
            self._stack.setCurrentWidget(self._hint)
            self._drawn = None
        elif preview is not self._drawn and self.isVisible():
            self._numpy.load()
            if self._numpy.is_loaded:
                self._drawn = preview
                self._show(preview, self._facts)

    def _show(self, preview: Preview, facts: DataFacts) -> None:
        samples = preview.samples()
        if preview.has_pictures:
            low, high = facts.input_range
            tiles = [
                Tile(sample_image(sample, low, high), label)
                for sample, label in zip(samples, preview.labels, strict=True)
            ]
            self.pictures.show_tiles(tiles, _SIDE)
            self._stack.setCurrentWidget(self._scroll)
        else:
            rows = samples.reshape(len(samples), -1)[:, :MAX_COLUMNS].tolist()
            names = [column.name for column in facts.columns]
            self.table.show_samples(names, rows, preview.labels)
            self._stack.setCurrentWidget(self.table)
