"""The page shown while no document is open."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from studio.ui import icons
from studio.ui.actions import Actions
from studio.ui.start.flow import CARD, CardGrid
from studio.ui.start.recent_list import RecentList
from studio.ui.text_size import scaled, scaled_size
from studio.ui.theme import ThemeManager

if TYPE_CHECKING:
    from studio.catalog.spec import Catalog
    from studio.project.examples import Example
    from studio.ui.start.example_card import ExampleCard

_WIDTH = 1250
_SIDE = 250


class StartPage(QScrollArea):
    """Examples to open, recent files, New and Open.

    Signals:
        example_requested(str): name of an example.
        path_requested(str): a recent file.
    """

    example_requested = Signal(str)
    path_requested = Signal(str)

    def __init__(self, actions: Actions, themes: ThemeManager) -> None:
        super().__init__()
        self._themes = themes
        self._cards: list[ExampleCard] = []
        self.setObjectName("start_page")
        self.setAccessibleName("Start page")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._new = self._button("start_new", "New model", actions["file.new"].trigger)
        self._open = self._button(
            "start_open", "Open a file…", actions["file.open"].trigger
        )
        self._grid = CardGrid(scaled_size(*CARD))
        self._recent = RecentList(themes)
        self._recent.chosen.connect(self.path_requested)
        self.setWidget(self._make_page())
        themes.changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    def show_examples(self, examples: Sequence[ExampleCard]) -> None:
        """Show these cards."""
        self._cards = list(examples)
        for card in self._cards:
            card.chosen.connect(self.example_requested)
        self._grid.show_cards(self._cards)

    def show_recent(self, paths: Sequence[Path]) -> None:
        """List these recent files."""
        self._recent.show_files(paths)

    def show_catalog(self, catalog: Catalog) -> None:
        """Colour the miniatures by another catalog."""
        self._recent.show_catalog(catalog)
        for card in self._cards:
            card.show_catalog(catalog)

    def _make_page(self) -> QWidget:
        column = QWidget()
        column.setMaximumWidth(scaled(_WIDTH))
        layout = QHBoxLayout(column)
        layout.setContentsMargins(40, 36, 40, 36)
        layout.setSpacing(40)
        layout.addLayout(self._make_side())
        layout.addLayout(self._make_main(), 1)
        page = QWidget()
        outer = QHBoxLayout(page)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addStretch(1)
        outer.addWidget(column, 1000)
        outer.addStretch(1)
        return page

    def _make_side(self) -> QVBoxLayout:
        side = QVBoxLayout()
        side.setSpacing(8)
        name = QLabel("Layer Studio")
        name.setProperty("role", "title")
        line = QLabel("Draw a Keras network, train it,\ntake the code with you.")
        line.setProperty("role", "muted")
        for widget in (name, line):
            side.addWidget(widget)
        side.addSpacing(16)
        for button in (self._new, self._open):
            button.setFixedWidth(scaled(_SIDE))
            side.addWidget(button)
        side.addSpacing(20)
        side.addWidget(_heading("Recent"))
        self._recent.setFixedWidth(scaled(_SIDE))
        side.addWidget(self._recent)
        side.addStretch(1)
        return side

    def _make_main(self) -> QVBoxLayout:
        main = QVBoxLayout()
        main.setSpacing(12)
        main.addSpacing(6)
        main.addWidget(_heading("Examples"))
        main.addWidget(self._grid)
        main.addStretch(1)
        return main

    def _button(self, name: str, text: str, slot: object) -> QPushButton:
        button = QPushButton(text)
        button.setObjectName(name)
        button.setIconSize(scaled_size(18, 18))
        button.clicked.connect(slot)
        return button

    def _on_theme_changed(self) -> None:
        theme = self._themes.theme
        self._new.setIcon(icons.icon("new", theme))
        self._open.setIcon(icons.icon("open", theme))


def _heading(text: str) -> QLabel:
    label = QLabel(text)
    label.setProperty("role", "heading")
    label.setAlignment(Qt.AlignmentFlag.AlignLeft)
    return label


def make_cards(
    examples: Sequence[Example], catalog: Catalog, themes: ThemeManager
) -> list[ExampleCard]:
    """Cards of these examples, the smallest graph first.

    Raises:
        StudioError: an example cannot be read.
    """
    from studio.graph.data_kinds import data_kind
    from studio.project.store import load
    from studio.ui.start.example_card import ExampleCard

    loaded = [(example, load(example.path).document) for example in examples]
    loaded.sort(key=lambda pair: len(pair[1].graph.nodes))
    cards = []
    for example, document in loaded:
        data = data_kind(document.setup.data.kind)
        cards.append(
            ExampleCard(
                example.name,
                example.title,
                example.description,
                data.title if data else "No data chosen",
                document,
                catalog,
                themes,
            )
        )
    return cards
