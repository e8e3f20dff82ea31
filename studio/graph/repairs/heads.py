"""Repairs of a model's end: its loss, its last layer, its size."""

from __future__ import annotations

from collections.abc import Iterator

from studio.graph.algorithms import model_outputs
from studio.graph.commands import change_compile, change_output
from studio.graph.feeds import feeds_of
from studio.graph.known import sample_shape, tensor_of
from studio.graph.last_layer import last_layer
from studio.graph.loss_kinds import LOSS_OF, LossKind, takes_logits
from studio.graph.model import NodeKind
from studio.graph.problems import Fix
from studio.graph.repairs.case import Case, spoken
from studio.graph.repairs.draft import Draft
from studio.graph.repairs.ranks import fewer_axes
from studio.graph.setup import DataFacts
from studio.graph.values import Value, is_object, keras_object

_DENSE = "keras.layers.Dense"
_LOSSES = {
    "softmax": (LossKind.CLASS_NUMBERS, LossKind.ONE_HOT),
    "sigmoid": (LossKind.BINARY, LossKind.VALUES),
}
"""What a last activation is mostly trained for, the likeliest first."""


def repair_no_loss(case: Case) -> Iterator[Fix]:
    """The loss that goes with the last activation, the labels decide among them."""
    ends = model_outputs(case.graph)
    found = last_layer(case.graph, ends[0][0]).activation if ends else None
    kinds = (*_LOSSES.get(found or "", ()), LossKind.VALUES, *LossKind)
    for kind in dict.fromkeys(kinds):
        path = LOSS_OF[kind]
        for logits in (False, True):
            loss = keras_object(path, {"from_logits": True} if logits else {})
            if logits and takes_logits(loss) is None:
                continue
            name = path.rpartition(".")[2]
            words = f"{name} with from_logits" if logits else name
            yield Fix(f"Use {words}", change_compile(case.whole, loss=loss))


def repair_no_weights(case: Case) -> Iterator[Fix]:
    """A Dense layer at the end, before an activation that ends the model."""
    for end, key in model_outputs(case.graph)[:1]:
        last = case.graph.definition_of(end)
        wires = case.graph.edges_into(end)
        activates = last is not None and last.class_name in ("Softmax", "Activation")
        if activates and len(wires) == 1:
            units = _units(_labels(case, end))
            yield from case.inserted(wires[0], (_DENSE, {"units": units}))
        yield from _dense_behind(case, end, key)


def repair_classes(case: Case) -> Iterator[Fix]:
    """Other units of the layer; a Dense layer where what is there has none."""
    yield from case.problem.fixes
    if not case.problem.fixes and case.node:
        yield from _dense_behind(case, case.node, "0")


def _labels(case: Case, end: str) -> DataFacts | None:
    """What the data says of the labels of an output."""
    return case.data.of_output(end) if case.data else None


def _units(data: DataFacts | None) -> int:
    """Numbers that the labels take at the end of the model."""
    if data is None:
        return 1
    one_hot = len(data.target_shape) == 1 and data.target_shape[0] > 1
    if one_hot or not data.classes:
        return data.target_shape[0] if data.target_shape else 1
    return max(len(data.classes), int(data.target_range[1]) + 1)


def _dense_behind(case: Case, node: str, key: str) -> Iterator[Fix]:
    data = _labels(case, node)
    parameters: dict[str, Value] = {"units": _units(data)}
    if data is not None and data.classes:
        parameters["activation"] = "softmax"

    def place(draft: Draft) -> None:
        marks = [
            wire
            for wire in draft.graph.edges_out_of(node)
            if draft.graph.nodes[wire.target].kind is NodeKind.OUTPUT
        ]
        for wire in marks[:1]:
            draft.insert(wire, _DENSE, parameters)
        if not marks:
            dense = draft.place(_DENSE, draft.beside(node, 1), parameters)
            draft.connect(node, dense, "inputs", key)

    words = spoken(_DENSE, parameters)
    yield from case.draft(f"Place {words} behind {case.graph.title_of(node)}", place)


def repair_output_rank(case: Case) -> Iterator[Fix]:
    """Axes taken away before the last layer with units."""
    last = last_layer(case.graph, case.node) if case.node else None
    for edge in case.graph.edges_into(last.units_node) if last else ():
        tensor = tensor_of(case.known, edge)
        for layers in fewer_axes(sample_shape(tensor)) if tensor else ():
            yield from case.inserted(edge, *layers)


def repair_activation(case: Case) -> Iterator[Fix]:
    """The last activation changed, or the loss told that there is none."""
    yield from case.problem.fixes
    feeds = feeds_of(case.whole)
    several = feeds is not None and len(feeds.outputs) > 1
    output = case.node if several else None
    loss = case.whole.setup.compile.of(output).loss
    is_linear = last_layer(case.graph, case.node or "").activation == "linear"
    if is_linear and is_object(loss) and takes_logits(loss) is False:
        told = {**loss, "config": {**loss["config"], "from_logits": True}}
        edit = change_output(case.whole, output, loss=told)
        yield Fix("Turn from_logits of the loss on", edit)
