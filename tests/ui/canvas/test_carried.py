"""Many nodes dragged at once: near by and from afar all is where it belongs."""

import pytest
from PySide6.QtCore import QPoint, QPointF

from studio.graph.document import Document
from studio.graph.graph import Graph
from studio.graph.model import Edge, LayerDefinition, Node, NodeKind, Point
from studio.ui.canvas.carried import MANY
from studio.ui.canvas.overview import Overview

COLUMNS, PITCH = 20, (304, 128)
BY = QPoint(64, 48)


def field(count):
    """A chain in rows; the last node is far from the others."""
    layers = [
        LayerDefinition(f"l{i}", "keras.layers.Dense", f"d{i}") for i in range(count)
    ]
    places = [divmod(i, COLUMNS) for i in range(count)]
    nodes = [
        Node(f"n{i}", NodeKind.LAYER, f"l{i}", Point(x * PITCH[0], y * PITCH[1]))
        for i, (y, x) in enumerate(places)
    ]
    wires = [
        Edge(f"n{i - 1}", f"n{i}", "inputs", via=((Point(40, 40),) if i == 7 else ()))
        for i in range(1, count)
    ]
    return Document(Graph(nodes, layers, wires))


@pytest.fixture
def many(hand):
    hand.workspace.replace_document(field(MANY + 60), None)
    return hand


def zoom_to(hand, zoom):
    hand.view.camera.zoom_centre(zoom / hand.view.zoom)
    hand.view.centerOn(hand.scene.nodes["n0"].rect.center())


def as_painted(scene):
    """Boxes and lines of the overview as made anew from the items."""
    fresh = Overview()
    fresh.stale_nodes |= scene.nodes.keys()
    fresh.stale_edges |= scene.edges.keys()
    fresh.refresh(scene.nodes, scene.edges)
    return fresh._boxes, fresh._lines, fresh._bent, fresh._rings


def kept(scene):
    scene.overview.refresh(scene.nodes, scene.edges)
    overview = scene.overview
    return overview._boxes, overview._lines, overview._bent, overview._rings


def begin(hand, by=BY):
    start = hand.node("n0")
    hand.press(start)
    hand.move(start + by / 2)
    hand.move(start + by)
    return start


@pytest.mark.parametrize("zoom", [1.0, 0.2])
@pytest.mark.parametrize("chosen", [MANY + 60, MANY + 20])
def test_after_the_drag_items_and_overview_are_as_the_document_says(many, zoom, chosen):
    zoom_to(many, zoom)
    many.workspace.select([f"n{i}" for i in range(chosen)])
    many.release(begin(many) + BY)
    scene, graph = many.scene, many.graph
    assert graph.nodes["n5"].position != Point(5 * PITCH[0], 0)
    for node in graph.nodes.values():
        assert scene.nodes[node.id].at == QPointF(*node.position)
    for item in scene.edges.values():
        assert item.start == scene.nodes[item.edge.source].output_at("0")
        assert item.end == scene.nodes[item.edge.target].input_at("inputs")
    assert kept(scene) == as_painted(scene)


def test_what_is_in_view_follows_at_once_with_its_wires(many):
    zoom_to(many, 1.0)
    many.workspace.select([f"n{i}" for i in range(MANY + 60)])
    before = many.scene.nodes["n0"].at
    start = begin(many)
    item, wire = many.scene.nodes["n0"], many.scene.edges["n1", "inputs"]
    assert item.at != before
    assert wire.start == item.output_at("0")
    many.release(start + BY)


@pytest.mark.parametrize("zoom", [1.0, 0.2])
def test_escape_puts_all_back(many, zoom):
    zoom_to(many, zoom)
    many.workspace.select([f"n{i}" for i in range(MANY + 20)])
    places = many.scene.positions(many.scene.nodes)
    begin(many)
    many.view.cancel()
    assert many.scene.positions(many.scene.nodes) == places
    assert kept(many.scene) == as_painted(many.scene)
