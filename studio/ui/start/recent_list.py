"""Recent files on the start page."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QIcon, QPainter, QPixmap, QShowEvent
from PySide6.QtWidgets import QLabel, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from studio.ui.text_size import scaled, scaled_size
from studio.ui.theme import ThemeManager

if TYPE_CHECKING:  # the window's frame is painted before documents are known
    from studio.catalog.spec import Catalog
    from studio.graph.document import Document

_PATH = Qt.ItemDataRole.UserRole
_PICTURE = (68, 36)
_ROW = 46
_BREATH_MS = 20
"""Between two pictures the window does what else it has to."""
_LARGEST = 256 * 1024
"""Bytes of a file that is read for its picture; that takes some milliseconds."""


class RecentList(QWidget):
    """File names, latest first, with a picture of each graph once there is time.

    Signals:
        chosen(str): path of the file that was pressed.
    """

    chosen = Signal(str)

    def __init__(self, themes: ThemeManager) -> None:
        super().__init__()
        self._themes = themes
        self._catalog: Catalog | None = None
        self._paths: list[Path] = []
        self._graphs: dict[Path, Document] = {}
        self._waiting: deque[int] = deque()
        self._timer = QTimer(self, interval=_BREATH_MS)
        self._timer.timeout.connect(self._on_breath)
        self._empty = QLabel("Files you save will be listed here.")
        self._empty.setProperty("role", "muted")
        self._list = QListWidget()
        self._list.setObjectName("recent_list")
        self._list.setAccessibleName("Recent files")
        self._list.setIconSize(scaled_size(*_PICTURE))
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self._list.itemActivated.connect(self._on_activated)
        self._list.itemClicked.connect(self._on_activated)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._empty)
        layout.addWidget(self._list)
        themes.changed.connect(self._draw_soon)
        self._rebuild()

    def show_files(self, paths: Sequence[Path]) -> None:
        """List these files."""
        self._paths = list(paths)
        self._graphs.clear()
        self._rebuild()

    def show_catalog(self, catalog: Catalog) -> None:
        """Colour the pictures by a catalog."""
        self._catalog = catalog
        self._draw_soon()

    def showEvent(self, event: QShowEvent) -> None:
        """Draw the pictures that nobody has seen yet."""
        super().showEvent(event)
        self._draw_soon()

    def _rebuild(self) -> None:
        self._list.clear()
        for path in self._paths:
            item = QListWidgetItem(self._icon(None), path.name)
            item.setData(_PATH, str(path))
            item.setData(Qt.ItemDataRole.AccessibleDescriptionRole, str(path))
            item.setToolTip(_tip(path))
            item.setSizeHint(QSize(0, scaled(_ROW)))
            self._list.addItem(item)
        self._empty.setVisible(not self._paths)
        self._list.setVisible(bool(self._paths))
        self._list.setFixedHeight(scaled(_ROW) * len(self._paths) + 8)
        self._draw_soon()

    def _draw_soon(self) -> None:
        self._waiting = deque(range(len(self._paths)))
        if self._waiting and self._catalog is not None and self.isVisible():
            self._timer.start()

    def _on_breath(self) -> None:
        if not self._waiting or not self.isVisible():
            self._timer.stop()
            return
        row = self._waiting.popleft()
        graph = self._graph(self._paths[row])
        self._list.item(row).setIcon(self._icon(graph))

    def _graph(self, path: Path) -> Document | None:
        """What is in a file; None if it is large, damaged or gone."""
        from studio.errors import StudioError
        from studio.project.store import load

        if path not in self._graphs:
            try:
                if path.stat().st_size > _LARGEST:
                    return None
                self._graphs[path] = load(path).document
            except (OSError, StudioError):
                return None
        return self._graphs[path]

    def _icon(self, document: Document | None) -> QIcon:
        """Picture of a graph on the canvas' ground; empty for none."""
        theme = self._themes.theme
        size, ratio = scaled_size(*_PICTURE), self.devicePixelRatioF()
        picture = QPixmap(size * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(theme.color("border"))
        painter.setBrush(theme.color("canvas"))
        frame = QRectF(0.5, 0.5, size.width() - 1, size.height() - 1)
        painter.drawRoundedRect(frame, 4, 4)
        if document is not None and self._catalog is not None:
            from studio.ui.miniature import paint_miniature

            inside = frame.adjusted(5, 5, -5, -5)
            paint_miniature(painter, inside, document, self._catalog, theme)
        painter.end()
        icon = QIcon(picture)
        icon.addPixmap(picture, QIcon.Mode.Selected)
        return icon

    def _on_activated(self, item: QListWidgetItem) -> None:
        self.chosen.emit(item.data(_PATH))


def _tip(path: Path) -> str:
    """Path as a tooltip, which Qt would read as markup."""
    return str(path).replace("&", "&amp;").replace("<", "&lt;")
