"""Repairs of models that work but would not learn well."""

from __future__ import annotations

from collections.abc import Iterator

from studio.graph.chain_rules import weighted_chain
from studio.graph.edits import Compound
from studio.graph.expanded import Expanded
from studio.graph.known import tensor_of
from studio.graph.model import Edge
from studio.graph.problems import Fix
from studio.graph.repairs.case import Case
from studio.graph.repairs.draft import Draft, deleting, setting
from studio.graph.repairs.ranks import embed, pooling
from studio.graph.repairs.sizes import decimal_inputs, replaced
from studio.graph.scoping import scoped
from studio.graph.values import Value

_BYTE = 255
_POOL = "keras.layers.MaxPooling2D"
_NORMALIZATION = "keras.layers.BatchNormalization"


def repair_scale(case: Case) -> Iterator[Fix]:
    """A Rescaling of the data's range to 0 to 1 behind the input."""
    data = case.data.of_input(case.node) if case.data else None
    if data is None or not case.node:
        return
    low, high = data.input_range
    if low >= 0 and _BYTE / 2 < high <= _BYTE:
        values: dict[str, Value] = {"scale": 1 / _BYTE}
    else:
        values = {"scale": 1 / (high - low), "offset": -low / (high - low)}
    for path, parameters in (("keras.layers.Rescaling", values), (_NORMALIZATION, {})):
        yield from _behind_input(case, path, parameters)


def repair_channels(case: Case) -> Iterator[Fix]:
    """Axes turned behind the input, or the input's shape."""
    definition = case.definition
    yield from _behind_input(case, "keras.layers.Permute", {"dims": (2, 3, 1)})
    if definition is not None and len(definition.parameters.get("shape") or ()) == 3:
        channels, *space = definition.parameters["shape"]
        step = setting(case.node, {"shape": (*space, channels)})
        yield from case.draft(
            f"Set the shape to ({space[0]}, {space[1]}, {channels})", step
        )


def _behind_input(case: Case, path: str, parameters: dict[str, Value]) -> Iterator[Fix]:
    """One layer between the guilty input and all that it feeds."""
    wires = case.graph.edges_out_of(case.node) if case.node else []
    if not wires:
        return
    first, *others = wires

    def insert(draft: Draft) -> None:
        new = draft.insert(first, path, parameters)
        for edge in others:
            draft.connect(new.source, edge.target, edge.port)

    name = path.rpartition(".")[2]
    yield from case.draft(f"Insert {name} behind {case.title}", insert)


def repair_integers(case: Case) -> Iterator[Fix]:
    """An Embedding, or an input of decimal numbers."""
    for edge, tensor in case.tensors():
        if len(tensor.shape) == 2:
            yield from embed(case, edge)
    yield from decimal_inputs(case)


def repair_decimals(case: Case) -> Iterator[Fix]:
    """A Dense layer in place of the Embedding, or neither."""
    yield from case.draft(f"Delete {case.title}", deleting(case.node))
    if case.definition is not None:
        units = case.definition.parameters.get("output_dim")
        yield from replaced(case, case.node, "keras.layers.Dense", {"units": units})


def repair_tiny_batch(case: Case) -> Iterator[Fix]:
    """A larger batch, or normalisation that needs none."""
    yield from case.problem.fixes
    if case.node:
        yield from replaced(case, case.node, "keras.layers.LayerNormalization", {})


def repair_depth(case: Case) -> Iterator[Fix]:
    """BatchNormalization after every second layer of the chain, in blocks too."""
    calls = Expanded.of(case.whole, case.known)
    ends = calls.calls_of(case.node)
    chains = [weighted_chain(calls.graph, calls.known, end) for end in ends]
    chain = max(chains, key=len, default=[])
    changed, steps = case.whole.copy(), []
    for block, node in dict.fromkeys(map(calls.place, chain[1:-1:2])):
        draft = Draft(changed.inside(block), case.ports)
        for edge in draft.graph.edges_out_of(node)[:1]:
            draft.insert(edge, _NORMALIZATION)
        steps.append(scoped(draft.fix("").edit, block))
        changed.apply(steps[-1])
    title = "Insert BatchNormalization after every second layer"
    yield Fix(title, Compound(title, tuple(steps)))


def repair_explosion(case: Case) -> Iterator[Fix]:
    """Global pooling in place of Flatten, or pooling before it."""
    for edge in case.graph.edges_into(case.node) if case.node else ():
        before = case.graph.definition_of(edge.source)
        if before is not None and before.class_name == "Flatten":
            for wire in case.graph.edges_into(edge.source):
                yield from _smaller(case, edge.source, wire)


def _smaller(case: Case, flatten: str, wire: Edge) -> Iterator[Fix]:
    tensor = tensor_of(case.known, wire)
    rank = len(tensor.shape) - 1 if tensor else 0
    if 2 <= rank <= 4:
        yield from replaced(case, flatten, pooling(rank), {})
    if rank == 3:
        yield from case.inserted(wire, (_POOL, {"pool_size": (4, 4)}))
