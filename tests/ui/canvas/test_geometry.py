from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF

from studio.graph.card_shape import CARD_HEIGHT, CARD_WIDTH, GRID, Port
from studio.graph.model import Flow
from studio.ui.canvas.card import Card
from studio.ui.canvas.geometry import (
    PORT_REACH,
    card_geometry,
    snap,
    wire_path,
)

ports = st.builds(Port, st.none(), optional=st.booleans(), spare=st.booleans())


flows = st.sampled_from(Flow)


def card(inputs=(), outputs=(), flow=Flow.TOP_TO_BOTTOM):
    ports = tuple(inputs), tuple(outputs)
    return Card("n1", "dense", "Dense", "core", *ports, flow=flow)


def test_a_chain_runs_straight_down():
    geometry = card_geometry(card([Port("inputs")], [Port("0")]))
    assert geometry.inputs["inputs"].x() == geometry.outputs["0"].x()
    assert geometry.inputs["inputs"].x() == geometry.width / 2
    assert geometry.width == CARD_WIDTH


def test_a_chain_runs_straight_to_the_right():
    flow = Flow.LEFT_TO_RIGHT
    geometry = card_geometry(card([Port("inputs")], [Port("0")], flow))
    assert geometry.inputs["inputs"] == QPointF(0, CARD_HEIGHT / 2)
    assert geometry.outputs["0"] == QPointF(CARD_WIDTH, CARD_HEIGHT / 2)


def test_a_sum_from_left_to_right_is_as_tall_as_every_card():
    ports = [Port("inputs[0]"), Port("inputs[1]"), Port("inputs[2]", spare=True)]
    geometry = card_geometry(card(ports, [Port("0")], Flow.LEFT_TO_RIGHT))
    assert geometry.height == CARD_HEIGHT


def test_optional_ports_leave_the_main_one_in_the_middle():
    with_mask = [Port("sequences"), Port("mask", optional=True)]
    geometry = card_geometry(card(with_mask, [Port("0")]))
    assert geometry.inputs["sequences"].x() == geometry.width / 2
    assert geometry.inputs["mask"].x() > geometry.inputs["sequences"].x()


@given(st.lists(ports, max_size=40), st.integers(0, 20), flows)
def test_ports_never_overlap_and_stay_on_the_card(inputs, outputs, flow):
    named = [Port(f"p{i}", False, p.optional, p.spare) for i, p in enumerate(inputs)]
    keys = [Port(str(i)) for i in range(outputs)]
    geometry = card_geometry(card(named, keys, flow))
    assert geometry.inputs.keys() == {p.name for p in named}
    is_down = flow is Flow.TOP_TO_BOTTOM
    length = geometry.width if is_down else geometry.height
    assert (length - (CARD_WIDTH if is_down else CARD_HEIGHT)) % (2 * GRID) == 0
    for row in (geometry.inputs, geometry.outputs):
        places = [point.x() if is_down else point.y() for point in row.values()]
        assert all(0 < place < length for place in places)
        for a, b in combinations(places, 2):
            assert abs(a - b) > PORT_REACH


@pytest.mark.parametrize("off", [QPointF(0, 0), QPointF(5, -5), QPointF(-12, 0)])
def test_a_port_is_hit_within_reach(off):
    geometry = card_geometry(card([Port("a"), Port("b")], [Port("0")]))
    assert geometry.port_at(geometry.inputs["b"] + off) == ("b", False)
    assert geometry.port_at(geometry.outputs["0"] + off) == ("0", True)


def test_the_body_is_no_port():
    geometry = card_geometry(card([Port("a")], [Port("0")]))
    assert geometry.port_at(geometry.rect.center()) is None
    assert card_geometry(card()).port_at(QPointF(0, 0)) is None


@given(*[st.floats(-5000, 5000) for _ in range(4)], flows)
def test_a_wire_starts_and_ends_where_it_should(x1, y1, x2, y2, flow):
    start, end = QPointF(x1, y1), QPointF(x2, y2)
    path = wire_path(start, end, flow=flow)
    assert path.pointAtPercent(0) == start
    assert (path.currentPosition() - end).manhattanLength() < 1e-6


def test_snap():
    assert snap(3.9, -12.1) == (0.0, -16.0)
