"""A picture shows what the canvas shows: PNG by the pixel, SVG nearly."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication

from studio.graph import commands
from studio.graph.model import Point
from studio.graph.problem_nodes import worst_severities
from studio.graph.problems import Problem, Severity
from studio.graph.routing import move_point
from studio.ui.canvas.picture import make_drawing, paint_image, save_picture
from tests.ui.canvas.sample import CATALOG, chain, facts

ROUNDING = 2
"""Levels of 255: the canvas blends cards that it keeps as pictures."""
EDGE = 64
"""Levels by which edges of letters and curves differ where an SVG is drawn."""
MODES = pytest.mark.parametrize("mode", ["light", "dark"])


@pytest.fixture
def dressed(view, themes, workspace):
    """A canvas with everything it can show, nothing selected, at actual size."""

    def dress(mode):
        themes.set_mode(mode)
        document, ids = chain()
        workspace.replace_document(document, None)
        tell = {i: facts(i, None, 8, 8, 1) for i in ids}
        problems = [
            Problem(Severity.ERROR, "K-SHAPE", "wrong", ids[1]),
            Problem(Severity.WARNING, "T-SIZE", "large", ids[2]),
        ]
        workspace.set_results(tell, problems)
        view.selection.replace(ids[1:3])
        view.choosing.frame()
        view.selection.replace({ids[3]})
        view.choosing.toggle_muted()
        view.editing.duplicate()
        key = document.graph.edges_into(ids[2])[0].key
        view.choosing.add_reroute(key)
        (point,) = document.graph.edges[key].via
        aside = Point(point.x + 176, point.y)
        workspace.edit(move_point(document, key, 0, aside))
        note, _ = commands.add_comment(document, "A note beside it.", Point(320, 240))
        workspace.edit(note)
        workspace.set_results(tell, problems)
        view.select_none()
        view.reset_zoom()
        return make_drawing(
            document, CATALOG, workspace.facts, worst_severities(document, problems)
        )

    return dress


def on_screen(view, drawing):
    """What the canvas paints of the picture's area."""
    area = drawing.area
    view.resize(round(area.width()) + 60, round(area.height()) + 60)
    view.centerOn(area.center())
    QApplication.processEvents()
    corner = view.mapFromScene(area.topLeft())
    assert view.viewport().rect().contains(QRect(corner, area.size().toSize()))
    shown = view.viewport().grab(QRect(corner, area.size().toSize()))
    return pixels(shown.toImage())


def pixels(image):
    image = image.convertToFormat(QImage.Format.Format_RGB32)
    flat = np.frombuffer(image.constBits(), np.uint8)
    rows = flat.reshape(image.height(), image.bytesPerLine() // 4, 4)
    return rows[:, : image.width(), :3].astype(int)


@MODES
def test_png_equals_the_canvas(view, dressed, mode):
    drawing = dressed(mode)
    screen = on_screen(view, drawing)
    image = paint_image(drawing, view.stage_scene.theme, 1.0)
    differences = np.abs(pixels(image) - screen)
    assert differences.max() <= ROUNDING


@MODES
def test_svg_drawn_again_is_nearly_the_canvas(view, dressed, workspace, tmp_path, mode):
    drawing = dressed(mode)
    screen = on_screen(view, drawing)
    path = tmp_path / "graph.svg"
    save_picture(
        workspace.document,
        CATALOG,
        workspace.facts,
        path,
        view.stage_scene.theme,
        workspace.problems,
    )
    image = QImage(screen.shape[1], screen.shape[0], QImage.Format.Format_RGB32)
    painter = QPainter(image)
    QSvgRenderer(str(path)).render(painter)
    painter.end()
    differences = np.abs(pixels(image) - screen).max(axis=2)
    assert differences.mean() <= 0.5
    assert (differences > EDGE).mean() <= 0.002
