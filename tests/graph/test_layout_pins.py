"""Points that a person put on wires, when a layout moves the cards around them."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from studio.graph import commands, edits
from studio.graph.layout.jobs import LayoutJob, layout_edit
from studio.graph.model import Flow, Point
from studio.graph.routing import move_point, remove_point, reroute
from tests.graph.strategies import PORTS
from tests.graph.test_layout import (
    arrange,
    dags,
    drawn,
    flows,
    overlap,
    rects,
    run_over,
    skipped_chain,
)


@given(dags(), flows, st.data())
@settings(deadline=None, max_examples=120)
def test_points_put_by_hand_stay_or_make_room_for_the_layout(document, flow, data):
    spots = st.builds(Point, *[st.integers(-60, 60).map(lambda n: n * 20.0)] * 2)
    keys = list(document.graph.edges)
    for key in data.draw(st.lists(st.sampled_from(keys), max_size=4)) if keys else ():
        via = tuple(data.draw(st.lists(spots, min_size=1, max_size=3)))
        document.apply(edits.Reroute(*key, via, pinned=True))
    before = dict(document.graph.edges)
    arrange(document, flow)
    cards = rects(document, flow)
    for a, b in combinations(cards.values(), 2):
        assert not overlap(a, b)
    for edge, line in drawn(document, flow):
        if edge.pinned:
            assert len(edge.via) == len(before[edge.key].via)
        for node, rect in cards.items():
            assert node in (edge.source, edge.target) or not run_over(line, rect)
    once = document.graph.parts()
    arrange(document, flow)
    assert document.graph.parts() == once


def skipping():
    """A chain of four with a wire from the first to the last; that wire's key."""
    document, ids, skip = skipped_chain()
    arrange(document)
    return document, ids, skip.key


def test_a_wire_led_by_hand_keeps_its_way():
    document, ids, key = skipping()
    (_, b), (_, c) = places(document, ids[1:3])
    by_hand = Point(b.x - 200, b.y), Point(c.x - 200, c.y + 72)
    document.apply(reroute(key, by_hand, "Led by hand"))
    arrange(document)
    kept = document.graph.edges[key].via
    assert [p.x for p in kept] == [p.x for p in by_hand]
    # Rows stand a little closer where no wire leads far aside; points go along.
    assert all(abs(a.y - b.y) <= 16 for a, b in zip(kept, by_hand, strict=True))
    far = {n: Point(p.x + 903, p.y + 7) for n, p in places(document, ids)}
    document.apply(commands.move(document, far))
    arrange(document)
    ((_, corner),) = places(document, ids[1:2])
    assert document.graph.edges[key].via[0].x == corner.x - 200
    assert document.graph.edges[key].pinned


def test_points_that_would_lie_on_a_card_give_way():
    document, ids, key = skipping()
    laid = document.graph.edges[key]
    x, y = document.graph.nodes[ids[1]].position
    document.apply(move_point(document, key, 0, Point(x + 100, y + 20)))
    assert document.graph.edges[key].pinned
    arrange(document)
    assert document.graph.edges[key] == laid
    assert not laid.pinned


def test_another_direction_leads_all_wires_anew():
    document, _, key = skipping()
    document.apply(reroute(key, (Point(-900, 200),), "Led by hand"))
    job = LayoutJob(flow=Flow.LEFT_TO_RIGHT)
    document.apply(layout_edit(document, PORTS, job))
    assert not document.graph.edges[key].pinned
    assert Point(-900, 200) not in document.graph.edges[key].via


def test_points_of_a_layout_are_nobodys_until_a_person_moves_one():
    document, ids, key = skipping()
    assert document.graph.edges[key].via
    assert not document.graph.edges[key].pinned
    undo = document.apply(move_point(document, key, 0, Point(-500, 100)))
    assert document.graph.edges[key].pinned
    document.apply(undo)
    assert not document.graph.edges[key].pinned
    document.apply(move_point(document, key, 0, Point(-500, 100)))
    far = {n: Point(p.x + 40, p.y) for n, p in places(document, ids)}
    document.apply(commands.move(document, far))
    assert document.graph.edges[key].pinned
    for _ in document.graph.edges[key].via:
        document.apply(remove_point(document, key, 0))
    assert not document.graph.edges[key].pinned


def places(document, ids):
    return [(n, document.graph.nodes[n].position) for n in ids]
