from __future__ import annotations

from itertools import combinations

from hypothesis import given, settings

from studio.graph import commands
from studio.graph.layout import tidy
from studio.graph.model import Edge, Point
from tests.graph.strategies import PORTS, documents
from tests.graph.test_commands import chain

SIZE = (170.0, 76.0)


@given(documents(max_edits=25))
@settings(deadline=None, max_examples=60)
def test_no_two_nodes_overlap_and_wires_lead_down(document):
    graph = document.graph
    places = tidy(graph, dict.fromkeys(graph.nodes, SIZE))
    assert places.keys() == graph.nodes.keys()
    for a, b in combinations(places.values(), 2):
        assert abs(a.x - b.x) >= SIZE[0] or abs(a.y - b.y) >= SIZE[1]
    again = tidy(graph, dict.fromkeys(graph.nodes, SIZE))
    assert again == places


def test_a_chain_is_one_straight_column():
    document, ids = chain("Input", *["Dense"] * 6)
    places = tidy(document.graph, dict.fromkeys(ids, SIZE))
    assert len({places[i].x for i in ids}) == 1
    heights = [places[i].y for i in ids]
    assert heights == sorted(heights)


def test_branches_stand_side_by_side_without_crossing():
    document, (a, b) = chain("Input", "Dense")
    edit, c = commands.insert_after(
        document, PORTS, a, "keras.layers.Dense", Point(0, 0)
    )
    document.apply(edit)
    edit, d = commands.place_layer(document, "keras.layers.Add", Point(0, 0))
    document.apply(edit)
    document.apply(commands.connect(document, Edge(b, d, "inputs[0]")))
    document.apply(commands.connect(document, Edge(c, d, "inputs[1]")))
    places = tidy(document.graph, dict.fromkeys((a, b, c, d), SIZE))
    assert places[b].y == places[c].y
    assert places[a].x == places[d].x
    assert min(places[b].x, places[c].x) < places[a].x


def test_part_of_a_graph_keeps_its_corner_and_leaves_the_rest():
    document, ids = chain("Input", "Dense", "Dense")
    places = tidy(document.graph, dict.fromkeys(ids, SIZE), ids[1:])
    assert places.keys() == set(ids[1:])
    assert places[ids[1]] == Point(0, 80)
