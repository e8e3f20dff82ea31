"""Models in a model replaced by their layers."""

from __future__ import annotations

from dataclasses import replace

from studio.graph import edits
from studio.graph.algorithms import model_inputs
from studio.graph.block import Block, BlockKind
from studio.graph.block_ports import block_ports
from studio.graph.document import Document
from studio.graph.edits import Compound, Edit, EditRefused
from studio.graph.fragment import renumbered
from studio.graph.model import LayerDefinition
from studio.graph.ungrouping import dissolved

_MODELS = (BlockKind.MODEL, BlockKind.SEQUENTIAL)


def unpack(document: Document, node_id: str) -> tuple[Compound, tuple[str, ...]]:
    """Put the layers of a nested model in the place of its node; also the new ids.

    Raises:
        EditRefused: the node stands for no model, or shares it with others.
    """
    layer = _called_once(document, node_id)
    block = document.blocks.get(layer.block or "")
    if block is None or block.kind not in _MODELS:
        raise EditRefused("Select a model: a node with layers of its own.")
    steps, ids = dissolved(document, node_id, layer, _as_group(block, layer))
    return Compound(f"Unpack {layer.name}", tuple(steps)), ids


def unpack_built(
    document: Document, node_id: str, built: Document
) -> tuple[Compound, tuple[str, ...]]:
    """Put the layers of a model that was built in the place of its node.

    Raises:
        EditRefused: the node shares its model with others.
    """
    layer = _called_once(document, node_id)
    blocks: dict[str, str] = {}
    steps: list[Edit] = []
    for block in built.blocks.values():  # inner ones first
        blocks[block.id] = document.new_id("b")
        steps.append(edits.AddBlock(renumbered(document, block, blocks)))
    nodes, layers, wires = built.graph.parts()
    renamed = [replace(d, block=blocks[d.block] if d.block else None) for d in layers]
    whole = Block("", layer.name, BlockKind.MODEL, nodes, tuple(renamed), wires)
    more, ids = dissolved(document, node_id, layer, _as_group(whole, layer))
    return Compound(f"Unpack {layer.name}", (*steps, *more)), ids


def _called_once(document: Document, node_id: str) -> LayerDefinition:
    layer = document.graph.definition_of(node_id)
    if layer is None:
        raise EditRefused("Select a model: a node with layers of its own.")
    calls = len(document.graph.callers_of(layer.id))
    if calls > 1:
        raise EditRefused(
            f"{layer.name} is called {calls} times with the same weights, which its "
            "layers would no longer share. Make this one unique first."
        )
    return layer


def _as_group(block: Block, layer: LayerDefinition) -> Block:
    """The model as a group: its inputs named by the ports, frozen if it was."""
    graph = block.graph
    inputs = [graph.nodes[node_id] for node_id in model_inputs(graph)]
    ports = [port.name for port in block_ports(block).inputs]
    names = dict(zip((n.definition for n in inputs), ports, strict=True))
    frozen = layer.parameters.get("trainable") is False
    made = []
    for inner in block.definitions:
        if inner.id in names:
            made.append(replace(inner, name=names[inner.id]))
        elif frozen and not inner.is_op:
            parameters = {**inner.parameters, "trainable": False}
            made.append(replace(inner, parameters=parameters))
        else:
            made.append(inner)
    return replace(block, kind=BlockKind.GROUP, definitions=tuple(made))
