"""Whether two documents are the same model, however they are drawn."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from operator import attrgetter
from typing import Any

from studio.graph.algorithms import model_outputs
from studio.graph.block import Block
from studio.graph.document import Document
from studio.graph.graph import Graph
from studio.graph.model import Edge, Node
from studio.graph.setup import CanvasSettings, CodeHeader, CodeStyle, Setup

Parts = Callable[[Any], Any]


def _all_but(record: type, *names: str) -> Parts:
    return attrgetter(*(f.name for f in fields(record) if f.name not in names))


_OF_NODE = _all_but(Node, "position")
_OF_EDGE = _all_but(Edge, "via", "pinned")


def trains_alike(one: Document, other: Document) -> bool:
    """Whether model, data and settings are the same; layout and notes may differ."""
    return (
        _training_of(one.setup) == _training_of(other.setup)
        and _same_graph(one.graph, other.graph)
        # Places of output nodes are the order of the outputs.
        and model_outputs(one.graph) == model_outputs(other.graph)
        and one.blocks.keys() == other.blocks.keys()
        and all(_same_block(b, other.blocks[i]) for i, b in one.blocks.items())
    )


def _training_of(setup: Setup) -> Setup:
    """A setup without what is said of looks alone."""
    code = replace(setup.code, style=CodeStyle.FUNCTIONAL, header=CodeHeader.TENSORFLOW)
    return replace(setup, canvas=CanvasSettings(), silenced=(), code=code)


def _same_block(one: Block, other: Block) -> bool:
    return one is other or (
        (one.name, one.kind, one.parameters)
        == (other.name, other.kind, other.parameters)
        and _same_graph(one.graph, other.graph)
        and model_outputs(one.graph) == model_outputs(other.graph)
    )


def _same_graph(one: Graph, other: Graph) -> bool:
    return (
        one.definitions == other.definitions
        and _same(one.nodes, other.nodes, _OF_NODE)
        and _same(one.edges, other.edges, _OF_EDGE)
    )


def _same(one: Mapping[Any, Any], other: Mapping[Any, Any], parts: Parts) -> bool:
    if one.keys() != other.keys():
        return False
    pairs = ((mine, other[key]) for key, mine in one.items())
    # Most records are the very same: the other document was this one once.
    return all(a is b or parts(a) == parts(b) for a, b in pairs)
