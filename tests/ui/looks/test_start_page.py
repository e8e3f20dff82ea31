"""The start page draws small pictures of real graphs, in both themes."""

from __future__ import annotations

import shutil

import pytest
from PySide6.QtGui import QColor, QFontMetrics

from studio.project.examples import list_examples
from studio.project.recent import RecentFiles
from studio.ui.start.example_card import wrapped
from studio.ui.start.recent_list import _LARGEST
from studio.ui.tokens import DARK, LIGHT


@pytest.fixture
def recent(tmp_path):
    """A good file, a damaged one, one that is too large, one that is gone."""
    example = next(e for e in list_examples() if e.name == "digits-convnet")
    good = tmp_path / "good.studio"
    shutil.copy(example.path, good)
    damaged, large = tmp_path / "damaged.studio", tmp_path / "large.studio"
    damaged.write_text("{")
    large.write_text(" " * (_LARGEST + 1))
    paths = [good, damaged, large, tmp_path / "gone.studio"]
    for path in reversed(paths):
        RecentFiles().add(path, path.stem)
    return paths


def colours(item, size):
    """The colours of an item's picture that it has much of."""
    image = item.icon().pixmap(size).toImage()
    counts = {}
    for x in range(image.width()):
        for y in range(image.height()):
            name = QColor(image.pixel(x, y)).name()
            counts[name] = counts.get(name, 0) + 1
    return {name for name, count in counts.items() if count >= 4}


@pytest.mark.parametrize(("mode", "theme"), [("light", LIGHT), ("dark", DARK)])
def test_recent_files_have_pictures_of_their_graphs(
    open_window, qtbot, recent, mode, theme
):
    with open_window(mode=mode, example="") as studio:
        page = studio.window.start_page._recent
        listed, size = page._list, page._list.iconSize()
        names = [listed.item(i).text() for i in range(listed.count())]
        shown = [path.name for path in recent if path.name in names]
        assert names == shown
        qtbot.waitUntil(lambda: not page._waiting)
        found = colours(listed.item(0), size)
        assert theme.category("convolutional").name() in found
        assert theme.category("core").name() in found
        for row in range(1, listed.count()):
            plain = colours(listed.item(row), size)
            assert theme.category("convolutional").name() not in plain


def test_a_picture_follows_the_theme(open_window, qtbot, recent):
    with open_window(example="") as studio:
        page = studio.window.start_page._recent
        qtbot.waitUntil(lambda: not page._waiting)
        studio.window.themes.set_mode("dark")
        qtbot.waitUntil(lambda: not page._waiting)
        found = colours(page._list.item(0), page._list.iconSize())
        assert DARK.category("core").name() in found


@pytest.mark.parametrize("width", [800, 1000, 1180, 1280, 1500])
def test_examples_fill_the_width_beside_the_recent_files(open_window, qtbot, width):
    with open_window(example="") as studio:
        studio.window.resize(width, 800)
        grid = studio.window.start_page._grid
        cards = grid._cards
        qtbot.waitUntil(lambda: max(card.geometry().right() for card in cards) > 0)

        def fills() -> bool:
            return max(card.geometry().right() for card in cards) == grid.width() - 1

        qtbot.waitUntil(fills)
        assert {card.width() for card in cards} <= {
            cards[0].width(),
            cards[0].width() + 1,
            cards[0].width() - 1,
        }


def test_a_line_of_a_card_that_fits_is_whole(qapp):
    metrics = QFontMetrics(qapp.font())
    text = "Ten neurons and one output predict a value of a patient."
    for width in range(100, 400):
        lines = wrapped(text, metrics, width, 20)
        assert " ".join(lines) == text
