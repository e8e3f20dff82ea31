"""The panels' places around the canvas."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from PySide6.QtCore import QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QApplication,
    QDockWidget,
    QHBoxLayout,
    QLabel,
    QMainWindow,
    QScrollArea,
    QTabWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from studio.ui import icons
from studio.ui.text_size import scaled, scaled_size
from studio.ui.theme import ThemeManager

_LEFT = Qt.DockWidgetArea.LeftDockWidgetArea
_RIGHT = Qt.DockWidgetArea.RightDockWidgetArea
_BOTTOM = Qt.DockWidgetArea.BottomDockWidgetArea
_ROOM = 300
"""Height in pixels of a bottom dock that is shown on purpose, if the window has it."""
_SHARE = 0.45
"""Part of the window's height that such a dock takes at most."""
_LOWEST = 60


@dataclass(frozen=True, slots=True)
class Place:
    """A dock: its object name, title, side and size hint in pixels."""

    name: str
    title: str
    area: Qt.DockWidgetArea
    size: QSize


PLACES = (
    Place("layers", "Layers", _LEFT, QSize(240, 400)),
    Place("inspector", "Inspector", _RIGHT, QSize(330, 400)),
    Place("problems", "Problems", _BOTTOM, QSize(600, 200)),
    Place("outline", "Outline", _BOTTOM, QSize(600, 200)),
    Place("analyzer", "Analyzer", _BOTTOM, QSize(600, 200)),
    Place("data", "Data", _BOTTOM, QSize(600, 200)),
    Place("training", "Training", _BOTTOM, QSize(600, 200)),
    Place("runs", "Runs", _BOTTOM, QSize(600, 200)),
    Place("log", "Log", _BOTTOM, QSize(600, 200)),
)


class Docks(QObject):
    """All docks of a window. They stand empty until `fill` gives them a panel.

    Signals:
        opened(str): a dock came into view; its panel is wanted now.
    """

    opened = Signal(str)

    def __init__(self, window: QMainWindow, themes: ThemeManager) -> None:
        super().__init__(window)
        self._window = window
        self._docks = {place.name: _Dock(place, themes) for place in PLACES}
        window.setTabPosition(_BOTTOM, QTabWidget.TabPosition.North)
        window.setCorner(Qt.Corner.BottomLeftCorner, _LEFT)
        window.setCorner(Qt.Corner.BottomRightCorner, _BOTTOM)
        for place in PLACES:
            dock = self._docks[place.name]
            dock.hide()
            dock.seen.connect(self.opened)
            window.addDockWidget(place.area, dock)

    def arrange(self) -> None:
        """Put every dock in its first place and size."""
        for place in PLACES:
            dock = self._docks[place.name]
            dock.setFloating(False)
            self._window.addDockWidget(place.area, dock)
            dock.show()
        bottom = [self._docks[p.name] for p in PLACES if p.area is _BOTTOM]
        for first, second in pairwise(bottom):
            self._window.tabifyDockWidget(first, second)
        bottom[0].raise_()
        for name in ("layers", "inspector"):
            size = scaled(self._docks[name].place.size.width())
            self._window.resizeDocks(
                [self._docks[name]], [size], Qt.Orientation.Horizontal
            )
        height = scaled(bottom[0].place.size.height())
        self._window.resizeDocks(bottom[:1], [height], Qt.Orientation.Vertical)

    def fill(self, name: str, panel: QWidget) -> None:
        """Put a panel into the dock of that name."""
        panel.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        dock = self._docks[name]
        low = dock.place.area is _BOTTOM
        if not low:
            panel.setMinimumWidth(scaled(dock.place.size.width() * 7 // 8))
        dock.setWidget(_LowBody(panel) if low else panel)

    def reveal(self, name: str) -> None:
        """Bring a dock to the front, open or closed, with room to work in."""
        dock = self._docks[name]
        dock.show()
        dock.raise_()
        room = min(scaled(_ROOM), round(self._window.height() * _SHARE))
        if dock.place.area is _BOTTOM and dock.height() < room:
            self._window.resizeDocks([dock], [room], Qt.Orientation.Vertical)

    def focus(self, name: str) -> None:
        """Bring a dock to the front and the focus into its first field."""
        self.reveal(name)
        panel = self._docks[name].widget()
        fields = [panel, *panel.findChildren(QWidget)] if panel else []
        for field in fields:
            by_tab = field.focusPolicy().value & Qt.FocusPolicy.TabFocus.value
            inert = isinstance(field, QScrollArea) or not field.isEnabled()
            if by_tab and field.isVisibleTo(panel) and not inert:
                # A dock that comes to the front is laid out a turn later.
                QTimer.singleShot(0, field.setFocus)
                return

    def is_open(self, name: str) -> bool:
        """Whether the dock's panel can be seen."""
        return not self._docks[name].visibleRegion().isEmpty()

    def set_count(self, name: str, count: int) -> None:
        """Show a number in the dock's tab, as in ``Problems (3)``."""
        dock = self._docks[name]
        title = dock.place.title
        dock.setWindowTitle(f"{title} ({count})" if count else title)

    def toggles(self) -> list[QAction]:
        """Switches that show and hide each dock."""
        return [dock.toggleViewAction() for dock in self._docks.values()]

    def set_visible(self, visible: bool) -> None:
        """Show or hide all docks at once."""
        for dock in self._docks.values():
            dock.setVisible(visible)


class _LowBody(QWidget):
    """Holds a bottom panel and lets the dock be lower than the panel would like.

    Otherwise a panel that grows, by one more warning say, would push the canvas
    away.
    """

    def __init__(self, panel: QWidget) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSizeConstraint(QVBoxLayout.SizeConstraint.SetNoConstraint)
        layout.addWidget(panel)

    def minimumSizeHint(self) -> QSize:
        """Ask for no more than a few lines."""
        return QSize(0, scaled(_LOWEST))


class _Dock(QDockWidget):
    """A dock with our own flat title; below, the tabs are the titles."""

    seen = Signal(str)

    def __init__(self, place: Place, themes: ThemeManager) -> None:
        super().__init__(place.title)
        self.place = place
        self.setObjectName(f"dock_{place.name}")
        self.setAccessibleName(place.title)
        self.setWidget(_Blank(place.size))
        if place.area is _BOTTOM:
            self.setTitleBarWidget(_NoTitle())
        else:
            self.setTitleBarWidget(_Title(self, themes))
        self.toggleViewAction().setObjectName(f"action_panel_{place.name}")
        self.toggleViewAction().setText(place.title)
        self.visibilityChanged.connect(self._on_visible)

    def setWindowTitle(self, title: str) -> None:
        """Change the tab's text, but not the menu's."""
        super().setWindowTitle(title)
        self.toggleViewAction().setText(self.place.title)

    def _on_visible(self, visible: bool) -> None:
        if visible:
            self.seen.emit(self.place.name)
            return
        # Qt leaves the focus in a dock behind the one that comes to the front: keys
        # would change what nobody sees.
        holder = QApplication.focusWidget()
        if holder is not None and self.isAncestorOf(holder):
            holder.clearFocus()


class _Title(QWidget):
    """A dock's title: a word and a button that hides the dock."""

    def __init__(self, dock: QDockWidget, themes: ThemeManager) -> None:
        super().__init__()
        self._themes = themes
        self.setObjectName("dock_title")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._close = QToolButton()
        self._close.setObjectName("dock_close")
        self._close.setAccessibleName(f"Hide {dock.windowTitle()}")
        self._close.setToolTip("Hide this panel; the View menu shows it again")
        self._close.setIconSize(scaled_size(12, 12))
        self._close.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._close.clicked.connect(dock.close)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 5, 6, 5)
        layout.addWidget(QLabel(dock.windowTitle()), 1)
        layout.addWidget(self._close)
        themes.changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    def _on_theme_changed(self) -> None:
        self._close.setIcon(icons.icon("close", self._themes.theme, "muted"))


class _NoTitle(QWidget):
    """Takes the place of a title and no room."""

    def sizeHint(self) -> QSize:
        """Nothing."""
        return QSize(0, 0)

    def minimumSizeHint(self) -> QSize:
        """Nothing."""
        return QSize(0, 0)


class _Blank(QWidget):
    """Holds the place of a panel that is not made yet."""

    def __init__(self, size: QSize) -> None:
        super().__init__()
        self._size = size

    def sizeHint(self) -> QSize:
        """The panel's size hint."""
        return self._size
