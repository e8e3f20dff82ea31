"""A problem seen from the other side of a block's border."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from studio.graph.algorithms import model_outputs
from studio.graph.block import Block
from studio.graph.block_ports import output_keys
from studio.graph.model import NodeKind
from studio.graph.repairs.case import Case


def beyond_border(case: Case) -> Iterator[Case]:
    """The problem at each node that stands for its block, and in blocks that feed it.

    What comes into a block is changed before it, at the instance in question; what
    a block gives is changed at its end.
    """
    yield from _outside(case)
    yield from _inside(case)


def _outside(case: Case) -> Iterator[Case]:
    if case.block is None:
        return
    for scope in (None, *case.whole.blocks):
        graph = case.whole.scope(scope)
        for node in graph.nodes:
            definition = graph.definition_of(node)
            if definition is not None and definition.block == case.block:
                other = _at(case, node, scope)
                yield other
                yield from _outside(other)


def _inside(case: Case) -> Iterator[Case]:
    for wire in case.graph.edges_into(case.node) if case.node else ():
        definition = case.graph.definition_of(wire.source)
        block = case.whole.blocks.get(definition.block or "") if definition else None
        mark = _mark(block, wire.output) if block else None
        if block is not None and mark is not None:
            other = _at(case, mark, block.id)
            yield other
            yield from _inside(other)


def _mark(block: Block, key: str) -> str | None:
    """The node that marks an output of a block; None where none does."""
    graph = block.graph
    end = dict(zip(output_keys(block), model_outputs(graph), strict=False)).get(key)
    wires = graph.edges_out_of(end[0]) if end else ()
    marks = (w.target for w in wires if graph.nodes[w.target].kind is NodeKind.OUTPUT)
    return next(marks, None)


def _at(case: Case, node: str, block: str | None) -> Case:
    problem = replace(case.problem, node=node, block=block, fixes=())
    return replace(case, problem=problem)
