"""The list of layers: rows that can be dragged."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QDrag, QKeyEvent, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QAbstractItemView, QFrame, QMenu, QTreeView, QWidget

from studio.ui.canvas.mime import block_of
from studio.ui.palette.delegate import PaletteDelegate
from studio.ui.palette.model import (
    CATEGORY_ROLE,
    FOLDED_ROLE,
    PATH_ROLE,
    PaletteModel,
)
from studio.ui.theme import ThemeManager

_CHIP_HEIGHT = 34


class PaletteTree(QTreeView):
    """Shows the palette's rows and starts drags.

    Signals:
        dragged: an entry was dropped somewhere; its class path.
        removal_wanted: a kept block should go; its name.
    """

    dragged = Signal(str)
    removal_wanted = Signal(str)

    def __init__(
        self, model: PaletteModel, themes: ThemeManager, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._themes = themes
        self.setObjectName("palette_tree")
        self.setAccessibleName("Layers")
        self.setModel(model)
        self.setItemDelegate(PaletteDelegate(themes, self))
        self.setHeaderHidden(True)
        self.setIndentation(0)
        self.setRootIsDecorated(False)
        self.setExpandsOnDoubleClick(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setDragEnabled(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.clicked.connect(self._on_clicked)

    def unfold(self) -> None:
        """Open every group but those that are folded at first."""
        self.expandAll()
        for row in range(self.model().rowCount()):
            index = self.model().index(row, 0)
            if index.data(FOLDED_ROLE):
                self.collapse(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Del removes a kept block."""
        if event.key() == Qt.Key.Key_Delete and self._kept(self.currentIndex()):
            self._on_remove()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what can be done with a kept block."""
        by_key = event.reason() is QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if by_key else self.indexAt(event.pos())
        if not self._kept(index):
            return
        self.setCurrentIndex(index)
        menu = QMenu(self)
        menu.setObjectName("palette_menu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction("Place").triggered.connect(self._on_place)
        menu.addAction("Rename\tF2").triggered.connect(self._on_rename)
        menu.addAction("Remove…\tDel").triggered.connect(self._on_remove)
        at = self.visualRect(index).center() if by_key else event.pos()
        menu.popup(self.viewport().mapToGlobal(at))

    def startDrag(self, supported: Qt.DropAction) -> None:
        """Drag the row under the mouse, as a small card."""
        index = self.currentIndex()
        if not index.data(PATH_ROLE):
            return
        drag = QDrag(self)
        drag.setMimeData(self.model().mimeData([index]))
        chip = self.chip(index)
        drag.setPixmap(chip)
        drag.setHotSpot(QPoint(12, _CHIP_HEIGHT // 2))
        if drag.exec(Qt.DropAction.CopyAction) is not Qt.DropAction.IgnoreAction:
            self.dragged.emit(str(index.data(PATH_ROLE)))

    def chip(self, index: QModelIndex) -> QPixmap:
        """Picture of an entry that follows the mouse."""
        theme, ratio = self._themes.theme, self.devicePixelRatioF()
        name = str(index.data())
        width = self.fontMetrics().horizontalAdvance(name) + 36
        picture = QPixmap(round(width * ratio), round(_CHIP_HEIGHT * ratio))
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self.font())
        painter.setBrush(theme.color("node"))
        painter.setPen(QPen(theme.color("node_border"), 1))
        box = QRectF(0.5, 0.5, width - 1, _CHIP_HEIGHT - 1)
        painter.drawRoundedRect(box, theme.radius, theme.radius)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.category(str(index.data(CATEGORY_ROLE))))
        painter.drawRoundedRect(QRectF(10, 10, 4, _CHIP_HEIGHT - 20), 2, 2)
        painter.setPen(theme.color("text"))
        painter.drawText(
            box.adjusted(22, 0, -6, 0), Qt.AlignmentFlag.AlignVCenter, name
        )
        painter.end()
        return picture

    def _kept(self, index: QModelIndex) -> str | None:
        """Name of the kept block in a row."""
        return block_of(str(index.data(PATH_ROLE) or ""))

    def _on_place(self) -> None:
        self.activated.emit(self.currentIndex())

    def _on_rename(self) -> None:
        self.edit(self.currentIndex())

    def _on_remove(self) -> None:
        name = self._kept(self.currentIndex())
        if name is not None:
            self.removal_wanted.emit(name)

    def _on_clicked(self, index: QModelIndex) -> None:
        if not index.data(PATH_ROLE):
            self.setExpanded(index, not self.isExpanded(index))
