"""What one can begin with, told on a canvas that holds nothing."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QAbstractScrollArea, QGridLayout, QLabel, QWidget

from studio.ui.text_size import scaled
from studio.ui.theme import ThemeManager
from studio.ui.workspace import Workspace

_TITLE = "Your model starts here"
_WAYS = (
    ("Drag", "a layer here from the Layers panel"),
    ("Press Tab", "to search a layer by its name"),
)
_WAYS_OF_MODELS = (
    ("New from Example", "in the File menu opens one that trains"),
    ("Drop", "a .keras file here to open it"),
)
_GAPS = (12, 8)
"""Between columns and rows, beside text in our size."""
_MARGIN = 16
_SHARE_ABOVE = 0.42


class EmptyHint(QWidget):
    """A few quiet lines in the middle, until there is something. It takes no mouse."""

    def __init__(
        self, canvas: QAbstractScrollArea, workspace: Workspace, themes: ThemeManager
    ) -> None:
        super().__init__(canvas)
        self._canvas, self._workspace, self._themes = canvas, workspace, themes
        self.setObjectName("canvas_empty")
        self.setAccessibleName(_TITLE)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._grid = QGridLayout(self)
        self._of_models: list[QLabel] = []
        self._fill()
        canvas.viewport().installEventFilter(self)
        themes.changed.connect(self._dress)
        workspace.here_edited.connect(self.refresh)
        workspace.document_replaced.connect(self.refresh)
        workspace.scope_changed.connect(self.refresh)
        self._dress()
        self.refresh()

    def refresh(self) -> None:
        """Show the lines if there is nothing in view."""
        here = self._workspace.here
        inside_block = self._workspace.block_here is not None
        for label in self._of_models:
            label.setHidden(inside_block)
        self.setHidden(bool(here.graph.nodes or here.comments))
        self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay in the middle; make room for a layer that is dragged in."""
        match event.type():
            case QEvent.Type.Resize:
                self._place()
            case QEvent.Type.DragEnter:
                self.hide()
            case QEvent.Type.DragLeave | QEvent.Type.Drop:
                self.refresh()
        return False

    def _fill(self) -> None:
        grid = self._grid
        grid.setColumnStretch(1, 1)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(scaled(_GAPS[0]))
        grid.setVerticalSpacing(scaled(_GAPS[1]))
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop
        title = _label(_TITLE, "empty_title")
        title.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        grid.addWidget(title, 0, 0, 1, 2)
        grid.setRowMinimumHeight(1, scaled(_GAPS[1]) // 2)
        for row, (how, what) in enumerate((*_WAYS, *_WAYS_OF_MODELS), start=2):
            labels = _label(how, "empty_how"), _label(what, "empty_what")
            labels[0].setAlignment(right)
            grid.addWidget(labels[0], row, 0)
            grid.addWidget(labels[1], row, 1)
            if (how, what) in _WAYS_OF_MODELS:
                self._of_models += labels
        lines = (" ".join(way) for way in (*_WAYS, *_WAYS_OF_MODELS))
        self.setAccessibleDescription(". ".join(lines) + ".")

    def _place(self) -> None:
        room = self._canvas.viewport().size()
        self._set_wraps(False)
        own = self._grid.sizeHint()
        widest = room.width() - 2 * scaled(_MARGIN)
        if own.width() > widest:
            self._set_wraps(True)
            own = QSize(widest, self._grid.heightForWidth(widest))
        left = (room.width() - own.width()) // 2
        top = round((room.height() - own.height()) * _SHARE_ABOVE)
        self.setGeometry(QRect(QPoint(left, top), own))

    def _set_wraps(self, wraps: bool) -> None:
        for label in self.findChildren(QLabel):
            label.setWordWrap(wraps)

    def _dress(self) -> None:
        colours = {n: self._themes.theme.color(n).name() for n in ("text", "muted")}
        self.setStyleSheet(
            "QLabel {{ color: {muted}; background: transparent; }}"
            "QLabel#empty_title {{ color: {text}; font-size: {size}px; }}"
            "QLabel#empty_how {{ font-weight: 600; }}".format(
                size=scaled(16), **colours
            )
        )


def _label(text: str, name: str) -> QLabel:
    label = QLabel(text)
    label.setObjectName(name)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label
