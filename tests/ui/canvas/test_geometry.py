from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF

from studio.ui.canvas.card import Card, Port
from studio.ui.canvas.geometry import (
    CARD_WIDTH,
    GRID,
    PORT_REACH,
    card_geometry,
    snap,
    wire_path,
)

ports = st.builds(Port, st.none(), optional=st.booleans(), spare=st.booleans())


def card(inputs=(), outputs=()):
    return Card("n1", "dense", "Dense", "core", tuple(inputs), tuple(outputs))


def test_a_chain_runs_straight_down():
    geometry = card_geometry(card([Port("inputs")], [Port("0")]))
    assert geometry.inputs["inputs"].x() == geometry.outputs["0"].x()
    assert geometry.inputs["inputs"].x() == geometry.width / 2
    assert geometry.width == CARD_WIDTH


def test_optional_ports_leave_the_main_one_in_the_middle():
    with_mask = [Port("sequences"), Port("mask", optional=True)]
    geometry = card_geometry(card(with_mask, [Port("0")]))
    assert geometry.inputs["sequences"].x() == geometry.width / 2
    assert geometry.inputs["mask"].x() > geometry.inputs["sequences"].x()


@given(st.lists(ports, max_size=40), st.integers(0, 20))
def test_ports_never_overlap_and_stay_on_the_card(inputs, outputs):
    named = [Port(f"p{i}", False, p.optional, p.spare) for i, p in enumerate(inputs)]
    geometry = card_geometry(card(named, [Port(str(i)) for i in range(outputs)]))
    assert geometry.inputs.keys() == {p.name for p in named}
    assert geometry.width % (2 * GRID) == 0
    for row in (geometry.inputs, geometry.outputs):
        for point in row.values():
            assert 0 < point.x() < geometry.width
        for a, b in combinations(row.values(), 2):
            assert abs(a.x() - b.x()) > PORT_REACH


@pytest.mark.parametrize("off", [QPointF(0, 0), QPointF(5, -5), QPointF(-12, 0)])
def test_a_port_is_hit_within_reach(off):
    geometry = card_geometry(card([Port("a"), Port("b")], [Port("0")]))
    assert geometry.port_at(geometry.inputs["b"] + off) == ("b", False)
    assert geometry.port_at(geometry.outputs["0"] + off) == ("0", True)


def test_the_body_is_no_port():
    geometry = card_geometry(card([Port("a")], [Port("0")]))
    assert geometry.port_at(geometry.rect.center()) is None
    assert card_geometry(card()).port_at(QPointF(0, 0)) is None


@given(*[st.floats(-5000, 5000) for _ in range(4)])
def test_a_wire_starts_and_ends_where_it_should(x1, y1, x2, y2):
    start, end = QPointF(x1, y1), QPointF(x2, y2)
    path = wire_path(start, end)
    assert path.pointAtPercent(0) == start
    assert (path.currentPosition() - end).manhattanLength() < 1e-6


def test_snap():
    assert snap(3.9, -12.1) == (0.0, -16.0)
