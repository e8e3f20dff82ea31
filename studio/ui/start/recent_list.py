"""Recent files on the start page."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QLabel, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from studio.ui import icons
from studio.ui.text_size import scaled, scaled_size
from studio.ui.theme import ThemeManager

_PATH = Qt.ItemDataRole.UserRole
_ROW = 30


class RecentList(QWidget):
    """File names, latest first.

    Signals:
        chosen(str): path of the file that was pressed.
    """

    chosen = Signal(str)

    def __init__(self, themes: ThemeManager) -> None:
        super().__init__()
        self._themes = themes
        self._paths: list[Path] = []
        self._empty = QLabel("Files you save will be listed here.")
        self._empty.setProperty("role", "muted")
        self._list = QListWidget()
        self._list.setObjectName("recent_list")
        self._list.setAccessibleName("Recent files")
        self._list.setIconSize(scaled_size(16, 16))
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self._list.itemActivated.connect(self._on_activated)
        self._list.itemClicked.connect(self._on_activated)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._empty)
        layout.addWidget(self._list)
        themes.changed.connect(self._rebuild)
        self._rebuild()

    def show_files(self, paths: Sequence[Path]) -> None:
        """List these files."""
        self._paths = list(paths)
        self._rebuild()

    def _rebuild(self) -> None:
        self._list.clear()
        # Drawing takes a while at the start, when most often there is nothing to list.
        mark = QIcon()
        if self._paths:
            mark = icons.icon("layers", self._themes.theme, "muted")
        for path in self._paths:
            item = QListWidgetItem(mark, path.name)
            item.setData(_PATH, str(path))
            item.setData(Qt.ItemDataRole.AccessibleDescriptionRole, str(path))
            item.setToolTip(_tip(path))
            item.setSizeHint(QSize(0, scaled(_ROW)))
            self._list.addItem(item)
        self._empty.setVisible(not self._paths)
        self._list.setVisible(bool(self._paths))
        self._list.setFixedHeight(scaled(_ROW) * len(self._paths) + 8)

    def _on_activated(self, item: QListWidgetItem) -> None:
        self.chosen.emit(item.data(_PATH))


def _tip(path: Path) -> str:
    """Path as a tooltip, which Qt would read as markup."""
    return str(path).replace("&", "&amp;").replace("<", "&lt;")
