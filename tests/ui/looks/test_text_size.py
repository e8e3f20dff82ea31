"""Text follows the system's size: nothing that fitted is cut, nothing overlaps."""

from __future__ import annotations

import itertools

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QDockWidget,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QTabBar,
    QTableView,
    QToolButton,
)

from studio.ui.canvas.typeface import Typeface
from studio.ui.text_size import scaled, text_px
from tests.ui.looks.conftest import docks_of

SIZES = pytest.mark.parametrize("text_px", [9, 18, 24])
OURS = 13
ACROSS = Qt.Orientation.Horizontal
WORDS = (QLabel, QAbstractButton, QComboBox)


def name_of(widget):
    names = []
    while widget is not None:
        names.append(widget.objectName() or type(widget).__name__)
        widget = widget.parentWidget()
    return "/".join(reversed(names[:3]))


def text_of(widget):
    return widget.currentText() if isinstance(widget, QComboBox) else widget.text()


def cut(widget):
    """Whether a widget is smaller than its text needs."""
    if isinstance(widget, QLabel):
        if widget.wordWrap():
            return widget.height() < widget.heightForWidth(widget.width())
        needed = widget.sizeHint()
        elides = widget.minimumSizeHint().width() < needed.width()
        return not elides and widget.width() < needed.width()
    wanted = widget.sizeHint() if isinstance(widget, QPushButton) else None
    metrics = widget.fontMetrics()
    across = metrics.horizontalAdvance(text_of(widget).replace("&", ""))
    if wanted is not None and widget.width() < wanted.width():
        return True
    return widget.width() < across or widget.height() < metrics.height()


def words_of(root):
    found = [w for kind in WORDS for w in root.findChildren(kind)]
    return [w for w in found if is_seen(w) and text_of(w) and not only_icon(w)]


def is_seen(widget):
    """Whether it is shown; docks behind others count as visible for Qt."""
    place = widget
    while place is not None and not isinstance(place, QDockWidget):
        place = place.parentWidget()
    behind = place is not None and place.visibleRegion().isEmpty()
    return widget.isVisible() and not behind


def only_icon(widget):
    style = Qt.ToolButtonStyle.ToolButtonIconOnly
    return isinstance(widget, QToolButton) and widget.toolButtonStyle() == style


def overlapping(widgets):
    """Pairs of neighbours in one parent that lie over each other."""
    for one, other in itertools.combinations(widgets, 2):
        if one.parentWidget() is not other.parentWidget():
            continue
        shared = one.geometry() & other.geometry()
        if shared.width() > 1 and shared.height() > 1:
            yield name_of(one), text_of(one), name_of(other), text_of(other)


def low_rows(root):
    """Lists whose rows are lower than their text, and titles of columns cut."""
    for view in root.findChildren(QAbstractItemView):
        if not is_seen(view) or isinstance(view, QHeaderView):
            continue
        metrics = view.fontMetrics()
        if isinstance(view, QTableView):
            rows, columns = view.verticalHeader(), view.horizontalHeader()
            if rows.defaultSectionSize() < metrics.height():
                yield name_of(view), "rows"
            for number in range(columns.count()):
                size = columns.sectionSize(number)
                if 0 < size < columns.sectionSizeHint(number):
                    yield name_of(view), columns.model().headerData(number, ACROSS)
        elif view.model() and view.model().rowCount():
            first = view.visualRect(view.model().index(0, 0))
            if first.height() < metrics.height():
                yield name_of(view), "rows"


def narrow_fields(root):
    """Fields that cannot show what they ask for, and tabs without their title."""
    for field in root.findChildren(QLineEdit):
        metrics = field.fontMetrics()
        words = field.placeholderText()
        room = field.width() - 2 * metrics.horizontalAdvance(" ")
        if is_seen(field) and metrics.horizontalAdvance(words) > room:
            yield name_of(field), words
    for bar in root.findChildren(QTabBar):
        hints = sum(bar.tabSizeHint(n).width() for n in range(bar.count()))
        if is_seen(bar) and hints > bar.width():
            yield name_of(bar), "tabs"


def faults(studio):
    """Texts that are cut or overlap, in the window and in every dock."""
    window = studio.window
    found = set()
    nodes = list(studio.workspace.document.graph.nodes)
    for selection in ((), (nodes[3],), tuple(nodes[3:5])):
        studio.workspace.select(selection)
        for _, _ in docks_of(studio):
            words = words_of(window)
            found |= {(name_of(w), text_of(w)) for w in words if cut(w)}
            found |= set(low_rows(window)) | set(narrow_fields(window))
            found |= set(overlapping(words))
    return found


@SIZES
def test_nothing_that_fitted_is_cut_or_overlaps(open_window, text_px):
    with open_window(OURS) as studio:
        usual = faults(studio)
    with open_window(text_px) as studio:
        assert QApplication.font().pixelSize() == max(text_px, OURS)
        assert faults(studio) - usual == set()
    assert usual == set()


@SIZES
def test_cards_say_as_much_and_their_texts_keep_apart(
    open_window, monkeypatch, text_px
):
    """Scene units stay, the view is closer: so does everything on a card."""
    drawn = []
    draw = Typeface.draw

    def record(self, painter, text, x, top, width):
        at = painter.worldTransform().map(x, top)
        scale = painter.worldTransform().m11()
        shown = min(self.width(text), width)
        size = QRect(0, 0, round(shown * scale), round(self.font.pixelSize() * scale))
        drawn.append((text, self.width(text) > width, size.translated(*map(round, at))))
        draw(self, painter, text, x, top, width)

    monkeypatch.setattr(Typeface, "draw", record)
    elided = {}
    for size in (OURS, text_px):
        with open_window(size) as studio:
            canvas = studio.workbench.canvas
            canvas.reset_zoom()
            elided[size] = set()
            for item in canvas.stage_scene.nodes.values():
                drawn.clear()
                paint_card(canvas, item)
                elided[size] |= {text for text, short, _ in drawn if short}
                boxes = [box for _, _, box in drawn]
                for one, other in itertools.combinations(boxes, 2):
                    assert not one.intersects(other)
                tallest = max(box.height() for box in boxes)
                assert tallest == pytest.approx(max(size, OURS), abs=1)
    assert elided[text_px] == elided[OURS]


def paint_card(canvas, item):
    """Paint a card as the canvas does at its zoom."""
    size = item.boundingRect().size() * canvas.zoom
    image = QImage(size.toSize(), QImage.Format.Format_RGB32)
    painter = QPainter(image)
    painter.scale(canvas.zoom, canvas.zoom)
    look = item.look
    cards = canvas.stage_scene.painter
    cards.paint(painter, item.card, item.geometry, look, canvas.zoom)
    painter.end()


def test_actual_size_is_the_systems(open_window):
    with open_window(26) as studio:
        canvas = studio.workbench.canvas
        canvas.reset_zoom()
        assert text_px() == 26
        assert scaled(10) == 20
        assert canvas.zoom == 2.0
        assert studio.window.status._zoom.text() == "100%"
