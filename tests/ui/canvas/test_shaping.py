"""Wires out of sight get their curve later; whoever asks meets the right one."""

from itertools import islice

import pytest
from PySide6.QtCore import QEvent, QObject, QPointF
from PySide6.QtGui import QRegion
from PySide6.QtWidgets import QApplication, QGraphicsPathItem

from studio.graph.edits import Compound, Disconnect, MoveNodes, Reroute
from studio.graph.grouping import group
from studio.graph.model import Flow, Point, PortKey
from studio.ui.canvas.geometry import wire_path
from studio.ui.canvas.hits import EdgeHit
from tests.ui.canvas.test_carried import field

BY = Point(64.0, 48.0)
FAR = PortKey("n255", "inputs")
"""A wire that is not in view."""


@pytest.fixture
def wide(hand, qtbot):
    hand.workspace.replace_document(field(260), None)
    hand.view.reset_zoom()
    hand.view.centerOn(hand.scene.nodes["n0"].rect.center())
    qtbot.waitUntil(lambda: not hand.scene.shaping.is_busy)
    return hand


def move_all(hand, by=BY):
    places = {
        n.id: Point(n.position.x + by.x, n.position.y + by.y)
        for n in hand.graph.nodes.values()
    }
    hand.workspace.edit(MoveNodes(places), "Move")


def drawn(item):
    """The curve that the scene has, whatever is still to be done."""
    return QGraphicsPathItem.path(item)


def wanted(item):
    return wire_path(item.start, item.end, item.edge.via, flow=Flow.TOP_TO_BOTTOM)


class Paints(QObject):
    """Notes where a widget is painted."""

    def __init__(self):
        super().__init__()
        self.regions = []

    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint:
            self.regions.append(event.region())
        return False


def test_what_is_in_sight_is_right_when_it_is_painted_and_the_rest_soon(wide, qtbot):
    move_all(wide)
    scene, seen = wide.scene, wide.view.visible()
    wide.view.grab()
    assert drawn(scene.edges[FAR]) != wanted(scene.edges[FAR])
    for item in scene.edges.values():
        if wanted(item).boundingRect().intersects(seen):
            assert drawn(item) == wanted(item)
    qtbot.waitUntil(lambda: not scene.shaping.is_busy)
    assert all(drawn(item) == wanted(item) for item in scene.edges.values())


def test_the_first_paint_covers_all_that_wires_may_have_left(wide, qtbot):
    viewport, paints = wide.view.viewport(), Paints()
    wide.view.repaint()
    QApplication.processEvents()
    viewport.installEventFilter(paints)
    move_all(wide)
    qtbot.waitUntil(lambda: bool(paints.regions))
    assert QRegion(viewport.rect()).subtracted(paints.regions[0]).isEmpty()


def test_from_afar_every_curve_waits_and_the_overview_is_right(wide):
    wide.view.fit()
    move_all(wide)
    scene = wide.scene
    assert len(scene.shaping._waiting) == len(scene.edges)
    scene.overview.refresh(scene.nodes, scene.edges)
    line = scene.overview._lines[FAR]
    assert QPointF(line.p1()) == scene.nodes["n254"].output_at("0")


@pytest.mark.parametrize("zoom", [1.0, 0.2])
def test_a_wire_is_hit_where_it_is_and_not_where_it_was(wide, zoom):
    wide.view.camera.zoom_centre(zoom / wide.view.zoom)
    old = wide.scene.edges[FAR].path().pointAtPercent(0.5)
    move_all(wide)
    assert wide.scene.hit(old + QPointF(*BY), 1.0) == EdgeHit(FAR)
    move_all(wide)
    assert wide.scene.hit(old + QPointF(*BY), 1.0) != EdgeHit(FAR)


def test_a_wire_that_is_asked_tells_its_way(wide):
    move_all(wide)
    item = wide.scene.edges[FAR]
    assert item.path() == wanted(item) == drawn(item)


@pytest.mark.parametrize("zoom", [1.0, 0.6])
def test_looking_elsewhere_shows_the_wires_there(wide, zoom):
    move_all(wide)
    wide.view.camera.zoom_centre(zoom / wide.view.zoom)
    wide.view.centerOn(wide.scene.nodes["n255"].rect.center())
    assert FAR in {item.edge.key for item in wide.scene.shaping._waiting}
    early = wide.view.grab().toImage()
    wide.scene.shaping.finish()
    assert early == wide.view.grab().toImage()


def test_points_of_a_wire_out_of_sight_count_when_everything_is_fitted(wide):
    wide.workspace.edit(Reroute(*FAR, (Point(20_000.0, 500.0),)), "Bend")
    assert wide.scene.content_rect().right() >= 20_000


def test_a_selected_wire_shows_its_new_points(wide):
    wide.view.fit()
    wide.view.selection.replace((), [FAR])
    wide.workspace.edit(Reroute(*FAR, (Point(900.0, 500.0),)), "Bend")
    wide.view.selection.replace()
    item = wide.scene.edges[FAR]
    assert item.path() == wanted(item)


def test_wires_that_go_before_they_have_their_curve_are_forgotten(wide, qtbot):
    wide.view.fit()
    move_all(wide)
    gone = [Disconnect(*key) for key in islice(wide.graph.edges, 200)]
    wide.workspace.edit(Compound("Cut", tuple(gone)))
    scene = wide.scene
    assert scene.shaping._waiting.keys() <= set(scene.edges.values())
    qtbot.waitUntil(lambda: not scene.shaping.is_busy)


def test_a_graph_that_is_laid_aside_has_all_its_curves(wide):
    edit, made = group(wide.workspace.document, ["n2", "n3", "n4"])
    wide.workspace.edit(edit)
    block = wide.graph.definition_of(made).block
    move_all(wide)
    wide.workspace.enter(block)
    wide.workspace.leave()
    assert all(drawn(item) == wanted(item) for item in wide.scene.edges.values())
