"""Random documents and random edits."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from studio.graph import commands, edits, naming
from studio.graph.block import Block, BlockKind, BlockParameter
from studio.graph.document import Document
from studio.graph.fragment import copy_fragment, duplicate
from studio.graph.model import (
    BLOCK_CLASS,
    INPUT_CLASS,
    Edge,
    LayerDefinition,
    Node,
    NodeKind,
    Point,
)
from studio.graph.ports import INPUT_PORTS, OUTPUT_PORTS, InputPort, Ports

CLASSES = [f"keras.layers.{n}" for n in ("Dense", "Conv2D", "Add", "Attention")]


class SmallPorts:
    """Ports of the four classes the tests use."""

    def ports_of(self, node: Node, layer_class: str | None) -> Ports:
        if layer_class is None:
            return OUTPUT_PORTS
        if layer_class == INPUT_CLASS:
            return INPUT_PORTS
        if layer_class == "keras.layers.Add":
            return Ports((InputPort("inputs", many=True, minimum=2),), ("0",))
        if layer_class == "keras.layers.Attention":
            return Ports(
                (InputPort("query"), InputPort("value"), InputPort("key", False)),
                ("0",),
            )
        return Ports((InputPort("inputs"),), ("0",))


PORTS = SmallPorts()

scalars = (
    st.none()
    | st.booleans()
    | st.integers(-(2**40), 2**40)
    | st.floats(allow_nan=False)
    | st.text(max_size=8)
)
values = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(max_size=4), inner, max_size=3)
    ),
    max_leaves=6,
)
points = st.builds(
    Point, st.floats(-1e6, 1e6, width=32), st.floats(-1e6, 1e6, width=32)
)
names = st.text(
    st.characters(codec="utf-8", exclude_characters="/"), min_size=1, max_size=12
)


def random_edit(draw, document: Document) -> edits.Edit | None:
    """An edit a gesture could make on `document`; None where it does not apply."""
    graph = document.graph
    nodes = sorted(graph.nodes)
    kind = draw(st.integers(0, 15))
    if kind >= 13:
        return _block_edit(draw, document)
    if kind <= 2 or not nodes:
        layer_class = draw(st.sampled_from([*CLASSES, INPUT_CLASS]))
        return commands.place_layer(document, layer_class, draw(points))[0]
    if kind == 3:
        return commands.place_output(document, draw(points))[0]
    node = draw(st.sampled_from(nodes))
    some = draw(st.sets(st.sampled_from(nodes), min_size=1, max_size=4))
    definition = graph.nodes[node].definition
    if kind in (4, 5):
        return _connect(draw, document, node)
    if kind == 6:
        return commands.delete_nodes(document, some, heal=draw(st.booleans()))
    if kind == 7:
        return commands.move(document, {n: draw(points) for n in some})
    if kind == 8:
        return duplicate(document, some)[0]
    if kind == 9:
        return commands.change_fit(document, epochs=draw(st.integers(1, 99)))
    if kind == 10:
        return commands.add_comment(document, draw(names), draw(points))[0]
    if definition is None:
        return None
    if kind == 11:
        return commands.rename(document, node, draw(names))
    return commands.set_parameters(
        document, definition, draw(st.dictionaries(names, values, max_size=2))
    )


def _block_edit(draw, document: Document) -> edits.Edit | None:
    """Add a block, stand a node for one, edit inside one, or remove one."""
    kind = draw(st.integers(0, 4))
    if kind == 0 or not document.blocks:
        fragment = copy_fragment(document, tuple(document.graph.nodes)[:3])
        parameters = (BlockParameter("units", draw(values)),)
        block_id = document.new_id("b")
        copy = Block(block_id, draw(names), draw(st.sampled_from(BlockKind)))
        return edits.AddBlock(
            replace(
                copy,
                nodes=fragment.nodes,
                definitions=fragment.definitions,
                edges=fragment.edges,
                parameters=parameters,
            )
        )
    block = document.blocks[draw(st.sampled_from(sorted(document.blocks)))]
    if kind == 1:
        name = naming.unique_name(document, "block")
        layer = LayerDefinition(document.new_id("l"), BLOCK_CLASS, name, block=block.id)
        node = Node(document.new_id("n"), NodeKind.LAYER, layer.id, draw(points))
        steps = (edits.AddDefinition(layer), edits.AddNode(node))
        return edits.Compound("Add block", steps)
    if kind == 2:
        if document.block_users(block.id):
            return None
        return edits.RemoveBlock(block.id)
    if kind == 3:
        return edits.ChangeBlock(replace(block, name=draw(names)))
    inside = Document(
        block.graph, last_ids=document.last_ids, blocks=document.blocks.values()
    )
    edit, _ = commands.place_layer(inside, CLASSES[0], draw(points))
    return edits.InBlock(block.id, edit)


def _connect(draw, document: Document, target: str) -> edits.Edit | None:
    source = draw(st.sampled_from(sorted(document.graph.nodes)))
    port = draw(st.sampled_from(["inputs", "inputs[0]", "inputs[1]", "query"]))
    return commands.connect(document, Edge(source, target, port))


@st.composite
def documents(draw, max_edits: int = 12) -> Document:
    """A document after some random edits."""
    document = Document()
    for _ in range(draw(st.integers(0, max_edits))):
        edit = random_edit(draw, document)
        if edit is not None:
            document.apply(edit)
    return document
