from __future__ import annotations

from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studio.graph import commands, edits
from studio.graph.block import Block, BlockKind
from studio.graph.card_shape import card_shapes
from studio.graph.document import Document
from studio.graph.graph import Graph
from studio.graph.grouping import group
from studio.graph.layout.jobs import LayoutJob, layout_edit
from studio.graph.layout.sketch import arrangement_edit, make_sketch
from studio.graph.layout.tidying import tidy
from studio.graph.model import (
    Comment,
    Edge,
    Flow,
    LayerDefinition,
    Node,
    NodeKind,
    Point,
    PortKey,
)
from studio.graph.ungrouping import ungroup
from tests.graph.strategies import PORTS, documents
from tests.graph.test_commands import chain

flows = st.sampled_from(Flow)


@st.composite
def dags(draw) -> Document:
    """Additions of what comes before, anywhere on the canvas."""
    count = draw(st.integers(2, 24))
    whole = st.integers(-20, 20).map(lambda n: n * 40.0)
    layers, nodes, wires = [], [], []
    for n in range(count):
        layers.append(LayerDefinition(f"l{n}", "keras.layers.Add", f"add_{n}"))
        at = Point(draw(whole), draw(whole))
        nodes.append(Node(f"n{n}", NodeKind.LAYER, f"l{n}", at))
        before = st.lists(st.integers(0, n - 1), max_size=3) if n else st.just([])
        for port, source in enumerate(draw(before)):
            wires.append(Edge(f"n{source}", f"n{n}", f"inputs[{port}]"))
    return Document(Graph(nodes, layers, wires))


def arrange(document, flow=Flow.TOP_TO_BOTTOM, nodes=None):
    """Tidy the document itself; what was made."""
    shapes = card_shapes(document.graph, PORTS, flow)
    made = tidy(make_sketch(document.graph, shapes, nodes, flow))
    document.apply(arrangement_edit(document.graph, made, "Tidy"))
    return made


def rects(document, flow):
    shapes = card_shapes(document.graph, PORTS, flow)
    return {
        n.id: (
            n.position.x,
            n.position.y,
            n.position.x + shapes[n.id].width,
            n.position.y + shapes[n.id].height,
        )
        for n in document.graph.nodes.values()
    }


def overlap(a, b):
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def drawn(document, flow):
    """Every wire as a broken line."""
    shapes = card_shapes(document.graph, PORTS, flow)
    nodes = document.graph.nodes
    for edge in document.graph.edges.values():
        source, target = nodes[edge.source].position, nodes[edge.target].position
        out = shapes[edge.source].outputs[edge.output]
        into = shapes[edge.target].inputs[edge.port]
        start = Point(source.x + out.x, source.y + out.y)
        end = Point(target.x + into.x, target.y + into.y)
        yield edge, [start, *edge.via, end]


def run_over(line, rect):
    """Whether a broken line runs through the inside of a card."""
    for a, b in pairwise(line):
        for part in range(1, 20):
            x = a.x + (b.x - a.x) * part / 20
            y = a.y + (b.y - a.y) * part / 20
            if rect[0] < x < rect[2] and rect[1] < y < rect[3]:
                return True
    return False


@given(dags() | documents(max_edits=25), flows)
@settings(deadline=None, max_examples=120)
def test_no_cards_overlap_and_twice_is_as_once(document, flow):
    made = arrange(document, flow)
    assert made.corners.keys() == document.graph.nodes.keys()
    for a, b in combinations(rects(document, flow).values(), 2):
        assert not overlap(a, b)
    before = document.graph.parts()
    arrange(document, flow)
    assert document.graph.parts() == before


@given(dags(), flows)
@settings(deadline=None, max_examples=80)
def test_wires_lead_on_and_round_every_card(document, flow):
    arrange(document, flow)
    cards = rects(document, flow)
    for edge, line in drawn(document, flow):
        axis = 1 if flow is Flow.TOP_TO_BOTTOM else 0
        assert all(a[axis] <= b[axis] for a, b in pairwise(line))
        for node, rect in cards.items():
            assert node in (edge.source, edge.target) or not run_over(line, rect)


@given(dags(), flows, st.data())
@settings(deadline=None, max_examples=80)
def test_part_of_a_graph_moves_alone_and_onto_free_ground(document, flow, data):
    nodes = sorted(document.graph.nodes)
    chosen = set(data.draw(st.lists(st.sampled_from(nodes), min_size=1, unique=True)))
    arrange(document, flow, set(nodes) - chosen)  # no overlap among the others
    others = {n: document.graph.nodes[n].position for n in nodes if n not in chosen}
    made = arrange(document, flow, chosen)
    assert made.corners.keys() == chosen
    assert others == {n: document.graph.nodes[n].position for n in others}
    if others:
        cards = rects(document, flow)
        for a in chosen:
            assert not any(overlap(cards[a], cards[b]) for b in cards if b != a)


@given(st.data(), st.booleans())
@settings(deadline=None, max_examples=60)
def test_what_is_added_to_one_branch_leaves_the_order_of_the_others(data, near):
    """The branch itself stays as well, unless the new node stands far from it."""
    branches = data.draw(st.integers(2, 6))
    document = fan(data.draw(st.permutations(range(branches))))
    arrange(document)
    graph = document.graph
    edge = data.draw(st.sampled_from(list(graph.edges.values())))
    heads = [f"a{i}" for i in range(branches) if near or edge.target[1:] != str(i)]
    order = sorted(heads, key=lambda n: graph.nodes[n].position.x)
    x, y = graph.nodes[edge.target].position
    at = Point(x, y - 60) if near else Point(data.draw(st.integers(-5000, 5000)), y)
    for step in (
        edits.AddDefinition(LayerDefinition("l99", "keras.layers.Dense", "new")),
        edits.AddNode(Node("n99", NodeKind.LAYER, "l99", at)),
        edits.Disconnect(*edge.key),
        edits.Connect(Edge(edge.source, "n99", "inputs")),
        edits.Connect(Edge("n99", edge.target, edge.port)),
    ):
        document.apply(step)
    arrange(document)
    assert order == sorted(heads, key=lambda n: graph.nodes[n].position.x)


def fan(order) -> Document:
    """One layer that feeds several branches, which stand in the given order."""
    layers = [LayerDefinition("l0", "keras.layers.Dense", "root")]
    nodes = [Node("r0", NodeKind.LAYER, "l0")]
    wires = []
    for index, place in enumerate(order):
        for part, above in (("a", "r0"), ("b", f"a{index}")):
            name = f"{part}{index}"
            layers.append(LayerDefinition(f"l{name}", "keras.layers.Dense", name))
            at = Point(place * 300.0, 150.0 if part == "a" else 300.0)
            nodes.append(Node(name, NodeKind.LAYER, f"l{name}", at))
            wires.append(Edge(above, name, "inputs"))
    return Document(Graph(nodes, layers, wires))


@pytest.mark.parametrize("flow", Flow)
def test_a_chain_is_one_straight_line(flow):
    document, ids = chain("Input", *["Dense"] * 6)
    made = arrange(document, flow)
    axis = flow is Flow.TOP_TO_BOTTOM
    assert len({made.corners[i][not axis] for i in ids}) == 1
    along = [made.corners[i][axis] for i in ids]
    assert along == sorted(along)
    assert not any(made.routes.values())


def skipped_chain():
    """A chain of four, its nodes, and a wire from the first to the last."""
    document, (a, b, c) = chain("Input", "Dense", "Dense")
    edit, d = commands.place_layer(document, "keras.layers.Add", Point(0, 0))
    document.apply(edit)
    document.apply(commands.connect(document, Edge(c, d, "inputs[0]")))
    skip = Edge(a, d, "inputs[1]")
    document.apply(commands.connect(document, skip))
    return document, (a, b, c, d), skip


def test_a_chain_is_straight_beside_a_wire_that_skips_it():
    document, ids, skip = skipped_chain()
    made = arrange(document)
    assert len({made.corners[n].x for n in ids}) == 1
    aside = [p.x for p in made.routes[skip.key]]
    assert len(aside) == 2
    assert aside[0] == aside[1] > made.corners[ids[1]].x + 240


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
    places = arrange(document).corners
    assert places[b].y == places[c].y
    assert places[a].x == places[d].x
    assert places[b].x < places[a].x < places[c].x


def test_an_input_stands_right_above_where_it_is_needed():
    document, (_, _, c, d) = chain("Input", "Dense", "Dense", "Add")
    edit, late = commands.place_layer(
        document, "keras.layers.InputLayer", Point(900, 0)
    )
    document.apply(edit)
    document.apply(commands.connect(document, Edge(late, d, "inputs[1]")))
    places = arrange(document).corners
    assert places[late].y == places[c].y


def test_parts_that_do_not_hang_together_stand_side_by_side():
    document, ids = chain("Input", "Dense", "Dense")
    edit, lone = commands.place_layer(document, "keras.layers.Dense", Point(-900, 40))
    document.apply(edit)
    places = arrange(document).corners
    assert places[lone].x < places[ids[0]].x
    assert places[lone].y == places[ids[0]].y


def test_wires_in_a_circle_are_laid_out_too():
    document, (_, b, c) = chain("Input", "Dense", "Dense")
    document.apply(edits.Disconnect(b, "inputs"))
    document.apply(edits.Connect(Edge(c, b, "inputs")))
    places = arrange(document).corners
    assert places[b].y != places[c].y


@pytest.mark.parametrize("block", [None, "b1"])
def test_a_frame_stays_around_what_it_holds(block):
    document, ids = chain("Input", "Dense", "Dense", "Dense")
    document.apply(edits.MoveNodes({ids[1]: Point(500, 300), ids[2]: Point(800, 310)}))
    around = Comment("c1", "middle", Point(480, 260), 600, 160, frame=True)
    note = Comment("c2", "a note", Point(480, 260), 600, 160)
    empty = Comment("c3", "elsewhere", Point(4000, 0), 100, 100, frame=True)
    for comment in (around, note, empty):
        document.apply(edits.AddComment(comment))
    if block is not None:
        nodes, layers, wires = document.graph.parts()
        comments = tuple(document.comments.values())
        inside = Block(block, "all", BlockKind.GROUP, nodes, layers, wires, comments)
        document = Document(blocks=[inside])
    document.apply(layout_edit(document, PORTS, LayoutJob(block)))
    here = document.inside(block)
    frame, first, last = (
        here.comments["c1"],
        here.graph.nodes[ids[1]].position,
        here.graph.nodes[ids[2]].position,
    )
    assert frame.position == Point(first.x - 20, first.y - 40)
    assert frame.width == 20 + 240 + (1080 - 1040)
    assert frame.height == 40 + (last.y - first.y) + 72 + (420 - 382)
    assert here.comments["c2"] == note
    assert here.comments["c3"] == empty
    again = layout_edit(document, PORTS, LayoutJob(block))
    assert again.edits == ()


def test_another_direction_is_for_the_document_and_its_blocks():
    document, ids = chain("Input", "Dense", "Dense", "Dense")
    edit, _ = group(document, ids[1:3])
    document.apply(edit)
    before = document.graph.parts(), document.blocks
    job = LayoutJob(flow=Flow.LEFT_TO_RIGHT)
    undo = document.apply(layout_edit(document, PORTS, job))
    (block,) = document.blocks.values()
    for graph in (document.graph, block.graph):
        assert len({node.position.y for node in graph.nodes.values()}) == 1
    assert layout_edit(document, PORTS, job).edits == ()
    document.apply(undo)
    assert (document.graph.parts(), document.blocks) == before


def test_ends_of_a_block_stand_where_wires_come_from():
    document, ids = chain("Input", "Dense", "Dense", "Dense")
    job = LayoutJob(flow=Flow.LEFT_TO_RIGHT)
    document.apply(layout_edit(document, PORTS, job))
    document.apply(group(document, ids[1:3])[0])
    (block,) = document.blocks.values()
    xs = {node.kind: node.position.x for node in block.nodes}
    assert xs[NodeKind.INPUT] < xs[NodeKind.LAYER] < xs[NodeKind.OUTPUT]


def test_points_of_wires_move_with_a_block_that_is_opened():
    document, ids = chain("Input", "Dense", "Dense", "Dense")
    document.apply(edits.MoveNodes({ids[2]: Point(0, 200), ids[3]: Point(0, 400)}))
    key = PortKey(ids[2], "inputs")
    document.apply(edits.Reroute(*key, (Point(-40, 150),)))
    edit, block = group(document, ids[1:3])
    document.apply(edit)
    document.apply(edits.MoveNodes({block: Point(640, 320)}))
    document.apply(ungroup(document, block)[0])
    (edge,) = (e for e in document.graph.edges.values() if e.via)
    (point,) = edge.via
    end = document.graph.nodes[edge.target].position
    assert (point.x - end.x, point.y - end.y) == (-40, -50)
